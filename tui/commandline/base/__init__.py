"""What all plain commands share: options, opening a ledger, output."""
