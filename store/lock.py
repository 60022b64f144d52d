"""The lock on the ledger file, taken for one commit or one look at what others wrote.

The operating system lets go of it when the process dies, so there is never a stale one.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.disk import Disk
from store.errors import Busy, Replaced


class FileLock:
    """The lock of one file, through a descriptor of its own. Not for two threads at once."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk, self._path = disk, path
        self._file: int | None = None

    @contextmanager
    def held(self, seconds: float, *, shared: bool = False) -> Iterator[None]:
        """Hold the lock, waiting for it up to `seconds`; Busy when others keep it longer."""
        file = self._open()
        if not self._disk.try_lock(file, shared):
            wait = self._wait if self._disk.can_wait else self._ask_again
            if not wait(file, seconds, shared):
                raise Busy(seconds)
        try:
            yield
        finally:
            self._disk.unlock(file)

    def close(self) -> None:
        """Close the descriptor."""
        if self._file is not None:
            self._disk.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is None:
            try:
                self._file = self._disk.open(self._path, write=False)
            except FileNotFoundError as error:
                raise Replaced(self._path) from error
        return self._file

    def _wait(self, file: int, seconds: float, shared: bool) -> bool:
        waiter = _Waiter(self._disk, file, shared)
        if waiter.wait(seconds):
            return True
        self._file = None
        return False

    def _ask_again(self, file: int, seconds: float, shared: bool) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(random.uniform(0.001, 0.005))
            if self._disk.try_lock(file, shared):
                return True
        return False


class _Waiter:
    """Waits for the lock in a thread of its own. Given up, it closes the descriptor when its turn comes."""

    def __init__(self, disk: Disk, file: int, shared: bool) -> None:
        self._disk, self._file, self._shared = disk, file, shared
        self._turn, self._settle = threading.Event(), threading.Lock()
        self._given_up = False
        self._error: OSError | None = None

    def wait(self, seconds: float) -> bool:
        """Whether the lock was had in time. False leaves the descriptor to the thread."""
        threading.Thread(target=self._run, daemon=True).start()
        if not self._turn.wait(seconds):
            with self._settle:
                if not self._turn.is_set():
                    self._given_up = True
                    return False
        if self._error is not None:
            raise self._error
        return True

    def _run(self) -> None:
        try:
            self._disk.wait_lock(self._file, self._shared)
        except OSError as error:
            self._error = error
        with self._settle:
            if self._given_up:
                self._disk.close(self._file)
            else:
                self._turn.set()
