"""What an import brought in: the entries within it, and where each was recorded first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import msgspec

from protocols.entries import Entry, Origin, RecordImported, SealedEntry

_decoder = msgspec.json.Decoder(Entry)


class Brought(NamedTuple):
    """Where an imported entry of a record was recorded first, and the number here of the import of it."""

    origin: Origin
    number: int


@dataclass(frozen=True)
class Told:
    """One entry of a record with its seal: the ledger it was recorded in, and its place in that chain."""

    origin: Origin
    before: str
    digest: str
    body: bytes
    entry: Entry

    @property
    def whole(self) -> bool:
        """Whether the entry is as it was sealed."""
        return sha256(self.before.encode() + self.body).hexdigest() == self.digest


def opened(origins: tuple[Origin, ...], sealed: SealedEntry) -> Told:
    """A sealed entry to be read; ValueError when it is none, or of an origin that is not named."""
    if not 0 <= sealed.origin < len(origins):
        raise ValueError("its ledger is not named")
    body = bytes(sealed.entry)
    return Told(origins[sealed.origin], sealed.before, sealed.digest, body, _decoder.decode(body))


def told_in(what: RecordImported) -> Iterator[Told]:
    """The entries of an import, in order."""
    return (opened(what.origins, sealed) for sealed in what.entries)


def flat(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries as a record shows them: what was imported stands before the entry that brought it."""
    found: list[Entry] = []
    for entry in entries:
        if isinstance(entry.what, RecordImported):
            found += (told.entry for told in told_in(entry.what))
        found.append(entry)
    return tuple(found)


def sealed_as(told: Iterable[Told]) -> tuple[tuple[Origin, ...], tuple[SealedEntry, ...]]:
    """Entries as an import carries them: their ledgers in the order they come up, and the entries."""
    origins: list[Origin] = []
    entries = []
    for one in told:
        if one.origin not in origins:
            origins.append(one.origin)
        place = origins.index(one.origin)
        entries.append(SealedEntry(place, one.before, one.digest, msgspec.Raw(one.body)))
    return tuple(origins), tuple(entries)
