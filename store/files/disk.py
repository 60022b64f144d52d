"""The disk: every call of the operating system that the ledger makes, so that tests can stand in for it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


class Disk(Protocol):
    """What the ledger needs of a disk. Every method may raise OSError."""

    can_wait: bool
    """Whether `wait_lock` waits its turn; where it does not, the lock is asked for again and again."""

    renames_open: bool
    """Whether a file that is open can get another name."""

    def open(self, path: Path, write: bool) -> int:
        """Open an existing file; gives its descriptor."""

    def open_queue(self, path: Path) -> int:
        """Open what can be locked beside the file `path`, by those who wait for the file's own lock."""

    def create(self, path: Path) -> int:
        """Make a new file and open it for writing; FileExistsError when there is one."""

    def close(self, file: int) -> None:
        """Close a descriptor, which lets go of its lock."""

    def size(self, file: int) -> int:
        """The size in bytes."""

    def read(self, file: int, count: int, offset: int) -> bytes:
        """Up to `count` bytes from `offset`; fewer only at the end of the file."""

    def write(self, file: int, data: bytes, offset: int) -> int:
        """Write `data` at `offset`; gives how many bytes were written."""

    def sync(self, file: int) -> None:
        """Return when what was written to the file is on the medium."""

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in `folder` are on the medium."""

    def share_like(self, file: int, model: Path) -> None:
        """Let those use the open file who may use `model`, as far as this user can.

        Of a folder, what it lets owner and group do counts.
        """

    def names(self, folder: Path) -> list[str]:
        """The names of the files in `folder`."""

    def publish(self, source: Path, target: Path) -> None:
        """Give the file `source` the name `target`; FileExistsError when that is taken."""

    def remove(self, path: Path) -> None:
        """Remove a file."""

    def try_lock(self, file: int, shared: bool) -> bool:
        """Take the lock on the file when it is free. It ends with the descriptor or the process."""

    def wait_lock(self, file: int, shared: bool) -> None:
        """Wait in turn for the lock."""

    def unlock(self, file: int) -> None:
        """Let go of the lock."""

    def is_named(self, file: int, path: Path) -> bool:
        """Whether `path` is still the name of the open file."""


def write_all(disk: Disk, file: int, data: bytes, offset: int) -> None:
    """Write all of `data`, in as many calls as the disk takes."""
    while data:
        written = disk.write(file, data, offset)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        data, offset = data[written:], offset + written


def write_new(disk: Disk, path: Path, parts: Iterable[bytes], like: Path | None = None) -> None:
    """Make the file `path` out of `parts`, on the medium and whole, or not at all.

    FileExistsError when there is one. Whoever may use the file `like` may use this one.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(FileNotFoundError):
        disk.remove(part)
    file = disk.create(part)
    try:
        try:
            offset = 0
            for data in parts:
                write_all(disk, file, data, offset)
                offset += len(data)
            if like is not None:
                disk.share_like(file, like)
            disk.sync(file)
        finally:
            disk.close(file)
        disk.publish(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.remove(part)
        raise
    disk.sync_folder(path.parent)
