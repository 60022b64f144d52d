"""A file written in the place of another: the new one whole, or the old one as it was.

A link stays a link: what it leads to is written. A file with a second name in the file system keeps both.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from store.files.folders import give_to


def write_over(path: Path, content: str | bytes, mode: int, *, read: os.stat_result | None = None) -> None:
    """Put `content`, text as UTF-8, under the name `path`, down to the disk. OSError, and nothing changed.

    Owner, group and rights are those of the file that was there; a new one gets `mode`. With `read`, the
    state of the file that `content` was made from, another one that has since come under its name is left.
    """
    path = path.resolve()
    if read is not None and not os.path.samestat(read, path.stat()):
        raise OSError(errno.EBUSY, "another file has come under this name meanwhile")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            _share(path, part, mode)
            os.fsync(handle)
        if path.is_file() and path.stat().st_nlink > 1:
            _write_into(path, part)
        else:
            os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _write_into(path: Path, part: Path) -> None:
    """Write what `part` holds into the file itself, which other names lead to; then `part` goes."""
    with path.open("r+b") as file:
        file.write(part.read_bytes())
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    part.unlink()


def _share(path: Path, part: Path, mode: int) -> None:
    try:
        known = path.stat()
    except FileNotFoundError:
        part.chmod(mode)
        return
    if not stat.S_ISREG(known.st_mode):
        raise OSError(errno.EINVAL, "what is there is not a file")
    give_to(part, known)
    part.chmod(stat.S_IMODE(known.st_mode))
