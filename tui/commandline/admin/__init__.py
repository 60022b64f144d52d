"""Commands for whoever keeps the ledger: verify, backup, restore, staff, database."""
