"""Where a ledger is: a path or a database, and the configuration that names it."""
