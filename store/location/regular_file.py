"""Opening what is a file and nothing else: a pipe in its place would keep whoever opens it waiting."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: Path, flags: int, mode: int = 0o660) -> int:
    """Open `path` as `os.open` does, never waiting for anybody; the descriptor.

    IsADirectoryError for a folder, an OSError with ENXIO for a pipe, a socket or a device.
    """
    try:
        _refuse_others(os.stat(path))
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    file = os.open(path, flags | _AT_ONCE, mode)
    try:
        _refuse_others(os.fstat(file))
    except OSError:
        os.close(file)
        raise
    return file


def read_regular(path: Path) -> bytes:
    """The bytes of a file. OSError when it cannot be read, or is something else."""
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file:
        return file.read()


def _refuse_others(known: os.stat_result) -> None:
    if stat.S_ISDIR(known.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(known.st_mode):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
