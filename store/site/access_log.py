"""The access record: who opened which chart, and when. Apart from the clinical entries, in a file of its own.

It lies beside the ledger (`ward.json`, `ward.access.jsonl`), one JSON object a line. Each line is one write
at the file's end, so that many sessions share it and a crash takes nothing away that was written before. It
is not synced and not chained: it tells who looked, it does not prove it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from protocols.entries import Person
from store.errors import cause
from store.files.platform import this_disk
from store.location.regular_file import open_regular
from store.location.where import Where
from store.site.local_files import local_file, local_folder


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
        self.ledger = ledger = local_file(place)
        self._place = place
        self.path = ledger.with_name(f"{ledger.stem}.access.jsonl")

    def add(self, look: Looked) -> str:
        """Put `look` at the end: some 20 microseconds. Why it could not be kept, in words, "" when it was."""
        try:
            local_folder(self._place)
            file = self._open()
            try:
                # The line feed comes first, so that a line which a full disk cut off spoils no other.
                data = b"\n" + msgspec.json.encode(look)
                whole = os.write(file, data) == len(data)
            finally:
                os.close(file)
        except OSError as error:
            return _not_kept(cause(error))
        return "" if whole else _not_kept("The disk is full.")

    def _open(self) -> int:
        try:
            return open_regular(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            file = open_regular(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            with suppress(OSError):  # Somebody else made it a moment ago, and gave it these rights.
                this_disk().share_like(file, self.ledger)
            return file

    def read(self) -> Iterator[Looked | None]:
        """Every look, oldest first; None for a line that cannot be read. OSError when the file cannot."""
        try:
            lines = os.fdopen(open_regular(self.path, os.O_RDONLY), "rb")
        except FileNotFoundError:
            return
        with lines:
            for line in lines:
                if line.strip():
                    yield _decoded(line)


def _decoded(line: bytes) -> Looked | None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(line, type=Looked)
    return None


def _not_kept(why: str) -> str:
    return f"Who opens which chart cannot be written down at the moment. {why}"
