"""The files of one ledger: each ends with an entry that names the next, which goes on with its chain.

The first keeps the name that people know (`ward.json`); the others lie beside it (`ward-0002.json`).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from protocols.entries import Continues, LedgerContinued
from store.files.disk import Disk
from store.files.lock import FileLock
from store.files.log_file import AHEAD, LONGEST
from store.log import codec, layout
from store.log.interface import Where


class End(NamedTuple):
    """The last entry of a file that the ledger went on from: its number, its hash, and the next file."""

    number: int
    digest: bytes
    next: Where


def end_of(disk: Disk, path: Path, patience: float, *, settle: bool) -> End | None:
    """Where the ledger goes on from the file `path`, None where it is the newest. Reads only its end.

    The lock is waited for, because whoever begins a new file may still take it back. With `settle`, what is
    said here is brought to the medium first: a session may have died before it did that.
    """
    if _last_line(disk, path) is None:
        return None
    lock = FileLock(disk, path)
    try:
        with lock.held(patience, shared=True):
            found = _last_line(disk, path)
            if found is not None and settle:
                _sync(disk, path)
            return found
    finally:
        lock.close()


def _last_line(disk: Disk, path: Path) -> End | None:
    file = disk.open(path, write=False)
    try:
        size = disk.size(file)
        start = max(0, size - LONGEST - 2 * AHEAD - 2 * layout.PAGE)
        rest = disk.read(file, size - start, start).rstrip(b" \0")
    finally:
        disk.close(file)
    if not rest.endswith(layout.TAIL):
        return None
    line = rest[: -len(layout.TAIL)].rpartition(b"\n")[2]
    number = layout.number_on(line)
    with contextlib.suppress(ValueError):
        what = codec.decode(layout.body_of(number, line)).what
        if number and isinstance(what, LedgerContinued):
            return End(number, layout.digest_of(number, line), beside(path, what.file))
    return None


def _sync(disk: Disk, path: Path) -> None:
    try:
        file = disk.open(path, write=True)
    except OSError:  # Older files may be kept from being written; what they say can be synced all the same.
        file = disk.open(path, write=False)
    try:
        disk.sync(file)
    finally:
        disk.close(file)


def beside(path: Where, name: str) -> Where:
    """The file `name` in the folder of `path`, wherever a name with a folder in it would lead."""
    return path.with_name(Path(name.replace("\\", "/")).name or path.name)


def follows(continues: Continues | None, end: End, path: Where) -> bool:
    """Whether what a file says of itself fits the `end` of the file `path` that names it."""
    return continues is not None and (continues.files[-1:], continues.number, continues.digest) == (
        (path.name,),
        end.number,
        end.digest.decode(),
    )


def next_names(path: Where, continues: Continues | None) -> Iterator[Where]:
    """Names for the file after `path`, the best first: an unfinished one may have taken it."""
    files = (*(continues.files if continues else ()), path.name)
    first = path.with_name(files[0])
    for number in range(len(files) + 1, 10_000):
        yield first.with_name(f"{first.stem}-{number:04}{first.suffix}")


def left_over(disk: Disk, origin: Path, known: set[str]) -> list[Path]:
    """New files that were begun and never came into force: harmless, nothing is only in them."""
    stem, suffix = re.escape(origin.stem), re.escape(origin.suffix)
    pattern = re.compile(rf"{stem}-\d{{4}}{suffix}|\.{stem}-\d{{4}}{suffix}\.\d+\.part")
    names = [name for name in disk.names(origin.parent) if pattern.fullmatch(name) and name not in known]
    return [origin.with_name(name) for name in sorted(names)]
