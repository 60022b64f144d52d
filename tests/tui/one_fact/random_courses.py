"""Random courses in a ledger: what people do and mistake, corrections of every kind, imports, rollovers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import msgspec

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from store.exchange.import_records import bring_in
from store.exchange.import_source import read_source
from store.exchange.jsonl_export import jsonl
from tests.protocols.helpers.bedside import MRN, PRESCRIBER
from tests.protocols.helpers.published import library
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.ledger_bedside import AtTheLedger

HOURLY = Step((PlannedDose("", Decimal(10)),), hours=6, every_minutes=120)
DAILY = Step((PlannedDose("morning", Decimal(20)), PlannedDose("evening", Decimal(20))), days=2)
ONCE = Step((PlannedDose("evening", Decimal(60)),))
PLANS = (
    library("alectinib-report-2020"),
    library("alectinib-kimura"),
    msgspec.structs.replace(library("alectinib-report-2020"), id="site", steps=(HOURLY, DAILY, ONCE)),
)
PLACES = (
    ("Europe/Berlin", date(2026, 10, 22)),
    ("Europe/Berlin", date(2027, 3, 25)),
    ("Asia/Kolkata", date(2026, 11, 2)),
)
"""Zones and first days: both clock changes, and a zone without any."""
QUIET_DAY = date(2026, 11, 2)
"""A day far from any clock change."""
RASHES = (e.RashFound("maculopapular", ("neck",), Decimal(5), "hand"), e.RashFound("other", ("back",)))
FLAGS = (e.RedFlagSeen(("skin pain",)), e.RedFlagSeen(("purpura", "facial oedema")))
LOOKS: tuple[e.Correctable, ...] = (e.RashFreeChecked(True, True), *RASHES, *FLAGS)
STATUSES: tuple[e.NotGivenStatus, ...] = ("refused", "absent", "unavailable", "deferred", "unknown")
AGO = (0, 0, 0, 1, 45, 130, 400, 900, 2000)


class RandomCourse:
    """One patient whose course goes on act by act; what the rules refuse is tried all the same."""

    def __init__(self, seed: int, folder: Path, zone: str = "") -> None:
        self.random, self.folder = Random(seed), folder
        somewhere, day = self.random.choice(PLACES)
        zone, day = (zone, QUIET_DAY) if zone else (somewhere, day)
        self.bed = self._ward(self.random.choice(PLANS), zone, day, "clinic.json")
        self.bed.admit()
        self._enrol()
        self.bed.rash_free()
        self.bed.start(1)

    def _ward(self, protocol: Protocol, zone: str, day: date, name: str) -> AtTheLedger:
        return AtTheLedger(protocol, zone, day, self.folder / name)

    def _enrol(self) -> None:
        self.bed.enrol(strengths=(Decimal(150), Decimal(20), Decimal(10)))

    def close(self) -> None:
        """Let the files go."""
        for session in self.bed.sessions:
            session.close()

    def go_on(self, acts: int) -> None:
        """So many more things are done, or tried."""
        ways: tuple[Callable[[], object], ...] = (
            *[self._next_dose] * 8, *[self._correct] * 4, *[self._look] * 2, self._odd_dose, self._found,
            self._not_given, self._vomited, self._make_up, self._time, self._note,
            *[self._step_up] * 3, *[self._decide] * 2, self._waive,
            *[self._again] * 3, self._new_file, self._move, self._beside, self._other_course,
            self._wrong_clock,
        )  # fmt: skip
        for _ in range(acts):
            try:
                self.random.choice(ways)()
            except (Refused, AssertionError):
                continue

    # what people do

    def _ago(self) -> datetime:
        return self.bed.now - timedelta(minutes=self.random.choice(AGO))

    def _next_dose(self) -> None:
        due = self.bed.next
        assert due is not None
        late = timedelta(minutes=self.random.choice((-50, 0, 0, 0, 10, 70, 150)))
        self.bed.now = max(self.bed.now, due.at + late)
        other = self.random.random() < 0.1
        self.bed.give(due.key, amount=Decimal(75) if other else due.amount, reason="as told" if other else "")

    def _odd_dose(self) -> None:
        """Under any line, at any time, or under none."""
        bed = self.bed
        day = local(bed.now, bed.zone).date() + timedelta(days=self.random.randint(-2, 1))
        key = e.DoseKey(day, self.random.choice(("morning", "evening")))
        what = e.DoseGiven(
            self.random.choice((key, None)), Decimal(150), reason="told", no_second_check="told"
        )
        bed.record(what, at=self._ago())

    def _not_given(self) -> None:
        self.bed.not_given(self.random.choice(STATUSES))

    def _vomited(self) -> None:
        self.bed.record(e.DoseVomited(self._some(e.DoseGiven).id))

    def _make_up(self) -> None:
        lost = self._some(e.DoseNotGiven, e.DoseGiven).id
        self.bed.record(e.DoseGiven(None, Decimal(150), reason="told", makes_up=lost, no_second_check="told"))

    def _look(self) -> None:
        self.bed.record(e.RashFreeChecked(True, True), at=self._ago())

    def _found(self) -> None:
        hold = e.HoldPlaced("surgery")
        self.bed.record(self.random.choice((*RASHES, *FLAGS, hold)), at=self._ago())

    def _time(self) -> None:
        self.bed.go(minutes=self.random.choice((5, 60, 250, 490, 1500, 3000)))

    def _note(self) -> None:
        self.bed.record(e.NoteAdded("slept well"))

    def _step_up(self) -> None:
        self.bed.go(hours=self.random.choice((0, 4, 9)))
        self.bed.rash_free()
        assert self.bed.chart.step_number < len(self.bed.protocol.steps)
        self.bed.start(self.bed.chart.step_number + 1)

    def _decide(self) -> None:
        self.bed.go(hours=4)
        self.bed.rash_free()
        kind = self.random.choice(("resume", "resume", "resume", "repeat", "back", "stay", "stop"))
        self.bed.decide(kind, max(self.bed.chart.step_number - 1, 1) if kind == "back" else None)  # type: ignore[arg-type]

    def _again(self) -> None:
        """A later course of the same drug, after the end of the one before."""
        if self.bed.chart.ended is not None:
            self._enrol()
            self.bed.go(hours=4)
            self.bed.rash_free()
            self.bed.start(1)

    def _beside(self) -> None:
        """A course of another drug beside this one, once; from then on now one and now the other goes on."""
        if len(self.bed.folded.charts) > 1:
            return
        first = self.bed.protocol
        self.bed.protocol = msgspec.structs.replace(first, id=f"{first.id}-beside", drug="lamotrigine")
        self.bed.approve(self.bed.protocol)
        try:
            self._enrol()
        finally:
            self.bed.protocol = first
        self.bed.go(hours=4)
        self.bed.rash_free()
        self.bed.start(1)

    def _wrong_clock(self) -> None:
        """Something is recorded while the computer's clock is wrong; then it is set right."""
        right = self.bed.now
        self.bed.now += self.random.choice((timedelta(days=8), timedelta(hours=-5)))
        try:
            self.random.choice((self._look, self._found, self._odd_dose, self._next_dose))()
        finally:
            self.bed.now = right

    def _other_course(self) -> None:
        """Another of the patient's open courses is worked on."""
        known = [one.id for one in self.bed.folded.charts if one.ended is None]
        self.bed.course = self.random.choice(known or [self.bed.course])

    def _waive(self) -> None:
        self.bed.record(e.PreconditionWaived("days", "as discussed"), by=PRESCRIBER)

    # corrections

    def _some(self, *kinds: type) -> e.Entry:
        known = self.bed.chart.lines
        found = [e for e in self.bed.folded.entries if isinstance(e.what, kinds) and e.id in known]
        assert found
        return self.random.choice(found)

    def _correct(self) -> None:
        """Entered in error, another time, another thing of its kind, or both; sometimes there and back."""
        entry = self._some(e.DoseGiven, e.DoseNotGiven, e.DoseVomited, *(type(look) for look in LOOKS))
        line = self.bed.chart.lines[entry.id]
        first = line.what if line.what is not None else entry.what
        way = self.random.choice(("error", "time", "other", "other", "back"))
        right, at = self._right(first, way), None
        if way == "time":
            at = line.at + timedelta(minutes=self.random.choice((-1500, -90, -7, 45)))
        self.bed.correct(entry, right, at)
        if way == "back":
            self.bed.go(seconds=30)
            self.bed.correct(entry, first)  # type: ignore[arg-type]

    def _right(self, first: e.What, way: str) -> e.Correctable | None:
        if way == "error":
            return None
        if way == "time" or isinstance(first, e.DoseVomited):
            return first  # type: ignore[return-value]
        if isinstance(first, e.DoseGiven | e.DoseNotGiven):
            if self.random.random() < 0.5 and first.dose is not None:
                return e.DoseNotGiven(first.dose, self.random.choice(STATUSES), "told")
            return e.DoseGiven(first.dose, self.random.choice((Decimal(75), Decimal(150))), reason="told")
        return self.random.choice(LOOKS)

    # the ledger

    def _new_file(self) -> None:
        self.bed.begin_new_file()

    def _move(self) -> None:
        """The record is brought into the ledger of another ward and goes on there; once."""
        bed = self.bed
        target = self.folder / "ward.json"
        if target.exists():
            return
        for session in bed.sessions:
            session.refresh()
        export = self.folder / "export.jsonl"
        export.write_text(jsonl(bed.sessions[0], None, bed.now), encoding="utf-8")
        there = self._ward(bed.protocol, bed.zone, bed.now.date(), "ward.json")
        there.now, there.course, there.ids = bed.now, bed.course, bed.ids
        came = bring_in(there.sessions[0], read_source(export), MRN, ADMIN, bed.now)
        assert came.state == "new", came.words
        there.entries = there.sessions[0].entries(patient=MRN)
        self.close()
        self.bed = there
