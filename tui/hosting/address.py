"""Where a host listens, and which program it is: a session only asks one that is of its own version.

The socket lies in the account's own state folder, which nobody else may enter. It is named by the ledger.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import tui
from store.location.config import state_path


def name_of(ledger: Path) -> str:
    """What the socket of the host of `ledger` is called, a whole path."""
    return f"host-{sha256(str(ledger).encode()).hexdigest()[:16]}"


def is_served(ledger: Path) -> bool:
    """Whether there is, or was, a host of `ledger`. Nothing is made for the question."""
    return os.path.exists(state_path() / name_of(ledger))


@contextmanager
def reached(folder: Path, name: str) -> Iterator[str]:
    """A path to `name` in `folder` that is short enough for a socket, however long that of the folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{name}"
    finally:
        os.close(handle)


def identity() -> str:
    """Which Stepward this is: its version, where it is installed, when, and the Python that runs it."""
    package = os.path.realpath(os.path.dirname(tui.__file__))
    installed = os.stat(os.path.join(package, "__init__.py"))
    python = f"{os.path.realpath(sys.executable)} {sys.version}"
    return f"{tui.__version__} {package} {installed.st_ino} {installed.st_mtime_ns} {python}"
