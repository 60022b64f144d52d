"""What is kept: the ledger, its file, the protocol files, where the data is."""
