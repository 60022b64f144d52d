"""What others record is noticed at once: the server says that there is something, and it is read.

What the server says is a hint and may be lost; so it is also read every few seconds, and after the connection
came back. The thread never waits while somebody else needs the connection.
"""

from __future__ import annotations

import contextlib
import select
import threading
import time

import psycopg

from store.errors import LedgerError
from store.postgres.connection import Connection
from store.postgres.log_table import LogTable
from store.postgres.transaction import look

REST = 0.5
"""Seconds after a look without another, however much there is to hear: all sessions hear every entry."""

GLANCE = 0.25
"""Seconds it listens before it asks whether to stop."""

EVERY = 2.0
"""Seconds after which it looks though it heard nothing."""

AGAIN = 1.0
"""Seconds between two tries to reach a database that cannot be reached."""


class NewsListener:
    """Follows one ledger in a thread of its own."""

    def __init__(self, connection: Connection, log: LogTable) -> None:
        self.log, self._connection = log, connection
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Follow no more."""
        self._stop.set()

    def _run(self) -> None:
        last = time.monotonic()
        rest = 0.0
        while not self._stop.wait(rest):
            heard, rest = self._heard(), 0.0
            if not heard and time.monotonic() - last < EVERY and not self._connection.lost:
                continue
            last, rest = time.monotonic(), REST
            try:
                look(self._connection, self.log)
            except (LedgerError, psycopg.Error):
                rest = AGAIN

    def _heard(self) -> bool:
        """Whether the server says something, or has gone."""
        socket = self._connection.socket()
        if socket is None:
            return True
        with contextlib.suppress(OSError, ValueError):
            if not select.select([socket], [], [], GLANCE)[0]:
                return False
            with (
                self._connection.mutex
            ):  # It may have been the answer to somebody else, who has read it by now.
                return self._connection.socket() == socket and bool(select.select([socket], [], [], 0)[0])
        return True
