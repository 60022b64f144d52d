"""May this entry be recorded? `check.py` asks one module for each family of entries."""
