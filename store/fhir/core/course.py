"""One course as its Bundle sees it: which entries belong to it, and how its resources name each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid5

from protocols.entries import CourseEnrolled, Entry, EntryCorrected, Person
from protocols.entries.wording import person_text
from protocols.record.chart import Chart, Start
from protocols.record.fold import Record
from protocols.record.skin_check import skin_check
from protocols.values.clinic_time import day_of
from store.fhir.core.not_exported import NOT_EXPORTED
from store.fhir.core.source import Source
from store.fhir.core.values import Json, filled, moment, text
from store.fhir.core.versions import Version, versions

_NAMES = UUID("7b0e9c4a-52d1-5f0e-9a83-2f6d1c7e4b58")
"""Ids of resources are made in this space, from the ids of entries: the same entry, the same id."""


def id_of(*parts: str) -> str:
    """The id of what `parts` name: a UUID, whatever characters they have."""
    return str(uuid5(_NAMES, json.dumps(parts)))


def urn(id: str) -> str:
    """The address of a resource within the Bundle."""
    return f"urn:uuid:{id}"


@dataclass(frozen=True)
class Course:
    """A course, the record it is in, and the ledger that is in."""

    record: Record
    chart: Chart
    source: Source

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries a Bundle gives: the course's own, the patient's, and every skin check.

        Those of the patient's other courses are left out, and kinds that are not exported.
        """
        kept: dict[str, Entry] = {}
        for entry in self.record.entries:
            what = entry.what
            own = entry.course == self.chart.id or entry.id in self.chart.lines
            whole = not entry.course and not isinstance(what, CourseEnrolled)
            unknown = isinstance(what, EntryCorrected) and what.entry not in kept
            left_out = unknown or type(what) in NOT_EXPORTED
            if (own or whole or entry.id == self.chart.id) and not left_out:
                kept[entry.id] = entry
        return tuple(kept.values())

    @cached_property
    def chains(self) -> dict[str, list[Version]]:
        """The versions of each fact, by the id of its first record."""
        return versions(self.entries)

    def versions(self, *kinds: type) -> Iterator[Version]:
        """The versions of `kinds`, in the order of the first records."""
        return (each for chain in self.chains.values() for each in chain if isinstance(each.what, kinds))

    def standing(self, *kinds: type) -> Iterator[Version]:
        """The versions of `kinds` that count."""
        return (each for each in self.versions(*kinds) if each.stands)

    def newest(self, entry: str) -> Version | None:
        """The newest version of the fact that was first recorded as `entry`; it may no longer stand."""
        chain = self.chains.get(entry)
        return chain[-1] if chain else None

    @cached_property
    def checks(self) -> list[tuple[Start, Version]]:
        """The starts of steps that stand, each with its rash-free check."""
        states = [
            (start, skin_check(self.chart.known, start.basis, start.rules[0]))
            for start in self.chart.starts
            if not start.release
        ]
        found = [
            (start, self.newest(state.check.id)) for start, state in states if state.valid and state.check
        ]
        return [(start, check) for start, check in found if check is not None]

    def id(self, kind: str, *key: str) -> str:
        """The id of a resource of this record: of `kind`, named by `key`."""
        return id_of(self.record.entries[0].id, kind, *key)

    def shared_id(self, kind: str, *key: str) -> str:
        """The id of a resource that the patients of a ward share: the ward, its people, the program."""
        return id_of("ward", self.source.ward, kind, *key)

    def ref(self, kind: str, *key: str, display: str = "") -> Json:
        """A reference to that resource."""
        return link(kind, self.id(kind, *key), display)

    @property
    def patient(self) -> Json:
        """A reference to the patient."""
        return self.ref("Patient")

    @property
    def medication(self) -> Json:
        """A reference to the drug of the course."""
        return self.ref("Medication", self.chart.id, display=self.chart.protocol.drug)

    @property
    def request(self) -> Json:
        """A reference to the request of the course."""
        return self.ref("MedicationRequest", self.chart.id)

    @property
    def care_plan(self) -> Json:
        """A reference to the care plan of the course."""
        return self.ref("CarePlan", self.chart.id)

    def who(self, person: Person) -> Json:
        """A reference to a person, who is named with initials and role."""
        named = person_text(person) if person.initials else f"{person.name}, {person.role}"
        return link("Practitioner", self.shared_id("Practitioner", person.name, person.initials), named)

    def at(self, instant: datetime) -> str:
        """An instant on the clinic's clock."""
        return moment(instant, self.chart.zone)

    def day(self, instant: datetime) -> str:
        """The clinic's calendar day of an instant."""
        return day_of(instant, self.chart.zone).isoformat()


def link(kind: str, id: str, display: str = "") -> Json:
    """A reference to the resource of `kind` with that id."""
    return filled(reference=urn(id), type=kind, display=text(display))
