"""An invented staff list for tests, without PINs that cost time: the hashes are only shaped like hashes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import count

import msgspec

from protocols.entries import Entry, Person, StaffAdded, What
from protocols.record.fold import Record, fold
from protocols.record.staff import NO_STAFF, Staff
from protocols.rules.check import check

ADMIN = Person("Mara Silva", "MS", "admin", "mara")
NURSE = Person("Ada Okafor", "AO", "nurse", "ada")
PRESCRIBER = Person("Cleo Marsh", "CM", "prescriber", "cleo")
PIN = "$argon2id$invented"
ZONE = "Europe/Berlin"


def staff_of(entries: Iterable[Entry]) -> Staff:
    """The list that `entries` of the ledger itself add up to."""
    return reduce(Staff.after, entries, NO_STAFF)


class StaffList:
    """The ledger's own entries, as the gate lets them in."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
        self.entries: list[Entry] = []
        self.ids = count(1)

    @property
    def staff(self) -> Staff:
        return staff_of(self.entries)

    def go(self, **length: float) -> None:
        self.now += timedelta(**length)

    def draft(self, what: What, by: Person, patient: str = "") -> Entry:
        return Entry(id=f"s{next(self.ids)}", patient=patient, at=self.now, zone=ZONE, by=by, what=what)

    def record(self, what: What, by: Person = ADMIN, patient: str = "") -> Entry:
        record: Record = fold(entry for entry in self.entries if entry.patient == patient)
        draft = self.draft(what, by, patient)
        check(record, draft, self.now, None, self.staff)
        kept = msgspec.structs.replace(draft, number=len(self.entries) + 1, recorded=self.now)
        self.entries.append(kept)
        return kept

    def add(self, person: Person, by: Person = ADMIN) -> str:
        """Put `person` on the list; their id there."""
        return self.record(StaffAdded(person.name, person.initials, person.role, PIN), by).id

    def usual(self) -> StaffList:
        """An admin, a nurse and a prescriber."""
        for person in (ADMIN, NURSE, PRESCRIBER):
            self.add(person)
        return self
