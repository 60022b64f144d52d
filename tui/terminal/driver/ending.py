"""Textual's word to the reader of keys that it is to end, which wakes a reader that waits for the terminal.

Textual's own only answers who asks, so its reader asks ten times a second: most of what a session costs that
nobody touches.
"""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Event
from weakref import finalize


class Ending(Event):
    """An event that `select` can wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._told, self._tell = os.pipe()
        for end in (self._told, self._tell):
            os.set_blocking(end, False)
            finalize(self, os.close, end).atexit = False  # no earlier: the number may soon be another file's

    def fileno(self) -> int:
        """The descriptor that can be read once it is set."""
        return self._told

    def set(self) -> None:
        """Wake whoever waits."""
        super().set()
        with suppress(BlockingIOError):  # it was told often enough
            os.write(self._tell, b"\0")

    def clear(self) -> None:
        """Begin anew, as after the terminal was lent to another program."""
        with suppress(BlockingIOError):
            while os.read(self._told, 64):
                pass
        super().clear()
