"""The files of one ledger: each ends with an entry that names the next, which goes on with its chain.

The first keeps the name that people know (`ward.json`); the others lie beside it (`ward-0002.json`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from protocols.entries import Continues
from store.location.where import Where


class End(NamedTuple):
    """The last entry of a file that the ledger went on from: its number, its hash, and the next file."""

    number: int
    digest: bytes
    next: Where


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
