"""What was read of a ledger's file when it was opened last: the checkpoint beside the witness.

A file whose bytes are the same to the last one need not be split, chained and indexed anew. Every byte is
read and compared at each opening all the same, so what has rotted is found then, as ever.
"""

from __future__ import annotations

import contextlib
import os
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from store.location.regular_file import read_regular
from store.log import checkpoint
from store.log.checkpoint import Checkpoint
from store.log.patient_index import KNOWN_KINDS

WORTH = 5_000
"""Entries that are new since it was kept, from which on it is kept anew."""


class ReadBefore:
    """For one opening of the file `path`; kept in `folder`, which only this account can enter."""

    def __init__(self, folder: Path, path: Path) -> None:
        self._place = folder / f"read-{sha256(str(path).encode()).hexdigest()[:16]}"
        self._sum = blake2b()
        self._known = 0
        self._seen: Checkpoint | None = None

    def recalled(self, base: int) -> Checkpoint | None:
        """What was kept of lines behind entry `base`; None for nothing that can be used."""
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            found = checkpoint.decode(read_regular(self._place), KNOWN_KINDS)
            if found is not None and found.base == base:
                return found
        return None

    def is_same(self, found: Checkpoint, parts: Iterable[bytes]) -> bool:
        """Whether `parts`, all bytes up to where it ends, are those it was made of."""
        self._sum, self._known = blake2b(), found.last
        for part in parts:
            self._sum.update(part)
        return self._sum.copy().digest() == found.digest

    def begin(self, data: bytes) -> None:
        """Nothing is known: the file begins with `data`."""
        self._sum, self._known = blake2b(data), 0

    def go_on(self, data: bytes) -> None:
        """The good lines that follow, as they were checked."""
        self._sum.update(data)

    def reached(self, base: int, count: int, end: int, head: bytes) -> None:
        """The first reading has come to this end."""
        self._seen = Checkpoint(base, count, end, head, self._sum.digest(), array("Q"), [])

    def keep(self, starts: array[int], owners: Sequence[array[int]]) -> None:
        """Keep what the first reading has found, where that is worth while."""
        seen, self._seen = self._seen, None
        if seen is None or seen.last - max(self._known, seen.base) < WORTH:
            return
        upto = [numbers[: bisect_right(numbers, seen.last)] for numbers in owners]
        found = seen._replace(
            starts=starts[: seen.last - seen.base], owners=[numbers for numbers in upto if numbers]
        )
        with contextlib.suppress(OSError):
            self._write(checkpoint.encode(found, KNOWN_KINDS))

    def _write(self, data: bytes) -> None:
        part = self._place.with_name(f"{self._place.name}.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        os.replace(part, self._place)
