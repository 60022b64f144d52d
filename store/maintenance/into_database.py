"""A ledger that is moved from its files into a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg

from store.errors import NotMoved
from store.files.disk import Disk
from store.files.engine import FileEngine
from store.ledger.reader import PATIENCE
from store.location.database_url import Database
from store.log import layout
from store.log.links import next_names
from store.log.segment_chain import SegmentChain
from store.maintenance.copying import whole
from store.maintenance.verify import verify
from store.postgres.connection import Connection, Row, Rows, said
from store.postgres.transaction import insert_all
from store.progress import counted


def move_in(disk: Disk, source: Path, target: Database) -> tuple[int, str, Path]:
    """Copy, and put the files aside once all is there; how many entries, the last one, and the folder."""
    source, aside = _where_it_is(disk, source), _aside(source)
    report = verify(source, disk=disk)
    if not report.ok:
        first = report.findings[0]
        raise NotMoved(f"Entry {first.number} is not as it should be. {first.what}")
    connection = Connection(target)
    try:
        arrival = Arrival(connection)
        engine = FileEngine(disk, share_ok=True)
        with whole(engine, source) as files:
            arrival.begin(str(aside), files)
            arrival.take(files)
            newest = files[-1]
            lock = engine.write_lock(newest.file)
            with lock.held(PATIENCE):
                newest.follow()
                newest.tail()
                if newest.next:
                    raise NotMoved("The ledger has just gone on in a new file. Begin the move again.")
                arrival.take(files)
                if disk.renames_open:
                    _put_aside(disk, files, aside)
            lock.close()
            entries, head = newest.file.count, newest.head
        if not disk.renames_open:
            _put_aside(disk, files, aside)
        arrival.end(str(aside))
    except psycopg.Error as error:
        raise NotMoved(f"The database does not take it. {said(error)}") from error
    finally:
        connection.close()
    return entries, head, aside


class Arrival:
    """The tables of the target. What is in them already must be the beginning of what is to come."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._count = connection, 0

    def begin(self, place: str, files: list[SegmentChain]) -> None:
        """Close the target to everybody else. NotMoved when another ledger is there."""
        rows = self._ask("SELECT number, digest FROM {}.entries ORDER BY number DESC LIMIT 1")
        count, digest = rows[0] if rows else (0, "")
        state, told = self._state()
        ours = state in ("arriving", "left") or (state == "here" and told == place) or not count
        known = count <= files[-1].file.count and (not count or files[-1].digest(count) == digest)
        if not ours or not known:
            raise NotMoved(f"There is a ledger in {self._connection.place} already. It was left as it is.")
        self._count = count
        if state != "arriving":
            self._tell("arriving", place)

    def take(self, files: list[SegmentChain]) -> None:
        """Bring what is not there yet, in parts that are kept whatever happens to the rest."""
        self._count += insert_all(self._connection, self._rows(files))

    def _rows(self, files: list[SegmentChain]) -> Iterator[Row]:
        for chain in files:
            name = chain.file.path.name
            lines, left = chain.file.lines(self._count), chain.file.count - max(self._count, chain.file.base)
            for number, line in counted("Entries moved", lines, left):
                body, digest = layout.body_of(number, line), layout.digest_of(number, line)
                yield Row(number, digest, body, name if number == chain.file.base + 1 else None)

    def end(self, place: str) -> None:
        """Open the target."""
        self._tell("here", place)

    def _state(self) -> tuple[str, str]:
        rows = self._ask("SELECT state, place FROM {}.moves ORDER BY number DESC LIMIT 1")
        return rows[0] if rows else ("", "")

    def _tell(self, state: str, place: str) -> None:
        query = self._connection.table("INSERT INTO {}.moves (state, place) VALUES (%s, %s)")
        self._connection.run(query, [state, place])

    def _ask(self, query: str) -> Rows:
        return self._connection.run(self._connection.table(query))


def _aside(source: Path) -> Path:
    return source.with_name(f"{source.stem}.moved")


def _where_it_is(disk: Disk, source: Path) -> Path:
    """The first file, or where an earlier try has put it, together with those it left."""
    aside = _aside(source)
    if source.exists() or not (aside / source.name).exists():
        return source
    for path in next_names(source, None):
        assert isinstance(path, Path)
        if path.exists():
            disk.publish(path, aside / path.name)
        elif not (aside / path.name).exists():
            break
    return aside / source.name


def _put_aside(disk: Disk, files: list[SegmentChain], aside: Path) -> None:
    """Give the files a folder of their own, while nobody else writes."""
    if files[0].file.path == aside / files[0].file.path.name:
        return
    aside.mkdir(exist_ok=True)
    if any(aside.iterdir()):
        raise NotMoved(f"There is a folder {aside} already. Give it another name and begin the move again.")
    for chain in files:
        path = chain.file.path
        assert isinstance(path, Path)
        disk.publish(path, aside / path.name)
    disk.sync_folder(aside)
    disk.sync_folder(aside.parent)
