"""The story of one invented patient: entries in their order, not yet in any ledger."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Literal

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.step import Step
from protocols.definition.units import units
from protocols.record.slots import slot_instant, slots_from
from protocols.values.clinic_time import local
from tui.demo.moment import Moment, Times
from tui.demo.people import PRESCRIBER, nurse, other_nurse

_NAMES = uuid.UUID("6f1d2d6a-0f0c-5c52-9a3e-6d3c6f1b7a10")
LOOK_BEFORE = timedelta(minutes=30)
START_BEFORE = timedelta(minutes=20)


@dataclass(frozen=True)
class Otherwise:
    """How one dose went when it was not simply given at about its time."""

    status: e.NotGivenStatus | Literal["", "no record"] = ""
    reason: str = ""
    minutes_late: int = 0
    vomited: bool = False
    no_second_check: str = ""


@dataclass
class Story:
    """One patient's entries. Everything after `until` is left out: it has not happened."""

    moment: Moment
    mrn: str
    until: datetime
    course: str = ""
    entries: list[e.Entry] = field(default_factory=list)
    doses: dict[e.DoseKey, str] = field(default_factory=dict)
    """Ids of the doses given."""

    def add(
        self, what: e.What, at: datetime, by: e.Person | None = None, *, patient_only: bool = False
    ) -> str:
        """Add one entry; its id, the same for the same story."""
        name = str(uuid.uuid5(_NAMES, f"{self.mrn} {len(self.entries)}"))
        entry = e.Entry(
            id=name,
            patient=self.mrn,
            course="" if patient_only else self.course,
            at=local(at, self.moment.zone),
            zone=self.moment.zone,
            by=by or nurse(at, self.moment.zone),
            what=what,
        )
        self.entries.append(entry)
        return name

    def admit(self, who: e.PatientAdmitted, at: datetime) -> None:
        """The patient comes to the ward."""
        self.add(who, at, patient_only=True)

    def enrol(
        self, protocol: Protocol, times: Times, at: datetime, *, target: int = 0, made_by: str = ""
    ) -> None:
        """A prescriber puts the patient on `protocol`, up to step `target` or the last."""
        plan = e.CourseEnrolled(
            protocol=protocol,
            prescriber=PRESCRIBER.name,
            target=target or len(protocol.steps),
            strengths=protocol.strengths,
            times={slot: times[slot] for slot in protocol.slots},
            zone=self.moment.zone,
            made_by=made_by,
        )
        self.course = self.add(plan, at, PRESCRIBER, patient_only=True)

    @property
    def plan(self) -> e.CourseEnrolled:
        """What was enrolled."""
        return next(each.what for each in self.entries if isinstance(each.what, e.CourseEnrolled))

    def look(self, at: datetime) -> None:
        """A rash-free check."""
        if at <= self.until:
            self.add(e.RashFreeChecked(True, True), at)

    def start(self, step: int, first: e.DoseKey, at: datetime) -> None:
        """A step is started, ten minutes after a rash-free check."""
        self.look(at - (LOOK_BEFORE - START_BEFORE))
        if at <= self.until:
            self.add(e.StepStarted(step, first), at)

    def run(
        self,
        first: e.DoseKey,
        otherwise: dict[e.DoseKey, Otherwise] | None = None,
        *,
        unseen: tuple[date, ...] = (),
        started: datetime | None = None,
    ) -> None:
        """The course from dose `first` on, one step after the other, as long as time allows.

        On the days of `unseen` nobody skin checks. `started` is when step 1 was started, if not
        just before its first dose.
        """
        plan, key = self.plan, first
        for number in range(1, plan.target + 1):
            at = slot_instant(plan, key)
            self.start(number, key, started if number == 1 and started else at - START_BEFORE)
            key = self._step(number, key, otherwise or {}, unseen)
            if slot_instant(plan, key) - LOOK_BEFORE > self.until:
                return

    def _step(
        self, number: int, first: e.DoseKey, otherwise: dict[e.DoseKey, Otherwise], unseen: tuple[date, ...]
    ) -> e.DoseKey:
        """The doses of one step from `first` on, until all are given or time is up; the next dose."""
        plan = self.plan
        step = plan.protocol.step(number)
        needed = step.doses_needed if number < plan.target else None
        watched = first.day + timedelta(days=plan.protocol.gate.watch_days)
        given, taken = 0, len(self.doses)
        for key in slots_from(plan, step, first):
            at = slot_instant(plan, key)
            if at - LOOK_BEFORE > self.until or given == needed:
                return key
            if key != first and key.slot == "morning" and key.day <= watched and key.day not in unseen:
                self.look(at - LOOK_BEFORE)
            first_taken = len(self.doses) == taken
            given += self._dose(step, key, at, otherwise.get(key, Otherwise()), first_taken)
        raise AssertionError("a step has doses without end")

    def _dose(self, step: Step, key: e.DoseKey, slot: datetime, how: Otherwise, first: bool) -> int:
        """What became of one dose; 1 when it counts for the step. The first one taken has a second check."""
        at = slot + timedelta(minutes=how.minutes_late or _minutes(key))
        if at > self.until or how.status == "no record":
            return 0
        if how.status:
            self.add(e.DoseNotGiven(key, how.status, how.reason), at)
            return 0
        amount = step.amount(key.slot)
        assert amount is not None
        food = True if self.plan.protocol.with_food else None
        alone = how.no_second_check
        second = self._second(amount, at) if first and not alone else None
        what = e.DoseGiven(key, amount, with_food=food, second=second, no_second_check=alone)
        self.doses[key] = self.add(what, at)
        if how.vomited:
            self.add(e.DoseVomited(self.doses[key], how.reason), at + timedelta(minutes=35))
        return 0 if how.vomited else 1

    def _second(self, amount: Decimal, at: datetime) -> e.SecondCheck:
        """What another nurse found a minute before the dose was given."""
        counted = units(amount, self.plan.strengths) or ()
        by, zone = other_nurse(at, self.moment.zone), self.moment.zone
        return e.SecondCheck(by, local(at - timedelta(minutes=1), zone), amount, counted)


def _minutes(key: e.DoseKey) -> int:
    """How far from its time a dose was given: nobody gives them all on the minute."""
    return (key.day.toordinal() * 7 + (5 if key.slot == "evening" else 0)) % 17 - 4


def in_order(stories: list[Story]) -> Iterator[e.Entry]:
    """The entries of all stories as they happened."""
    place = count()
    lines = [(entry.at, next(place), entry) for story in stories for entry in story.entries]
    return (entry for _, _, entry in sorted(lines))
