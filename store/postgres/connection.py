"""The connection of one session to the database: timed, found broken, made anew.

Nothing here waits without end, and whatever becomes of the connection, it is known what became of an entry:
a COMMIT whose answer did not come leaves `in_doubt` set until somebody has had the lock to write and looked.
Whoever stood in the middle has the lock until the server is done with it, so then there is nothing to come.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from store.errors import NewerFormat, NoSuchLedger, Unreachable, Unreadable
from store.location.database_url import Database
from store.postgres.schema import VERSION

CONNECT = 4
"""Seconds a new connection may take."""

ANSWER = 6.0
"""Seconds an answer may take, apart from waiting for the lock to write."""

Rows = list[tuple[Any, ...]]


class Row(NamedTuple):
    """One entry as the table keeps it; `file` names the file that begins with it, None for the others."""

    number: int
    digest: bytes
    body: bytes
    file: str | None = None


class Timed(psycopg.Connection[tuple[Any, ...]]):
    """A connection on which no answer is waited for longer than `patience` seconds."""

    patience: float = ANSWER

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer."""
        return super().wait(gen, interval, self.patience if timeout is None else timeout)


class Connection:
    """The connection. `mutex` is had by whoever uses it; what is public takes it by itself."""

    def __init__(self, place: Database) -> None:
        self.place, self.mutex = place, threading.RLock()
        self.in_doubt = False
        """Whether it is not known what became of an entry."""
        self.is_writing = False
        """Whether it keeps others from writing."""
        self.seen = datetime.now(UTC)
        """When it last answered."""
        self.lost = False
        self.answer = ANSWER
        self.key = int.from_bytes(sha256(f"stepward {place.ledger}".encode()).digest()[:8], signed=True)
        """What the lock to write is called in the database."""
        self._raw: Timed | None = None
        self._closed = False

    def table(self, text: str) -> sql.Composed:
        """A query in which {} stands for the schema of the ledger."""
        return sql.SQL(text).format(sql.Identifier(self.place.ledger))

    def run(
        self,
        query: str | sql.Composed,
        values: Sequence[object] | None = None,
        more: float = 0,
        result: int = 0,
    ) -> Rows:
        """What a query gives; of several, that of number `result`. Unreachable when the connection broke.

        `more` is how many seconds it may take beyond what any may.
        """
        with self.mutex:
            raw = self._connected()
            raw.patience = self.answer + more
            try:
                cursor = raw.execute(query.encode() if isinstance(query, str) else query, values)
                for _ in range(result):
                    cursor.nextset()
                rows = cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError as error:
                if is_lost(error):
                    self.drop()
                    raise Unreachable(self._gone(error)) from error
                raise
            self.seen, self.lost = datetime.now(UTC), False
            return rows

    def read(self, query: str, values: Sequence[object] | None = None, more: float = 0) -> Rows:
        """What a query about the ledger gives, {} standing for its schema; else a LedgerError."""
        try:
            return self.run(self.table(query), values, more)
        except psycopg.Error as error:
            raise Unreadable(self.place, said(error)) from error

    @property
    def is_broken(self) -> bool:
        """Whether the transaction that goes on has been refused something, and can only be undone."""
        raw = self._raw
        return raw is not None and raw.info.transaction_status == TransactionStatus.INERROR

    def socket(self) -> int | None:
        """What can be waited on for news, None while there is no connection."""
        raw = self._raw
        with suppress(psycopg.Error):
            if raw is not None and not raw.closed:
                return raw.fileno()
        return None

    def drop(self) -> None:
        """Give up the connection."""
        with self.mutex:
            self.lost, self.is_writing = True, False
            if self._raw is not None:
                self._raw.close()
                self._raw = None

    def close(self) -> None:
        """Close for good."""
        with self.mutex:
            self._closed = True
            self.drop()

    def _connected(self) -> Timed:
        if self._raw is None:
            if self._closed:
                raise Unreachable(f"The ledger {self.place} was closed.")
            made = connect(self.place)
            try:
                self._prepare(made)
            except psycopg.OperationalError as error:
                made.close()
                raise Unreachable(self._gone(error)) from error
            except BaseException:
                made.close()
                raise
            self._raw = made
        return self._raw

    def _prepare(self, made: Timed) -> None:
        """Look whether the tables are those this version knows; then listen."""
        try:
            rows = made.execute(self.table("SELECT version FROM {}.about")).fetchall()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            why = "It has not been set up. Whoever looks after the database types: stepward database setup"
            raise NoSuchLedger(self.place, why) from error
        except psycopg.errors.InsufficientPrivilege as error:
            why = "This account of the database may not read it. Ask whoever looks after the database."
            raise NoSuchLedger(self.place, why) from error
        version = max((row[0] for row in rows), default=0)
        if version > VERSION:
            raise NewerFormat(self.place, f"its tables have version {version}, this one knows {VERSION}")
        if version < VERSION:
            why = f"Its tables have version {version} and must have {VERSION}: stepward database setup"
            raise NoSuchLedger(self.place, why)
        made.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"stepward_{self.place.ledger}")))
        for setting in _SETTINGS:
            made.execute(setting)
        if made.execute("SHOW synchronous_commit").fetchall() in ([("off",)], [("local",)]):
            made.execute("SET synchronous_commit = on")

    def _gone(self, error: psycopg.Error) -> str:
        return f"The database {self.place} cannot be reached at the moment. {said(error)}"


_SETTINGS = (
    "SET idle_in_transaction_session_timeout = '20s'",
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""So that the server soon lets go of what a session holds whose computer has vanished."""


def connect(place: Database) -> Timed:
    """A new connection. Unreachable, in words without any password, when there is none to be had."""
    try:
        return Timed.connect(
            place.url,
            autocommit=True,
            prepare_threshold=None,
            **{**_options(place), "client_encoding": "utf8", "application_name": "stepward"},
        )
    except psycopg.ProgrammingError as error:
        raise Unreachable(f"The database {place} cannot be reached: its URL is not understood.") from error
    except psycopg.OperationalError as error:
        raise Unreachable(f"The database {place} cannot be reached. {said(error)}") from error


def _options(place: Database) -> dict[str, Any]:
    """What holds unless the URL or the environment says otherwise: encrypted, and never waiting for long."""
    options: dict[str, Any] = {
        "connect_timeout": CONNECT,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": int(ANSWER * 1000),
    }
    hosts = place.hosts or tuple(filter(None, os.environ.get("PGHOST", "").split(",")))
    if "PGSSLMODE" not in os.environ and not all(_is_here(host) for host in hosts):
        options["sslmode"] = "verify-full"
    if len(hosts) > 1:
        options["target_session_attrs"] = "read-write"
    asked = psycopg.conninfo.conninfo_to_dict(place.url)
    return {key: value for key, value in options.items() if key not in asked}


def _is_here(host: str) -> bool:
    name = host.rpartition(":")[0] if host.count(":") == 1 else host
    return name.startswith("/") or name.strip("[]") in ("localhost", "127.0.0.1", "::1")


def is_lost(error: psycopg.Error) -> bool:
    """Whether an error means that the connection is of no use any more."""
    state = error.sqlstate
    return isinstance(error, psycopg.OperationalError) and (state is None or state[:3] in _ENDED)


_ENDED = ("57P", "080", "25P")
"""The server shuts down, the connection broke, or the server ended a session that stood still."""


def said(error: psycopg.Error) -> str:
    """What the driver or the server said, as one sentence. Neither ever says a password."""
    words = re.sub(r"\s+", " ", (error.diag.message_primary or str(error)).strip())
    return f"It was said: {words.rstrip('.')}." if words else ""
