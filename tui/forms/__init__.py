"""The forms: each records one kind of entry, in at least two actions, starting on the safe choice."""
