"""Verify, replay, backup, restore, and the moves into a database and out of it."""
