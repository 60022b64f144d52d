"""The access record: who opened which chart, and when. Apart from the clinical entries, in a file of its own.

It lies beside the ledger (`ward.json`, `ward.access.jsonl`), one JSON object a line (line_file.py). It is not
synced and not chained: it tells who looked, it does not prove it.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from protocols.entries import Person
from store.errors import cause
from store.location.where import Where
from store.site.line_file import LineFile


class Looked(msgspec.Struct, frozen=True, omit_defaults=True):
    """One look: when (UTC), at which patient ("" for the whole ward), at what, and who."""

    at: datetime
    patient: str
    what: str
    name: str = ""
    initials: str = ""
    role: str = ""
    account: str = ""


def looked(at: datetime, patient: str, what: str, by: Person | None, account: str = "") -> Looked:
    """A look by `by`, None for somebody known only by the `account` of the computer."""
    if by is None:
        return Looked(at.astimezone(UTC), patient, what, account=account)
    return Looked(at.astimezone(UTC), patient, what, by.name, by.initials, by.role, by.account)


class AccessRecord:
    """The access record of the ledger at `place`; of one in a database, this account's part of it."""

    def __init__(self, place: Where) -> None:
        self._file = LineFile(place, "access")
        self.path, self.ledger = self._file.path, self._file.ledger

    def add(self, look: Looked) -> str:
        """Put `look` at the end: some 20 microseconds. Why it could not be kept, in words, "" when it was."""
        try:
            self._file.add(msgspec.json.encode(look))
        except OSError as error:
            return _not_kept("The disk is full." if error.errno == errno.ENOSPC else cause(error))
        return ""

    def read(self) -> Iterator[Looked | None]:
        """Every look, oldest first; None for a line that cannot be read. OSError when the file cannot."""
        return map(_decoded, self._file.lines())


def _decoded(line: bytes) -> Looked | None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(line, type=Looked)
    return None


def _not_kept(why: str) -> str:
    return f"Who opens which chart cannot be written down at the moment. {why}"
