"""The random nurses of tests/protocols, in two sessions on one ledger file.

Every accepted entry is in the file, every session sees the same, and verify replays every move.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings

from protocols.clinic_time import local
from protocols.entries import ClockConfirmed, Entry, Person, What
from protocols.protocol import Protocol
from store.ledger import Ledger
from store.verify import verify
from tests.protocols.bedside import MRN, NURSE, Bedside
from tests.protocols.random_nurses import RandomNurses


class AtTheLedger(Bedside):
    """The same bedside, where entries go through a ledger, from one session and then the other."""

    def __init__(self, protocol: Protocol, zone: str, day: date, path: Path) -> None:
        super().__init__(protocol, zone=zone, day=day)
        first = Ledger.create(path, "Ward 3", zone, NURSE, now=self.clock)
        self.sessions = (first, Ledger.open(path, now=self.clock))
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

    def confirm_clock(self) -> None:
        self._keep(ClockConfirmed("the wall clock"), "", "", None, NURSE)

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


class InTheLedger(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "ward.json"
        return AtTheLedger(protocol, zone, day, self.path)

    def teardown(self) -> None:
        super().teardown()
        if not hasattr(self, "folder"):
            return
        assert isinstance(self.way, AtTheLedger)
        seen = []
        for session in self.way.sessions:
            session.refresh()
            seen.append(session.entries())
            session.close()
        report = verify(self.path)
        assert report.ok, report.findings
        with Ledger.open(self.path, read_only=True) as again:
            assert seen == [again.entries(), again.entries()]
        self.folder.cleanup()


TestRandomNursesInTheLedger = InTheLedger.TestCase
TestRandomNursesInTheLedger.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "25")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
