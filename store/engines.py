"""Which engine keeps a ledger: what its place says. PostgreSQL's driver is only imported for a database."""

from __future__ import annotations

from pathlib import Path

from store.disk import Disk, this_disk
from store.log import Engine, Where


def engine_for(place: Where, disk: Disk | None = None, *, share_ok: bool = False) -> Engine:
    """The engine for the ledger at `place`. MissingDriver, in words, where a database cannot be used."""
    if isinstance(place, Path):
        from store.file_engine import FileEngine

        return FileEngine(disk or this_disk(), share_ok=share_ok)
    try:
        from store.postgres.engine import DatabaseEngine
    except ImportError as error:
        from store.errors import MissingDriver

        raise MissingDriver(str(error)) from error
    return DatabaseEngine(place)
