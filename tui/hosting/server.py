"""The host itself: it listens in the account's own folder, and forks for whoever is of the same account.

It reads nothing that is sent: that is done in the fork, so who sends nonsense, or nothing, keeps nobody
waiting. It has no threads, and no descriptor of it is anything to a session.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tui.hosting.address import name_of, reached
from tui.hosting.child import run
from tui.hosting.making_ready import Kept
from tui.hosting.peer import is_this_account

MOST = 500
"""Sessions at once; who comes then starts without a host."""

REST = 30.0
"""Seconds after which what others recorded is taken in, though nobody comes."""

WHOLE = 3600.0
"""Seconds for the ward while nobody waits: as many as it takes."""


class AlreadyServed(Exception):
    """Another host of this ledger runs in this account."""


class Host:
    """A host of the ledger of `kept`."""

    def __init__(self, kept: Kept, listener: socket.socket, handles: list[int]) -> None:
        """`handles` are the descriptors that no session is to have."""
        self._kept, self._listener = kept, listener
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        self._handles = [*handles, listener.fileno(), self._woken, self._wake]
        self._sessions: set[int] = set()
        self._ended = False

    def serve(self) -> None:
        """Until a signal ends it, or the ledger cannot be used any more: LedgerError says why.

        The sessions go on.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        asked: list[int] = [self._listener.fileno(), self._woken]
        while not self._ended:
            ready, _, _ = select.select(asked, [], [], REST)
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, 4096)
            self._reap()
            if self._listener.fileno() in ready:
                self._take()
            elif not ready:
                self._kept.renew(WHOLE)

    def _end(self, number: int, frame: object) -> None:
        self._ended = True

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                self._sessions.discard(pid)

    def _take(self) -> None:
        """Fork for whoever has connected, if it is this account."""
        with suppress(OSError):
            connection, _ = self._listener.accept()
            with connection:
                if is_this_account(connection) and len(self._sessions) < MOST:
                    self._kept.renew()
                    self._fork(connection)

    def _fork(self, connection: socket.socket) -> None:
        if threading.active_count() > 1:
            return  # a thread may hold a lock that nobody lets go of in the fork
        pid = os.fork()
        if pid == 0:
            run(connection, self._kept, self._handles)
        self._sessions.add(pid)


def serve(place: Path, folder: Path) -> Iterator[None]:
    """Be the host of the ledger at `place`, with the socket in `folder`; yields once it listens.

    AlreadyServed where there is one, LedgerError where the ledger cannot be used, or not any more.
    """
    name = name_of(place)
    with ExitStack() as stack:
        lock = stack.enter_context(_alone(folder / f"{name}.lock"))
        kept = Kept(place)
        listener = stack.enter_context(_listening(folder, name))
        host = Host(kept, listener, [lock])
        yield
        host.serve()


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """The descriptor of the lock that one host has, as long as it lives."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServed from error
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _listening(folder: Path, name: str) -> Iterator[socket.socket]:
    """The socket, which only this account can reach; one that a host left behind is taken away first."""
    with suppress(FileNotFoundError):
        os.unlink(folder / name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        umask = os.umask(0o177)
        try:
            with reached(folder, name) as path:
                listener.bind(path)
        finally:
            os.umask(umask)
        listener.listen(128)
        try:
            yield listener
        finally:
            with suppress(FileNotFoundError):
                os.unlink(folder / name)
