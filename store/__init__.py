"""What is kept: the ledger, its file, the protocol files, where the data is."""

__version__ = "0.2.0"
"""Of all three floors: what an older one finds that it does not know is told with it."""
