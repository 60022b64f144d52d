"""A process that has imported everything and read the ledger, and forks a session for each terminal."""
