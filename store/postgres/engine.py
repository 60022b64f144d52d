"""Ledgers in a database: one schema each, all files of a ledger one chain in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from store.errors import AlreadyThere, LedgerError, NoSuchLedger, NotBegun, Outrun
from store.location.database_url import FIRST_FILE, Database
from store.location.where import Where
from store.log import layout
from store.log.interface import Listener, Log
from store.log.segment_chain import SegmentChain
from store.postgres.connection import Connection, Row
from store.postgres.listener import NewsListener
from store.postgres.log_table import LogTable
from store.postgres.transaction import WriteTransaction, commit, look, write_rows


class DatabaseEngine:
    """One ledger of one database, by one connection."""

    def __init__(self, place: Database, *, departing: bool = False) -> None:
        """`departing` opens it though it was moved elsewhere."""
        self._connection, self._departing = Connection(place), departing
        self._listener: NewsListener | None = None

    def open_log(self, path: Where, write: bool, listener: Listener) -> LogTable:
        """Open one file of the ledger, the newest unless another is named."""
        database = _database(path)
        if not database.name:
            database = database.with_name(self._newest_name(database))
        return LogTable(self._connection, database, listener)

    def _newest_name(self, path: Database) -> str:
        query = "SELECT file FROM {}.entries WHERE file IS NOT NULL ORDER BY number DESC LIMIT 1"
        rows = self._connection.read(query)
        if not rows:
            raise NotBegun(path, "Nothing was recorded in it yet. Type stepward in a terminal to begin.")
        return str(rows[0][0])

    def newest(self, path: Where, *, write: bool, patience: float) -> tuple[SegmentChain, str]:
        """The newest file of the ledger, and why nothing can be recorded, if so."""
        database = _database(path)
        if not self._departing:
            self._refuse_halfway(database)
        chain = SegmentChain(self.open_log, database.with_name(self._newest_name(database)), write)
        chain.read_first()
        return chain, self._only_reading() if write else ""

    def _refuse_halfway(self, path: Database) -> None:
        rows = self._connection.read("SELECT state, place FROM {}.moves ORDER BY number DESC LIMIT 1")
        state, place = rows[0] if rows else ("here", "")
        if state == "arriving":
            raise NoSuchLedger(
                path, f"It is still being moved here from {place}. Whoever began that goes on: stepward move"
            )
        if state == "left":
            raise NoSuchLedger(path, f"It was moved to {place}.")

    def _only_reading(self) -> str:
        query = "SELECT pg_is_in_recovery(), has_table_privilege(%s, 'INSERT')"
        ((stands_by, may_write),) = self._connection.read(
            query, [f'"{self._connection.place.ledger}".entries']
        )
        if stands_by:
            return "This database is a copy that stands by: the one it is a copy of can be written."
        if not may_write:
            return "This account of the database may only read. Ask whoever looks after the database."
        return ""

    def write_lock(self, log: Log) -> WriteTransaction:
        """The lock to write."""
        return WriteTransaction(self._connection, _table(log))

    def begin(self, path: Where, body: bytes) -> None:
        """Begin the ledger with its first entry, in tables that an administrator has made."""
        database = _database(path)
        first = Row(1, layout.hash_of(b"", body), body, FIRST_FILE)
        self._refuse_halfway(database)
        try:
            with WriteTransaction(self._connection, _Nothing()).held(10):
                write_rows(self._connection, [first])
        except Outrun as error:
            raise AlreadyThere(database, "a ledger in") from error
        except LedgerError as error:
            raise NoSuchLedger(database, str(error)) from error

    def free_name(self, names: Iterable[Where]) -> Where:
        """The first: nothing is ever left unfinished here."""
        return next(iter(names))

    def go_on_in(self, log: Log, path: Where, last: bytes, bodies: Iterable[bytes]) -> bytes:
        """Insert the entry that names the new file, and that file, in one transaction."""
        digest = layout.hash_of(log.head, last)
        line = layout.line_of(log.count + 1, digest, last)
        rows = [Row(log.count + 1, digest, last), *_chained(bodies, log.count + 1, digest, path.name)]
        write_rows(self._connection, rows)
        return line

    def left_over(self, files: tuple[Where, ...]) -> list[Path]:
        """None, ever."""
        return []

    def ask(self, log: Log) -> None:
        """Read what others wrote."""
        look(self._connection, _table(log))

    def watch(self, log: Log) -> None:
        """Follow what others write to `log`, in a thread."""
        if self._listener is None:
            self._listener = NewsListener(self._connection, _table(log))
            self._listener.start()
        self._listener.log = _table(log)

    def leave(self, target: str) -> None:
        """In a write transaction: close this ledger to new entries, because it is at `target` now."""
        query = self._connection.table("INSERT INTO {}.moves (state, place) VALUES ('left', %s)")
        self._connection.run(query, [target])
        commit(self._connection)

    @property
    def as_of(self) -> datetime | None:
        """When the database last answered, None while it does."""
        return self._connection.seen if self._connection.lost else None

    def close(self) -> None:
        """Stop following, and close the connection."""
        if self._listener is not None:
            self._listener.stop()
        self._connection.close()


class _Nothing:
    """The reader of a ledger that is not there yet."""

    count = 0

    def arrive(self, rows: list[Row]) -> None:
        """Whatever is there, the first entry does not follow it."""


def _chained(bodies: Iterable[bytes], number: int, head: bytes, file: str) -> Iterator[Row]:
    """The rows of a file that goes on from entry `number` with hash `head`."""
    name: str | None = file
    for at, body in enumerate(bodies, number + 1):
        head = layout.hash_of(head, body)
        yield Row(at, head, body, name)
        name = None


def _database(path: Where) -> Database:
    assert isinstance(path, Database), "only databases are kept here"
    return path


def _table(log: Log) -> LogTable:
    assert isinstance(log, LogTable), "only tables are kept here"
    return log
