"""The bedside of tests/protocols at a ledger that two sessions have open; everybody is on its staff list."""

from __future__ import annotations

from datetime import date, datetime
from itertools import cycle

from protocols.definition.protocol import Protocol
from protocols.entries import ClockConfirmed, Entry, Person, ProtocolApproved, StaffAdded, What
from protocols.values.clinic_time import local
from store.ledger.ledger import Ledger
from store.location.where import Where
from tests.protocols.helpers.bedside import MRN, NURSE, OTHER_NURSE, PRESCRIBER, Bedside
from tests.protocols.helpers.staff_list import ADMIN


class AtTheLedger(Bedside):
    """The same bedside, where entries go through a ledger, from one session and then the other."""

    def __init__(self, protocol: Protocol, zone: str, day: date, place: Where) -> None:
        super().__init__(protocol, zone=zone, day=day)
        first = Ledger.create(place, "Ward 3", zone, NURSE, now=self.clock)
        for person in (ADMIN, NURSE, OTHER_NURSE, PRESCRIBER):
            added = StaffAdded(person.name, person.initials, person.role, "$argon2id$invented")
            draft = Entry(id=person.initials, patient="", at=self.now, zone=zone, by=ADMIN, what=added)
            first.append(draft, first.record("").version)
        if not first.approvals.has(protocol):
            approved = ProtocolApproved(protocol)
            draft = Entry(id="approved", patient="", at=self.now, zone=zone, by=PRESCRIBER, what=approved)
            first.append(draft, first.record("").version)
        self.sessions = (first, Ledger.open(place, now=self.clock))
        self._session = first
        self._turns = cycle(self.sessions)

    def clock(self) -> datetime:
        return self.now

    def record(
        self, what: What, *, at: datetime | None = None, by: Person = NURSE, course: str | None = None
    ) -> Entry:
        kept = self._keep(what, MRN, self.course if course is None else course, at, by)
        self.entries = self._session.entries(patient=MRN)
        return kept

    def approve(self, protocol: Protocol) -> None:
        """A prescriber approves a protocol of the site."""
        self._keep(ProtocolApproved(protocol), "", "", None, PRESCRIBER)

    def confirm_clock(self) -> None:
        self._keep(ClockConfirmed("the wall clock"), "", "", None, NURSE)

    def begin_new_file(self) -> None:
        """From one session; the other finds out by itself."""
        self._session = next(self._turns)
        self._session.roll_over(ADMIN)

    def _keep(self, what: What, patient: str, course: str, at: datetime | None, by: Person) -> Entry:
        self._session = next(self._turns)
        self._session.refresh()
        draft = Entry(
            id=f"e{next(self.ids)}",
            patient=patient,
            course=course,
            at=local(at or self.now, self.zone),
            zone=self.zone,
            by=by,
            what=what,
        )
        return self._session.append(draft, self._session.record(patient).version)
