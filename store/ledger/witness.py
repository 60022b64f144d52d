"""The witness: what this user last saw of a ledger, kept in the user's own folder, out of others' reach.

The chain of hashes in the file does not show a tail that was cut off, or a past written anew with new
hashes. A file that knows less than its witness, or another past, does.
"""

from __future__ import annotations

import contextlib
import os
import time
from hashlib import sha256
from pathlib import Path

import msgspec

from store.errors import LedgerError
from store.location.regular_file import read_regular
from store.location.where import Where
from store.log.segment_chain import SegmentChain

REST = 5.0
"""Seconds between two notes of what was seen, while a ledger is open."""


class Seen(msgspec.Struct, frozen=True):
    """The last entry seen: its number, its whole hash, and the file it stood in."""

    ledger: str
    number: int
    digest: str


class Witness:
    """Remembers and compares. One file for each ledger, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._noted = 0.0
        self._last: Seen | None = None

    def seen(self, chain: SegmentChain) -> Seen | None:
        """What was last seen of the ledger of `chain`, by any session of this user; None for nothing."""
        return self._recall(chain.files[0])

    def objection(self, chain: SegmentChain, seen: Seen | None) -> str:
        """Why `chain`, read to its end after it was asked what was `seen`, cannot be that ledger; else "".

        Whatever was seen was on the disk by then. A file that goes on in another one is not the end.
        """
        file = chain.file
        if seen is None or chain.next:
            return ""
        known = f"You have seen entry {seen.number} ({seen.digest[:8]}) of this ledger"
        advice = (
            "Nothing is recorded in it. Ask whoever looks after it whether a backup was restored; if not, "
            "keep it as it is and report it."
        )
        if file.count < seen.number:
            return f"{known}, but {file.path} now ends at entry {file.count}. {advice}"
        try:
            found = chain.digest(seen.number)
        except LedgerError as error:
            return f"{known}, which cannot be compared. {error}"
        if found != seen.digest:
            return f"{known}, but in {file.path} another one ({found[:8]}) has its place. {advice}"
        return ""

    def note(self, chain: SegmentChain, *, now: bool = False) -> None:
        """Remember the last entry of `chain`, at most every few seconds unless it must be `now`."""
        first = chain.files[0]
        seen = Seen(str(first), chain.file.count, chain.file.head.decode())
        due = now or time.monotonic() - self._noted > REST
        if not due or seen == self._last:
            return
        self._noted, self._last = time.monotonic(), seen
        other = self._recall(first)
        if other is None or other.number < seen.number:
            with contextlib.suppress(OSError):
                self._write(self._place(first), msgspec.json.encode(seen))

    def forget(self, path: Where) -> None:
        """Accept the file as it is now: someone has made sure that a backup was restored."""
        self._place(path.resolve()).unlink(missing_ok=True)

    def _recall(self, path: Where) -> Seen | None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(read_regular(self._place(path)), type=Seen)
        return None

    def _place(self, path: Where) -> Path:
        return self.folder / f"seen-{sha256(str(path).encode()).hexdigest()[:16]}.json"

    def _write(self, place: Path, data: bytes) -> None:
        part = place.with_name(f"{place.name}.{os.getpid()}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
        os.replace(part, place)
