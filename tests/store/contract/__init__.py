"""What every engine promises: the same tests, with the ledger in a file and in a database."""
