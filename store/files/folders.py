"""Folders made beside a ledger: for the same people as the folder they lie in."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path


def make_like(folder: Path, model: Path) -> None:
    """Make `folder`, for the owner and the group of the folder `model`, never for others.

    FileExistsError when there is one; where this account may not give it away, it stays its own.
    """
    folder.mkdir(mode=0o700)
    known = model.stat()
    if sys.platform != "win32":
        give_to(folder, known)
    folder.chmod(stat.S_IMODE(known.st_mode) & 0o2770)


def give_to(file: Path | int, known: os.stat_result) -> None:
    """Give a file the owner of another, where this account may do that, and its group in any case."""
    if sys.platform != "win32":
        try:
            os.chown(file, known.st_uid, known.st_gid)
        except OSError:
            with contextlib.suppress(OSError):
                os.chown(file, -1, known.st_gid)
