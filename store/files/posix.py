"""The disk of Linux and macOS."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from store.files.folders import give_to
from store.location.regular_file import open_regular

if sys.platform != "win32":
    import fcntl

_BINARY: int = getattr(os, "O_BINARY", 0)


class PosixDisk:
    """Linux, and the base of the others."""

    can_wait = True
    renames_open = True

    def open(self, path: Path, write: bool) -> int:
        """Open an existing file."""
        return open_regular(path, os.O_RDWR if write else os.O_RDONLY)

    def open_queue(self, path: Path) -> int:
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
        """Take over owner, group and rights: the umask of one person, or root, would lock the others out."""
        known = os.stat(model)
        give_to(file, known)
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
