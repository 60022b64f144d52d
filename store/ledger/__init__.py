"""The one way in: append, read and follow, witness, rollover."""
