"""The lock on the ledger file, taken for one commit or one look at what others wrote.

The operating system lets go of it when the process dies, so there is never a stale one. Who wants it
stands in a queue, and only who is its head asks for the lock: so whoever just had the lock, and wants
it again at once, comes after those who were waiting. The queue is a courtesy, the lock alone protects.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import Busy, Replaced
from store.files.disk import Disk

COURTESY = 2.0
"""Seconds spent in the queue, at most; then a session that was stopped at its head is passed by."""

ASKING = 0.05
"""Seconds it is asked for again and again, before a thread waits for it in the kernel."""


class FileLock:
    """The lock of one file, through a descriptor of its own. Not for two threads at once."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk, self._path = disk, path
        self._file: int | None = None
        self._queue: int | None = None

    @contextmanager
    def held(self, seconds: float, *, shared: bool = False) -> Iterator[None]:
        """Hold the lock, waiting for it up to `seconds`; Busy when others keep it longer."""
        until = time.monotonic() + seconds
        file = self._open()
        queue = self._enter(min(COURTESY, seconds / 2))
        try:
            if not self._disk.try_lock(file, shared) and not self._ask_often(file, until, shared):
                raise Busy(seconds)
        finally:
            if queue is not None:
                self._leave(queue)
        try:
            yield
        finally:
            self._disk.unlock(file)

    def close(self) -> None:
        """Close the descriptors."""
        for file in (self._file, self._queue):
            if file is not None:
                self._disk.close(file)
        self._file = self._queue = None

    def _open(self) -> int:
        if self._file is None:
            try:
                self._file = self._disk.open(self._path, write=False)
            except FileNotFoundError as error:
                raise Replaced(self._path) from error
        return self._file

    def _ask_often(self, file: int, until: float, shared: bool) -> bool:
        """Ask again soon, and less often the longer it takes: nobody else asks meanwhile."""
        begun = time.monotonic()
        while (now := time.monotonic()) < until:
            time.sleep(min(max(0.000_05, (now - begun) / 8), 0.005, until - now))
            if self._disk.try_lock(file, shared):
                return True
        return False

    def _enter(self, seconds: float) -> int | None:
        """Come to the head of the queue, or None where there is none to be had: then without."""
        try:
            if self._queue is None:
                self._queue = self._disk.open_queue(self._path)
            queue = self._queue
            if self._disk.try_lock(queue, False) or self._wait(queue, seconds):
                return queue
        except OSError:
            pass
        return None

    def _leave(self, queue: int) -> None:
        with contextlib.suppress(OSError):
            self._disk.unlock(queue)

    def _wait(self, queue: int, seconds: float) -> bool:
        until = time.monotonic() + seconds
        asking = until - seconds + min(ASKING, seconds) if self._disk.can_wait else until
        while time.monotonic() < asking:
            time.sleep(random.uniform(0.001, 0.005))
            if self._disk.try_lock(queue, False):
                return True
        if not self._disk.can_wait:
            return False
        if _Waiter(self._disk, queue).wait(until - time.monotonic()):
            return True
        self._queue = None
        return False


class _Waiter:
    """Waits in the queue in a thread of its own. Given up, it closes the descriptor when its turn comes."""

    def __init__(self, disk: Disk, file: int) -> None:
        self._disk, self._file = disk, file
        self._turn, self._settle = threading.Event(), threading.Lock()
        self._given_up = False
        self._error: OSError | None = None

    def wait(self, seconds: float) -> bool:
        """Whether the lock was had in time. False leaves the descriptor to the thread."""
        threading.Thread(target=self._run, daemon=True).start()
        if not self._turn.wait(max(0.0, seconds)):
            with self._settle:
                if not self._turn.is_set():
                    self._given_up = True
                    return False
        if self._error is not None:
            raise self._error
        return True

    def _run(self) -> None:
        try:
            self._disk.wait_lock(self._file, False)
        except OSError as error:
            self._error = error
        with self._settle:
            if self._given_up:
                self._disk.close(self._file)
            else:
                self._turn.set()
