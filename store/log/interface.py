"""What a medium that holds a ledger can do: one log of lines, and whose turn it is to write.

A file and a database both do this. All that the lines mean is the same for both, and written once above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from store.location.database_url import Database
from store.log.tail import Tail

if TYPE_CHECKING:
    from store.log.segment_chain import Kept

Where = Path | Database
"""Where a ledger is, or one of the files it is kept in."""

Listener = Callable[[int, list[bytes]], None]
"""Told of new good lines and the number of the first of them."""


class Log(Protocol):
    """The lines of one file of a ledger, read up to entry `count`, which has hash `head`.

    `base` is the number of the last entry before its first. Whoever calls anything that writes has the turn.
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

    def follow(self) -> None:
        """Take in the good lines that are new, and tell the listener."""

    def moved_on(self) -> bool:
        """Whether `follow` has something to do."""

    def is_in_place(self) -> bool:
        """Whether this is still what is under its name."""

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
        """Take a line that was written into memory."""

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


class Turn(Protocol):
    """The right to write: one session at a time has it."""

    def held(self, seconds: float, *, shared: bool = False) -> AbstractContextManager[None]:
        """Have the turn, waiting for it up to `seconds`; Busy when others keep it longer."""

    def close(self) -> None:
        """Let go of what it needs."""


class Engine(Protocol):
    """What keeps ledgers: files on a disk, or a database."""

    def open_log(self, path: Where, write: bool, listener: Listener) -> Log:
        """Open one file of a ledger, to be written or only read. OSError when it cannot."""

    def newest(self, path: Where, *, write: bool, patience: float) -> tuple[Kept, str]:
        """The newest file of the ledger at `path`, read, and why nothing can be recorded, or ""."""

    def turn(self, log: Log) -> Turn:
        """The turn to write in `log`."""

    def begin(self, path: Where, body: bytes) -> None:
        """Begin a ledger with its first entry. AlreadyThere or NoSuchLedger when that cannot be."""

    def free_name(self, names: Iterable[Where]) -> Where:
        """The first of `names` that no file has yet."""

    def go_on_in(self, log: Log, path: Where, last: bytes, bodies: Iterable[bytes]) -> bytes:
        """Put the file `path` with `bodies` in force, which the entry `last` of `log` names.

        Gives the line of `last`.
        """

    def left_over(self, files: tuple[Where, ...]) -> list[Path]:
        """New files that were begun and never came into force."""

    def ask(self, log: Log) -> None:
        """See to it that `log` knows of what others wrote, where that takes asking."""

    def watch(self, log: Log) -> None:
        """From now on notice by itself what others write to `log`, where looking would take long."""

    @property
    def as_of(self) -> datetime | None:
        """Since when nothing new can be seen, because the connection is gone; None while it is there."""

    def close(self) -> None:
        """Let go of everything."""
