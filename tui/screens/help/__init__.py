"""Help, the command palette, and what is wrong with the ledger."""
