"""What a medium that holds a ledger can do: one log of lines, and the lock to write.

A file and a database both do this. All that the lines mean is the same for both, and written once above.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from store.location.where import Where
from store.log.tail import Tail

Listener = Callable[[int, list[bytes]], None]
"""Told of new good lines and the number of the first of them."""


class Log(Protocol):
    """The lines of one file of a ledger, read up to entry `count`, which has hash `head`.

    `base` is the number of the last entry before its first. Whoever calls anything that writes has the lock.
    """

    count: int
    head: bytes
    base: int

    @property
    def path(self) -> Where:
        """Where it is."""

    @property
    def sure(self) -> bool:
        """Whether it is known what became of every entry that was to be written."""

    def is_ledger(self) -> bool:
        """Whether it begins as every ledger does."""

    def first_line(self) -> bytes:
        """The line of the first entry, b"" when there is none."""

    def go_on_from(self, number: int, digest: bytes) -> None:
        """Before anything is read: the first entry follows entry `number` with that hash."""

    def recall(self) -> list[array[int]]:
        """Before anything is read: take as read what was read before and is the same to the last byte.

        Gives the numbers of each patient's entries in it, nothing where there is none.
        """

    def remember(self, owners: list[array[int]]) -> None:
        """Keep what was read first, with the numbers of each patient's entries, for `recall`."""

    def follow(self) -> None:
        """Take in the good lines that are new, and tell the listener."""

    def moved_on(self) -> bool:
        """Whether `follow` has something to do."""

    def is_unchanged(self) -> bool:
        """Whether it is in place and `follow` has nothing to do."""

    def is_in_place(self) -> bool:
        """Whether this is still what is under its name, with what was read in it."""

    def remembers(self) -> bool:
        """Whether the last entry still stands where it was read."""

    def settle(self) -> None:
        """Make what was read safe to build on."""

    def tail(self) -> Tail:
        """What stands behind the last good line."""

    def repair(self, tail: Tail) -> Path | None:
        """Put the end right. Gives the file with what was taken away, if anything was."""

    def write(self, body: bytes) -> bytes:
        """Keep one entry, and give its line once it is kept. NotSaved, or Outrun, when it is not."""

    def accept(self, line: bytes) -> None:
        """Take a line that was written into memory. The listener is not told: who wrote it knows."""

    def spare(self) -> bool:
        """Whether there is room for what comes next."""

    def line(self, number: int) -> bytes:
        """The line of entry `number`."""

    def lines(self, after: int) -> Iterator[tuple[int, bytes]]:
        """Every line behind entry `after`, with its number."""

    def copy(self) -> Iterator[bytes]:
        """The parts of a ledger file of its own with all entries read so far."""

    def close(self) -> None:
        """Let go of it."""


OpenLog = Callable[[Where, bool, Listener], Log]
"""Opens one file of a ledger, to be written or only read. OSError when it cannot."""


class WriteLock(Protocol):
    """The right to write: one session at a time has it."""

    def held(self, seconds: float, *, shared: bool = False) -> AbstractContextManager[None]:
        """Have the lock, waiting for it up to `seconds`; Busy when others keep it longer."""

    def close(self) -> None:
        """Let go of what it needs."""
