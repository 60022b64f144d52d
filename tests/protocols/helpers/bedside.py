"""A bedside without a ledger: entries in a list, the same check and fold, a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import msgspec

from protocols import entries as e
from protocols.course.schedule import ScheduledDose, next_dose, scheduled
from protocols.definition.protocol import Protocol
from protocols.definition.step import Step
from protocols.gate.gate import Gate, gate
from protocols.record.chart import Chart
from protocols.record.clock import clock_mark, newest_believed
from protocols.record.fold import Folding, Record
from protocols.record.slots import open_slot
from protocols.rules.check import Refused, check
from protocols.values.clinic_time import instant_of, local
from tests.protocols.helpers.published import library
from tests.protocols.helpers.seconds import seconded

NURSE = e.Person("Ada Okafor", "AO", "nurse", "ada")
OTHER_NURSE = e.Person("Ben Lind", "BL", "nurse", "ben")
PRESCRIBER = e.Person("Cleo Marsh", "CM", "prescriber", "cleo")
ZONE = "Europe/Berlin"
MRN = "00481-7"


class Bedside:
    """One patient; `now` moves only when a test moves it."""

    def __init__(self, protocol: Protocol, *, zone: str = ZONE, day: date = date(2026, 11, 2)) -> None:
        self.protocol, self.zone = protocol, zone
        self.now = instant_of(day, "07:00", zone)
        self.entries: list[e.Entry] = []
        self._folding, self._added = Folding(), list[e.Entry]()
        self.newest: datetime | None = None
        self.ids = count(1)
        self.course = ""

    # the one way in

    def record(
        self, what: e.What, *, at: datetime | None = None, by: e.Person = NURSE, course: str | None = None
    ) -> e.Entry:
        draft = e.Entry(
            id=f"e{next(self.ids)}",
            patient=MRN,
            course=self.course if course is None else course,
            at=local(at or self.now, self.zone),
            zone=self.zone,
            by=by,
            what=what,
        )
        check(self.folded, draft, self.now, self.newest)
        mark = clock_mark(self.now, self.newest)
        kept = msgspec.structs.replace(draft, number=len(self.entries) + 1, recorded=self.now, clock=mark)
        self.entries.append(kept)
        self.newest = newest_believed(kept, self.newest)
        return kept

    def confirm_clock(self) -> None:
        """Someone compares the clock and says that it is right: from then on it is believed."""
        self.newest = self.now

    def close(self) -> None:
        """There is nothing to close."""

    # what is known

    @property
    def folded(self) -> Record:
        """The record so far; from its beginning where a test has put other entries in place."""
        if self._added != self.entries[: len(self._added)]:
            self._folding, self._added = Folding(), []
        for entry in self.entries[len(self._added) :]:
            self._folding.add(entry)
            self._added.append(entry)
        return self._folding.record()

    @property
    def chart(self) -> Chart:
        chart = self.folded.chart(self.course)
        assert chart is not None
        return chart

    @property
    def gate(self) -> Gate:
        return gate(self.chart, self.now)

    @property
    def doses(self) -> list[ScheduledDose]:
        return scheduled(self.chart, self.now)

    @property
    def next(self) -> ScheduledDose | None:
        return next_dose(self.doses)

    # time

    def go(self, **length: float) -> None:
        self.now += timedelta(**length)

    def at(self, day: date, wall: str) -> None:
        self.now = instant_of(day, wall, self.zone).astimezone(UTC)

    # what people do

    def admit(self) -> None:
        self.record(
            e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known"),
            course="",
        )

    def enrol(self, **changes: object) -> None:
        plan = e.CourseEnrolled(
            protocol=self.protocol,
            prescriber="Cleo Marsh",
            target=len(self.protocol.steps),
            strengths=self.protocol.strengths,
            times={"morning": "08:00", "evening": "20:00"},
            zone=self.zone,
            made_by="oral suspension, pharmacy note 7",
        )
        by = changes.pop("by", NURSE)
        assert isinstance(by, e.Person)
        self.course = self.record(msgspec.structs.replace(plan, **changes), by=by, course="").id

    def rash_free(self, **how: object) -> e.Entry:
        return self.record(e.RashFreeChecked(True, True), **how)  # type: ignore[arg-type]

    def rash(self, **how: object) -> e.Entry:
        return self.record(e.RashFound("maculopapular", ("neck",)), **how)  # type: ignore[arg-type]

    def start(self, step: int, first: e.DoseKey | None = None, **how: object) -> e.Entry:
        first = first or self.natural(self.protocol.step(step))
        return self.record(e.StepStarted(step, first), **how)  # type: ignore[arg-type]

    def natural(self, step: Step) -> e.DoseKey:
        """The dose with which `step` most naturally begins now."""
        chart = self.chart
        return open_slot(chart.plan, step, self.now, chart.known, chart.step)

    def give(self, dose: e.DoseKey | None = None, amount: Decimal | None = None, **rest: object) -> e.Entry:
        due = self.next
        if dose is None:
            assert due is not None
            dose = due.key
        if amount is None:
            amount = self.chart.protocol.step(self.chart.step_number).amount(dose.slot)
            assert amount is not None
        reason = str(rest.pop("reason", ""))
        vomited = bool(rest.pop("vomited", False))
        what = e.DoseGiven(dose, amount, reason=reason, vomited=vomited)
        at = rest.get("at") or self.now
        by = rest.get("by") or NURSE
        return self.record(seconded(self.chart, what, at, by), **rest)  # type: ignore[arg-type]

    def not_given(
        self, status: e.NotGivenStatus = "refused", dose: e.DoseKey | None = None, **how: object
    ) -> e.Entry:
        key = dose or (self.next.key if self.next else None)
        assert key is not None
        return self.record(e.DoseNotGiven(key, status, "as told"), **how)  # type: ignore[arg-type]

    def correct(
        self, entry: e.Entry, right: e.Correctable | None = None, at: datetime | None = None
    ) -> e.Entry:
        if isinstance(right, e.DoseGiven):
            right = self.kept(entry, right)
        return self.record(e.EntryCorrected(entry.id, "wrong line", right, at))

    def kept(self, entry: e.Entry, right: e.DoseGiven) -> e.DoseGiven:
        """`right` with the second check of the dose it corrects, or the reason why it has none."""
        second = entry.what.second if isinstance(entry.what, e.DoseGiven) else None
        reason = right.no_second_check if second else "recorded afterwards"
        return msgspec.structs.replace(right, second=second, no_second_check=reason)

    def decide(
        self,
        kind: e.DecisionKind,
        step: int | None = None,
        *,
        residual: bool = False,
        by: e.Person = PRESCRIBER,
    ) -> e.Entry:
        chart = self.chart
        to = self.protocol.step(step if kind == "back" and step else max(chart.step_number, 1))
        first = None
        if chart.current and (
            kind in ("resume", "repeat", "back") or (kind == "stay" and self.chart.open_holds)
        ):
            first = self.natural(to)
        return self.record(e.DecisionMade(kind, "as discussed", step, first, residual), by=by)

    def waive(self, what: e.Waivable, *, by: e.Person = PRESCRIBER) -> e.Entry:
        return self.record(e.PreconditionWaived(what, "as discussed"), by=by)

    def begin(self) -> None:
        """Admitted, enrolled, seen rash-free and started on step 1 at 07:00."""
        self.admit()
        self.enrol()
        self.rash_free()
        self.start(1)

    def day(self, give: Callable[[], object] | None = None) -> None:
        """The doses of one day, each at its time; ends at 06:30 the next morning."""
        step = self.chart.step
        assert step is not None
        today = local(self.now, self.zone).date()
        for dose in step.doses:
            self.at(today, self.chart.plan.times_on(today)[dose.slot])
            (give or self.give)()
        self.at(today + timedelta(days=1), "06:30")

    def step_through(self) -> None:
        """Every dose of the current step, on its days."""
        step = self.chart.step
        assert step is not None
        for _ in range(step.days or 1):
            self.day()


REPORT = "alectinib-report-2020"


def at_bedside(protocol_id: str = REPORT, **how: Any) -> Bedside:
    """A bedside on which one of the built-in protocols has begun."""
    bedside = Bedside(library(protocol_id), **how)
    bedside.begin()
    return bedside


def on_step(number: int, protocol_id: str = REPORT, **how: Any) -> Bedside:
    """A bedside at 06:30 of the morning on which step `number` was started, its first dose to come."""
    bedside = at_bedside(protocol_id, **how)
    for step in range(2, number + 1):
        bedside.step_through()
        bedside.rash_free()
        bedside.start(step)
    return bedside


def refusal(bedside: Bedside, act: Callable[..., object], *args: Any, **how: Any) -> str:
    """The words with which `act` is refused, with nothing recorded."""
    before = list(bedside.entries)
    try:
        act(*args, **how)
    except Refused as refused:
        assert bedside.entries == before
        return str(refused)
    raise AssertionError(f"{act} was not refused")


def missing(bedside: Bedside) -> list[int]:
    """The numbers of the preconditions that are not met."""
    return [precondition.number for precondition in bedside.gate.missing]


def words(bedside: Bedside, number: int) -> str:
    """The words of one precondition."""
    return next(p.words for p in bedside.gate.preconditions if p.number == number)
