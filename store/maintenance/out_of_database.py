"""A ledger that is moved from a database into files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psycopg

from store.errors import NotMoved
from store.files.disk import Disk
from store.files.engine import FileEngine
from store.ledger.reader import PATIENCE
from store.location.database_url import Database
from store.log.segment_chain import SegmentChain
from store.maintenance.copying import copy, whole
from store.maintenance.verify import verify
from store.postgres.connection import said
from store.postgres.engine import DatabaseEngine


def move_out(disk: Disk, source: Database, target: Path) -> tuple[int, str]:
    """Copy, close the database, and only then give the newest file its name; how many entries, the last."""
    report = verify(source)
    if not report.ok:
        first = report.findings[0]
        raise NotMoved(f"Entry {first.number} is not as it should be. {first.what}")
    engine = DatabaseEngine(source, departing=True)
    try:
        with whole(engine, source) as files:
            places = _places(files, target)
            for chain, place in zip(files[:-1], places, strict=False):
                _write(disk, chain, place)
            return _last(disk, engine, files[-1], places[-1], str(target))
    except psycopg.Error as error:
        raise NotMoved(f"The database does not let go of it. {said(error)}") from error


def _last(
    disk: Disk, engine: DatabaseEngine, newest: SegmentChain, place: Path, target: str
) -> tuple[int, str]:
    part = place.with_name(f".{place.name}.arriving")
    with engine.write_lock(newest.file).held(PATIENCE):
        newest.follow()
        newest.tail()
        if newest.next:
            raise NotMoved("The ledger has just gone on in a new file. Begin the move again.")
        there = place.exists()
        if there:
            _write(disk, newest, place)
        else:
            part.unlink(missing_ok=True)  # Of an earlier try.
            copy(disk, newest, part, like=place.parent)
        try:
            engine.leave(target)
        except psycopg.Error:
            part.unlink(missing_ok=True)
            raise
    if not there:
        disk.publish(part, place)
        disk.sync_folder(place.parent)
    return newest.file.count, newest.head


def _places(files: list[SegmentChain], target: Path) -> list[Path]:
    first = files[0].file.path
    if len(files) > 1 and first.name != target.name:
        raise NotMoved(f"Its files name each other, so the first one must be called {first.name}.")
    return [target, *(target.with_name(chain.file.path.name) for chain in files[1:])]


def _write(disk: Disk, chain: SegmentChain, place: Path) -> None:
    """One file, unless an earlier try has written it."""
    if not place.exists():
        copy(disk, chain, place, like=place.parent)
        return
    there = SegmentChain(FileEngine(disk, share_ok=True).open_log, place, write=False)
    try:
        there.read_first()
        if (there.file.count, there.file.head) != (chain.file.count, chain.file.head):
            raise NotMoved(f"There is another file {place} already. It was left as it is.")
    finally:
        with suppress(OSError):
            there.close()
