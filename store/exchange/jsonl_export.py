"""Entries as JSON Lines, to be kept, read elsewhere, or imported: lossless, each with its seal.

The first line is the header, each other one an entry as it was hashed. docs/exchange.md describes both.
A whole export has the chain from entry 1 on, also what links the files of a ledger. An excerpt has the
entries of one patient, or of some days, each as the ledger in which it was recorded first sealed it: so it
stays the same, byte for byte, whichever ledger it is exported from, as long as nothing is added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from protocols.entries import Heard, Origin
from protocols.record.fold import Record
from protocols.record.imported import Told, heard_in
from protocols.values.clinic_time import day_of, is_zone
from store.ledger.reader import Reading
from store.ledger.seals import last_told, origin_of, told
from store.progress import counted

FORMAT = 1
"""Version of these files, in their header."""

HASH = "hash = SHA-256, in hex, of previous followed by the text of entry, from its { to its }"


class Last(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last entry of a file: the place of its ledger, its number and its hash."""

    ledger: int
    number: int
    hash: str


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The first line. `from_` and `to` are the days an excerpt was asked for, None for all. `heard`, of one
    patient, says when each ledger learned of the others, `aside` which moves count no longer because another
    course was taken on; both are left out where there is nothing to say.
    """

    stepward: str = "entries"
    format: int = FORMAT
    excerpt: bool
    patient: str | None = None
    from_: date | None = msgspec.field(default=None, name="from")
    to: date | None = None
    ledgers: tuple[Origin, ...]
    entries: int
    head: Last
    seal: str = HASH
    heard: tuple[Heard, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def head_text(self) -> str:
        """Number and first digits of the hash of the last entry, as they stand on what is printed."""
        return f"{self.head.number}-{self.head.hash[:8]}"


class Days(msgspec.Struct, frozen=True):
    """Calendar days of the clinic, the first and the last, None for no end."""

    first: date | None = None
    last: date | None = None

    def has(self, at: datetime, zone: str) -> bool:
        """Whether the instant lies in one of them; of an unknown zone none is left out."""
        if self.first is None and self.last is None:
            return True
        return not is_zone(zone) or self.has_day(day_of(at, zone))

    def has_day(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def jsonl(ledger: Reading, record: Record | None, now: datetime, days: Days | None = None) -> str:
    """The record of one patient, or all of the ledger where `record` is None; "" where nothing is in it.

    The moment makes no difference: the same entries give the same bytes.
    """
    return "".join(jsonl_parts(ledger, record, days))


def jsonl_parts(ledger: Reading, record: Record | None, days: Days | None = None) -> Iterator[str]:
    """The same in parts, a line each; none where nothing is in it. Of the whole ledger nothing is kept."""
    if record is None and days is None:
        count = last_told(ledger)
        last = Last(0, count, ledger.digest(count))
        yield _first(Header(excerpt=False, ledgers=(origin_of(ledger),), entries=count, head=last))
        for one in counted("Entries written", ledger.sealed(range(1, count + 1)), count):
            yield _line(0, one.number, one.before, one.digest, one.body)
        return
    days = days or Days()
    found = [one for one in told(ledger, record.patient if record else None) if days.has(*_when(one))]
    if not found:
        return
    ledgers = tuple(dict.fromkeys(one.origin for one in found))
    last = Last(ledgers.index(found[-1].origin), found[-1].entry.number, found[-1].digest)
    header = Header(
        excerpt=True,
        patient=record.patient if record else None,
        from_=days.first,
        to=days.last,
        ledgers=ledgers,
        entries=len(found),
        head=last,
        heard=heard_in(record.own, origin_of(ledger).id) if record and ledgers[1:] else (),
        aside=tuple(sorted(record.aside)) if record else (),
    )
    yield _first(header)
    yield from _excerpt(found, ledgers)


def header_of(text: str) -> Header:
    """The header of an export."""
    return msgspec.json.decode(text.partition("\n")[0], type=Header)


def _when(one: Told) -> tuple[datetime, str]:
    return one.entry.at, one.entry.zone


def _excerpt(found: Iterable[Told], ledgers: tuple[Origin, ...]) -> Iterator[str]:
    for one in found:
        yield _line(ledgers.index(one.origin), one.entry.number, one.before, one.digest, one.body)


def _line(ledger: int, number: int, before: str, digest: str, body: bytes) -> str:
    seal = f'"ledger":{ledger},"number":{number},"previous":"{before}","hash":"{digest}"'
    return f'{{{seal},"entry":{body.decode("ascii", "backslashreplace")}}}\n'  # Of no entry, any bytes.


def _first(header: Header) -> str:
    said = msgspec.to_builtins(header)
    for key in ("heard", "aside"):
        if not said[key]:
            del said[key]
    return json.dumps(said, separators=(",", ":")) + "\n"
