"""The disk of Windows, where neither folders nor ranges of bytes can be waited for."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

from store.files.posix import PosixDisk


class WindowsDisk(PosixDisk):
    """Windows: one byte far behind the data is locked, so that nobody is kept from reading."""

    can_wait = False
    renames_open = False
    LOCKED_BYTE, QUEUE = 1 << 40, (1 << 40) + 1
    UNLOCK, TRY = 0, 2
    """LK_UNLCK and LK_NBLCK of msvcrt."""

    def __init__(self, locking: Callable[[int, int, int], None]) -> None:
        self._locking = locking
        self._position = threading.Lock()
        self._queues: set[int] = set()

    def open_queue(self, path: Path) -> int:
        """Open the file once more: folders cannot be locked here, so the queue is another byte."""
        queue = self.open(path, write=False)
        self._queues.add(queue)
        return queue

    def close(self, file: int) -> None:
        """Close a descriptor."""
        self._queues.discard(file)
        super().close(file)

    def read(self, file: int, count: int, offset: int) -> bytes:
        """Seek and read, with no other thread in between."""
        parts = []
        with self._position:
            os.lseek(file, offset, os.SEEK_SET)
            while count and (part := os.read(file, count)):
                parts.append(part)
                count -= len(part)
        return b"".join(parts)

    def write(self, file: int, data: bytes, offset: int) -> int:
        """Seek and write, with no other thread in between."""
        with self._position:
            os.lseek(file, offset, os.SEEK_SET)
            return os.write(file, data)

    def sync(self, file: int) -> None:
        """Flush through the cache of the drive."""
        os.fsync(file)

    def sync_folder(self, folder: Path) -> None:
        """Windows keeps names by itself."""

    def share_like(self, file: int, model: Path) -> None:
        """Windows gives a new file the rights of its folder."""

    def publish(self, source: Path, target: Path) -> None:
        """Rename, which on Windows never takes the place of another file."""
        os.rename(source, target)

    def try_lock(self, file: int, shared: bool) -> bool:
        """There is only one kind of lock here; `shared` makes no difference."""
        return self._at_lock(file, self.TRY)

    def wait_lock(self, file: int, shared: bool) -> None:
        """Not to be had: `can_wait` says so."""
        raise OSError(errno.ENOTSUP, "locks cannot be waited for")

    def unlock(self, file: int) -> None:
        """Let go of the byte."""
        self._at_lock(file, self.UNLOCK)

    def _at_lock(self, file: int, mode: int) -> bool:
        os.lseek(file, self.QUEUE if file in self._queues else self.LOCKED_BYTE, os.SEEK_SET)
        try:
            self._locking(file, mode, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True
