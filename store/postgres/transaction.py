"""The right to write, and what is written with it: one serializable transaction, one session at a time.

An advisory lock, taken before the transaction begins, makes sessions stand in line: so a transaction sees all
that was committed before it, numbers have no gap, and the chain has no fork. It is a courtesy, like the queue
of a file: where an engine has no such locks, the primary key, the trigger and the serializable transaction
let one of two win, and the other looks again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import psycopg
from psycopg import sql

from store.errors import Busy, LedgerError, NotSaved, Outrun, Unreachable
from store.postgres.connection import Connection, Row, Rows, said

BATCH = 500
"""Rows that are copied at a time."""

AGAIN = 0.2
"""Seconds between two tries to reach a database of which it is not known what it kept."""

_READ = "SELECT number, digest, body, file FROM {}.entries WHERE number >= %s ORDER BY number"

_OUTRUN = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.UniqueViolation,
)


class Reader(Protocol):
    """What is told what was read: one file of the ledger."""

    count: int

    def arrive(self, rows: list[Row]) -> None:
        """Rows that were just read, from the last entry on that was known."""


def read_rows(connection: Connection, first: int, limit: int | None = None) -> list[Row]:
    """The rows from entry `first` on. However many they are, the answer may take its time."""
    query = _READ + (f" LIMIT {limit:d}" if limit else "")
    return _rows(connection.read(query, [first], more=60))


def look(connection: Connection, log: Reader) -> None:
    """Read what is new. Where it is not known what became of an entry, nobody else may be writing it."""
    with connection.mutex:
        if connection.in_doubt:
            with WriteTransaction(connection, log).held(connection.answer):
                return
        log.arrive(_rows(connection.read(_READ, [log.count])))


def _rows(rows: Rows) -> list[Row]:
    return [Row(number, digest.encode(), body.encode(), file) for number, digest, body, file in rows]


def write_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """In a write transaction, insert and commit. NotSaved when certainly nothing is kept, else Outrun."""
    if len(rows) == 1:
        _write_one(connection, rows[0])
    else:
        _write_many(connection, rows)
    connection.in_doubt = False


def _write_one(connection: Connection, row: Row) -> None:
    """Insert, commit and let the next one in, asked for at once: one answer is waited for.

    A row that was refused leaves the transaction broken, so nothing behind it was done. Only what goes wrong
    behind that, and is not for being outrun, leaves it in doubt.
    """
    values = sql.SQL(", ").join(sql.Literal(value) for value in _values(row))
    insert = connection.table("INSERT INTO {}.entries (number, digest, body, file) VALUES ")
    connection.in_doubt = True
    try:
        connection.run(insert + sql.SQL("({}); ").format(values) + sql.SQL(_commit_of(connection)))
    except Unreachable as error:
        raise Outrun(str(error)) from error
    except psycopg.Error as error:
        outrun = isinstance(error, _OUTRUN)
        if not outrun and not connection.is_broken:
            raise Outrun(said(error)) from error
        connection.in_doubt = False
        raise (Outrun(said(error)) if outrun else NotSaved(_why(error))) from error
    connection.is_writing = False


def _write_many(connection: Connection, rows: Sequence[Row]) -> None:
    try:
        insert_all(connection, rows)
    except _OUTRUN as error:
        raise Outrun(said(error)) from error
    except Unreachable as error:
        raise Outrun(str(error)) from error
    except psycopg.Error as error:
        raise NotSaved(_why(error)) from error
    try:
        connection.in_doubt = True
        commit(connection)
    except Unreachable as error:
        raise Outrun(str(error)) from error
    except psycopg.Error as error:
        connection.in_doubt = False
        raise (Outrun(said(error)) if isinstance(error, _OUTRUN) else NotSaved(_why(error))) from error


def commit(connection: Connection) -> None:
    """Commit what was written in a write transaction, which then is over."""
    connection.run(_commit_of(connection))
    connection.is_writing = False


def _commit_of(connection: Connection) -> str:
    return f"COMMIT; SELECT pg_advisory_unlock({connection.key:d})"


def _values(row: Row) -> list[object]:
    return [row.number, row.digest.decode(), row.body.decode(), row.file]


def _why(error: psycopg.Error) -> str:
    match error:
        case psycopg.errors.ReadOnlySqlTransaction():
            return "This database can only be read at the moment: it is a copy that stands by."
        case psycopg.errors.ObjectNotInPrerequisiteState():
            return "The ledger was moved elsewhere. Close Stepward and start it again where it is now."
        case psycopg.errors.InsufficientPrivilege():
            return "This account of the database may only read. Ask whoever looks after the database."
        case psycopg.errors.CheckViolation():
            return (
                "The tables of the database do not know an entry of this kind. Whoever looks after the "
                "database types: stepward database setup"
            )
        case psycopg.errors.DiskFull():
            return "The disk of the database is full. Tell whoever looks after the database."
    return f"{said(error)} Tell whoever looks after the database."


class WriteTransaction:
    """The right to write in the ledger that `connection` leads to. Whoever gets it is told what is new."""

    def __init__(self, connection: Connection, log: Reader) -> None:
        self._connection, self._log = connection, log

    @contextmanager
    def held(self, seconds: float, *, shared: bool = False) -> Iterator[None]:
        """Have the right, waiting for it up to `seconds`. Only to read, nobody has to wait.

        NotSaved when the database cannot be reached; it says so where an entry may have been kept.
        """
        if shared:
            yield
            return
        with self._connection.mutex:
            self._log.arrive(self._begin(seconds))
            self._connection.in_doubt = False
            try:
                yield
            finally:
                self._end()

    def _begin(self, seconds: float) -> list[Row]:
        until, tries = time.monotonic() + seconds, 0
        while True:
            try:
                return self._lock_and_read(max(until - time.monotonic(), 0.1))
            except Unreachable as error:
                tries += 1  # A connection may have been dead for long: one try with a new one.
                left = until - time.monotonic()
                if left <= 0 or (tries > 1 and not self._connection.in_doubt):
                    raise self._not_reached(str(error)) from error
                time.sleep(min(AGAIN, left) if tries > 1 else 0)
            except psycopg.errors.LockNotAvailable as error:
                if self._connection.in_doubt:
                    raise self._not_reached(str(Busy(seconds))) from error
                raise Busy(seconds) from error
            except psycopg.Error as error:
                raise self._not_reached(said(error)) from error

    def _lock_and_read(self, seconds: float) -> list[Row]:
        """All in one question. The lock is had by the session, and outlasts the transaction it was taken in;
        what is written goes into the one behind it, which sees all that was committed before the lock.
        """
        connection = self._connection
        lock = f"BEGIN; SET lock_timeout = {int(seconds * 1000)}; SELECT pg_advisory_lock({connection.key:d})"
        read = _READ.replace("%s", str(self._log.count))
        ask = f"{lock}; COMMIT; BEGIN ISOLATION LEVEL SERIALIZABLE; {read}"
        connection.is_writing = True
        try:
            return _rows(connection.run(connection.table(ask), more=seconds, result=5))
        except psycopg.Error:
            self._end()
            raise

    def _not_reached(self, why: str) -> LedgerError:
        if not self._connection.in_doubt:
            return NotSaved(f"{why} What is on the screen stays there; record it again when it is back.")
        return NotSaved(
            f"The connection broke while the entry was being recorded. {why} As soon as it is back, you are "
            "told what became of the entry. To press Record again does no harm: it is kept once.",
            certain=False,
        )

    def _end(self) -> None:
        """Undo what was not committed, and let the next one in. Who is cut off has neither."""
        if not self._connection.is_writing:
            return
        try:
            self._connection.run("ROLLBACK; SELECT pg_advisory_unlock_all()")
            self._connection.is_writing = False
        except (Unreachable, psycopg.Error):
            self._connection.drop()

    def close(self) -> None:
        """The connection is closed by whoever opened it."""


def insert_all(connection: Connection, rows: Iterable[Row]) -> int:
    """Insert rows in parts, each of them committed by itself unless that is for later; how many they were."""
    count, batch = 0, list[Row]()
    for row in rows:
        batch.append(row)
        count += 1
        if len(batch) == BATCH:
            _insert(connection, batch)
            batch.clear()
    _insert(connection, batch)
    return count


def _insert(connection: Connection, batch: list[Row]) -> None:
    if not batch:
        return
    places = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
    values = [part for row in batch for part in _values(row)]
    connection.run(
        connection.table("INSERT INTO {}.entries (number, digest, body, file) VALUES " + places), values, 60
    )
