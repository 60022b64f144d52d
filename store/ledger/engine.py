"""Which engine keeps a ledger: what its place says. PostgreSQL's driver is only imported for a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import MissingDriver
from store.files.disk import Disk, this_disk
from store.log.interface import Engine, Where


def engine_for(place: Where, disk: Disk | None = None, *, share_ok: bool = False) -> Engine:
    """The engine for the ledger at `place`. MissingDriver, in words, where a database cannot be used."""
    if isinstance(place, Path):
        from store.files.engine import FileEngine

        return FileEngine(disk or this_disk(), share_ok=share_ok)
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
