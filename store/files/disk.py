"""The seam: every call of the operating system the ledger makes, so that tests can stand in for the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

if sys.platform != "win32":
    import fcntl

_BINARY: int = getattr(os, "O_BINARY", 0)


class Disk(Protocol):
    """What the ledger needs of a disk. Every method may raise OSError."""

    can_wait: bool
    """Whether `wait_lock` waits its turn; where it does not, the lock is asked for again and again."""

    renames_open: bool
    """Whether a file that is open can get another name."""

    def open(self, path: Path, write: bool) -> int:
        """Open an existing file; gives its descriptor."""

    def open_door(self, path: Path) -> int:
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


class PosixDisk:
    """Linux, and the base of the others."""

    can_wait = True
    renames_open = True

    def open(self, path: Path, write: bool) -> int:
        """Open an existing file."""
        return os.open(path, (os.O_RDWR if write else os.O_RDONLY) | _BINARY)

    def open_door(self, path: Path) -> int:
        """Open the folder, which has a lock of its own."""
        return os.open(path.parent, os.O_RDONLY)

    def create(self, path: Path) -> int:
        """Make a new file, which owner and group may write."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o660)

    def close(self, file: int) -> None:
        """Close a descriptor."""
        os.close(file)

    def size(self, file: int) -> int:
        """The size in bytes. Seldom called: asking before a write makes the write half as slow again."""
        return os.fstat(file).st_size

    def read(self, file: int, count: int, offset: int) -> bytes:
        """Read at an offset."""
        return os.pread(file, count, offset)

    def write(self, file: int, data: bytes, offset: int) -> int:
        """Write at an offset."""
        return os.pwrite(file, data, offset)

    def sync(self, file: int) -> None:
        """Bring data, and the size where it changed, to the medium."""
        os.fdatasync(file)

    def sync_folder(self, folder: Path) -> None:
        """Bring the names in a folder to the medium."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno != errno.EINVAL:  # Some shares keep names by themselves, and say so thus.
                raise
        finally:
            os.close(handle)

    def share_like(self, file: int, model: Path) -> None:
        """Take over group and rights: the umask of one person would lock the others out."""
        known = os.stat(model)
        with contextlib.suppress(PermissionError):
            os.fchown(file, -1, known.st_gid)
        os.fchmod(file, known.st_mode & (0o660 if stat.S_ISDIR(known.st_mode) else 0o666))

    def names(self, folder: Path) -> list[str]:
        """The names of the files in a folder."""
        return os.listdir(folder)

    def publish(self, source: Path, target: Path) -> None:
        """Link, because a link never takes the place of another file; some sticks and shares have none."""
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
                raise
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
            os.rename(source, target)
        else:
            os.unlink(source)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        os.unlink(path)

    def try_lock(self, file: int, shared: bool) -> bool:
        """Lock the open file, not the process: a file opened and closed beside ours does not end it."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_lock(self, file: int, shared: bool) -> None:
        """Wait in the kernel's queue, which is fair."""
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def unlock(self, file: int) -> None:
        """Let go of the lock."""
        fcntl.flock(file, fcntl.LOCK_UN)

    def is_named(self, file: int, path: Path) -> bool:
        """Compare the two files behind descriptor and name."""
        try:
            return os.path.samestat(os.fstat(file), os.stat(path))
        except FileNotFoundError:
            return False


class LinuxDisk(PosixDisk):
    """Linux, where asking a file for its times makes its next write slower."""

    def is_named(self, file: int, path: Path) -> bool:
        """Ask the kernel for the name of the open file, which leaves the file itself alone."""
        return os.readlink(f"/proc/self/fd/{file}") == str(path)


class MacDisk(PosixDisk):
    """macOS, where fsync leaves data in the cache of the drive."""

    FULL_SYNC = 51
    """fcntl's F_FULLFSYNC."""

    def sync(self, file: int) -> None:
        """Bring data through the cache of the drive, where its file system can."""
        try:
            fcntl.fcntl(file, self.FULL_SYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(file)


def this_disk() -> Disk:
    """The disk of the operating system this runs on."""
    if sys.platform == "win32":
        import msvcrt

        from store.files.windows import WindowsDisk

        return WindowsDisk(msvcrt.locking)
    if sys.platform == "darwin":
        return MacDisk()
    return LinuxDisk() if os.path.exists("/proc/self/fd") else PosixDisk()


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
