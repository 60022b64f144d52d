"""Standard input in the place of a file, where the command line says -."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from store.location.config import LocationFault

STDIN = Path("-")
"""What is named for a file to be read from the program before."""

NAME = "standard input"
"""What such a file is called in sentences."""


def read_stdin() -> bytes:
    """Everything that comes in. LocationFault where nothing can: it is closed, or a keyboard."""
    if sys.stdin is None or sys.stdin.isatty():
        raise LocationFault("- reads what another program writes. Name a file, or put a pipe in front.")
    return sys.stdin.buffer.read()


def first_line() -> str:
    """A PIN that comes before the file itself."""
    return sys.stdin.buffer.readline().decode(errors="replace").strip()


@contextmanager
def spooled(path: Path) -> Iterator[Path]:
    """`path`; for - a file that nobody else can read, with what comes in, gone at the end."""
    if path != STDIN:
        yield path
        return
    with TemporaryDirectory(prefix="stepward-") as folder:
        file = Path(folder) / NAME
        file.touch(0o600)
        file.write_bytes(read_stdin())
        yield file
