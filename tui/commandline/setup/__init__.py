"""Plain commands for setting up: begin a ledger, what is configured, whether all that is needed is there."""
