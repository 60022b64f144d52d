"""Which engine keeps a ledger: what its place says. PostgreSQL's driver is only imported for a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from store.errors import MissingDriver
from store.files.disk import Disk
from store.files.engine import FileEngine
from store.files.platform import this_disk
from store.location.where import Where
from store.log.interface import Listener, Log, WriteLock
from store.log.segment_chain import SegmentChain


class Engine(Protocol):
    """What keeps ledgers: files on a disk, or a database."""

    def open_log(self, path: Where, write: bool, listener: Listener) -> Log:
        """Open one file of a ledger, to be written or only read. OSError when it cannot."""

    def newest(self, path: Where, *, write: bool, patience: float) -> tuple[SegmentChain, str]:
        """The newest file of the ledger at `path`, read, and why nothing can be recorded, or ""."""

    def write_lock(self, log: Log) -> WriteLock:
        """The lock to write in `log`."""

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


def engine_for(
    place: Where, disk: Disk | None = None, *, share_ok: bool = False, beside: Path | None = None
) -> Engine:
    """The engine for the ledger at `place`. MissingDriver, in words, where a database cannot be used.

    `beside` is the folder of this account where it is kept what was read of a file before.
    """
    if isinstance(place, Path):
        return FileEngine(disk or this_disk(), share_ok=share_ok, beside=beside)
    with needs_driver():
        from store.postgres.engine import DatabaseEngine
    return DatabaseEngine(place)


@contextmanager
def needs_driver() -> Iterator[None]:
    """Around an import of what is for PostgreSQL alone: MissingDriver where that is not installed."""
    try:
        yield
    except ImportError as error:
        raise MissingDriver(str(error)) from error
