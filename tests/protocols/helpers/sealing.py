"""Records sealed as a ledger seals them, without a ledger: for the rules of import."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from protocols.entries import Entry, Origin, Person, RecordImported
from protocols.record.imported import Told, sealed_as
from tests.protocols.helpers.bedside import MRN, ZONE, Bedside
from tests.protocols.helpers.staff_list import ADMIN

CLINIC = Origin("c" * 64, "Clinic", ZONE)
OTHER = Origin("d" * 64, "Other clinic", ZONE)


def sealed(entries: Iterable[Entry], origin: Origin = CLINIC, before: str = "") -> list[Told]:
    """A chain of these entries in the ledger `origin`."""
    found = []
    for entry in entries:
        body = msgspec.json.encode(entry, order="sorted")
        digest = sha256(before.encode() + body).hexdigest()
        found.append(Told(origin, before, digest, body, entry))
        before = digest
    return found


def importing(
    told: Iterable[Told], bed: Bedside, *, follows: str = "", by: Person = ADMIN, patient: str = MRN
) -> Entry:
    """The entry that brings `told` in, at the moment of `bed`."""
    origins, entries = sealed_as(told)
    yes = tuple(one.entry.id for one in told)
    what = RecordImported("Clinic", "9-abcdef01", origins, follows, entries, yes, "moves")
    return Entry(id="import", patient=patient, at=bed.now, zone=ZONE, by=by, what=what)
