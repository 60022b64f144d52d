"""What cannot be read of a message, in a sentence."""


class Unread(ValueError):
    """A message that cannot be read; `str()` says why."""
