"""One course that random people work on, and what must be true of it whatever they do.

Whether each thing they try is rightly taken or refused is judged by the second opinion
(tests/protocols/second_opinion). Here people look at the chart to try likely things.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol, cast

import msgspec
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from protocols import entries as e
from protocols.course.progress import has_its_doses
from protocols.course.schedule import next_dose, scheduled
from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import DoseRules
from protocols.definition.protocol import Protocol as Plan
from protocols.definition.sizing import FixedAmount, Sized, asked_amounts
from protocols.definition.step import PlannedDose, Step
from protocols.gate.gate import gate
from protocols.record.chart import Chart
from protocols.record.clock import clock_mark
from protocols.record.corrected import is_open
from protocols.record.fold import Folding, Record, fold
from protocols.record.slots import open_slot, slot_instant
from protocols.rules.check import Refused, check
from protocols.values.clinic_time import day_of
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")
SHORT: Plan = msgspec.structs.replace(
    REPORT,
    id="report-short",
    steps=tuple(msgspec.structs.replace(step, days=step.days and 1) for step in REPORT.steps),
)
ANC = NamedCheck("Neutrophils", 48, "10^9/L", at_least=Decimal("1.5"), before_steps=(2, 3), holds=True)
SIGNS = NamedCheck("No withdrawal signs", 12, before_steps=(2,), waived_by="prescriber")


def of(slot: str, *amounts: int) -> tuple[PlannedDose, ...]:
    """One dose of each amount at this time of day."""
    return tuple(PlannedDose(slot, Decimal(amount)) for amount in amounts)


TURN = ((*of("morning", 20), *of("evening", 40)), (*of("morning", 40), *of("evening", 20)))
RHYTHMS: Plan = msgspec.structs.replace(
    REPORT,
    id="rhythms",
    checks=(ANC, SIGNS),
    steps=(
        Step(of("morning", 20), days=7, weekdays=(0, 2, 4)),
        Step((*of("morning", 40), *of("evening", 40)), days=2, pattern=TURN),
        Step(of("evening", 75), days_on=2, days_off=1),
    ),
)
ENDS: Plan = msgspec.structs.replace(
    REPORT,
    id="ends",
    steps=(
        Step(of("morning", 20), days=1),
        Step((*of("morning", 40), *of("evening", 75)), days=2),
    ),
)
PER_KG: Plan = msgspec.structs.replace(
    SHORT, id="per-kg", unit="mg/kg", round_to=Decimal(5), checks=(SIGNS,), at_most=Decimal(100_000)
)
WEIGHTS = [Decimal(10), Decimal(15), Decimal(20)]
PLANS = {
    "rhythms and checks": RHYTHMS,
    "ends": ENDS,
    "per kg": PER_KG,
    "report, steps of one day": SHORT,
    "Anderson": library("alectinib-anderson"),
    "Kimura": library("alectinib-kimura"),
    "report": REPORT,
}
RULES = [
    REPORT.doses,
    DoseRules(),
    DoseRules("first dose of each step", make_up_not_given_hours=6, make_up_vomited_minutes=240),
    DoseRules("every dose", make_up_not_given_hours=1, make_up_vomited_minutes=30),
]
ALWAYS_TAKEN = e.RashFreeChecked | e.RashFound | e.RedFlagSeen | e.NoteAdded
DAYS = [date(2026, 3, 27), date(2026, 10, 23), date(2026, 11, 2)]
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
TIMES = [("08:00", "20:00"), ("02:30", "14:30"), ("07:15", "23:45")]


class WayIn(Protocol):
    """What the nurses need of the thing under test: a clock, one way in, and what was kept."""

    now: datetime

    @property
    def entries(self) -> list[e.Entry]: ...

    def record(
        self, what: e.What, *, at: datetime | None = None, by: e.Person = NURSE, course: str | None = None
    ) -> e.Entry: ...

    def confirm_clock(self) -> None: ...

    def close(self) -> None: ...


class Watched(RuleBasedStateMachine):
    """A course whose chart is looked at after every step. What people do is in random_nurses.py."""

    way: WayIn
    newest: datetime | None = None
    highest = 0

    def way_in(self, protocol: Plan, zone: str, day: date) -> WayIn:
        """A new, empty way in, its clock at 07:00 of `day` in `zone`."""
        raise NotImplementedError

    @initialize(
        plan=st.sampled_from(sorted(PLANS, reverse=True)),
        zone=st.sampled_from(ZONES),
        day=st.sampled_from(DAYS),
        times=st.sampled_from(TIMES),
        begun=st.integers(0, 7),
        rules=st.sampled_from(RULES),
    )
    def enrol(
        self, plan: str, zone: str, day: date, times: tuple[str, str], begun: int, rules: DoseRules
    ) -> None:
        protocol = msgspec.structs.replace(PLANS[plan], id=f"ward-{PLANS[plan].id}", doses=rules)
        self.way = self.way_in(protocol, zone, day)
        self.way.record(e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", ""), course="")
        wall = {"morning": times[0], "evening": times[1]}
        course = e.CourseEnrolled(
            protocol, "Cleo Marsh", len(protocol.steps), (Decimal(150),), wall, zone, "suspension"
        )
        if protocol.per:
            confirmed = e.Confirmed(OTHER_NURSE, self.way.now)
            sized = fixed_for(protocol, WEIGHTS[0])
            course = msgspec.structs.replace(course, sized=sized, confirmed=confirmed)
        self.course = self.way.record(course, by=PRESCRIBER, course="").id
        self.newest = self.way.now
        if begun:
            self.act(e.RashFreeChecked(True, True))
            self.act(e.StepStarted(1, self.natural(1)))

    # what people see

    @property
    def chart(self) -> Chart:
        return cast(Chart, fold(self.way.entries).chart(self.course))

    @property
    def today(self) -> date:
        return day_of(self.way.now, self.chart.zone)

    def natural(self, step: int) -> e.DoseKey:
        """The dose with which `step` most naturally begins now."""
        chart = self.chart
        known = min(max(step, 1), len(chart.protocol.steps))
        return open_slot(chart.plan, chart.protocol.step(known), self.way.now, chart.known, chart.step)

    def act(self, what: e.What, by: e.Person = NURSE, ago: timedelta = timedelta(0)) -> None:
        """Try to record; what was seen of the skin, and a note, can be recorded always."""
        now = self.way.now
        mark = clock_mark(now, self.newest)
        try:
            entry = self.way.record(what, at=now - ago, by=by, course=self.course)
        except Refused as refused:
            if isinstance(what, ALWAYS_TAKEN):
                raise AssertionError(f"{what} at {now} was refused: {refused}") from refused
            note(f"refused: {refused}")
            return
        note(f"{entry.number} {now:%d %H:%M} {what}")
        assert isinstance(what, e.Fact) or mark == "ok", f"{what} at {now} was taken"
        assert self.way.entries[-1] == entry
        assert entry.clock == mark
        self.newest = max(now, self.newest or now) if mark == "ok" else self.newest

    # what must always be true

    @invariant()
    def an_open_gate_has_nothing_in_its_way(self) -> None:
        chart, now = self.chart, self.way.now
        if gate(chart, now).open:
            assert not chart.open_holds
            assert all(start.stands for start in chart.starts)

    @invariant()
    def no_course_runs_without_a_check_behind_each_start(self) -> None:
        chart = self.chart
        if chart.running:
            begun = [start.step for start in chart.starts if not start.release]
            assert begun == list(range(1, chart.step_number + 1))
            assert all(start.stands for start in chart.starts)

    @invariant()
    def what_is_due_is_the_current_steps_dose_and_nothing_while_held(self) -> None:
        chart = self.chart
        doses = scheduled(chart, self.way.now)
        times = [dose.at for dose in doses]
        assert times == sorted(set(times))
        coming = next_dose(doses)
        if not chart.running or chart.current is None or chart.step is None:
            assert coming is None
            assert not any(dose.recordable for dose in doses)
            return
        if has_its_doses(chart):
            assert coming is None
            return
        assert coming is not None
        first = slot_instant(chart.plan, chart.current.first)
        assert (coming.step, coming.at >= first) == (chart.step_number, True)
        assert coming.amount in chart.step.amounts_used
        assert chart.plan.protocol.per == "" or coming.amount >= WEIGHTS[0], "nobody is given so much per kg"
        line = chart.statuses.get(coming.key)
        assert line is None or is_open(line)

    @invariant()
    def the_step_goes_up_only_by_one_and_only_through_a_start(self) -> None:
        step, last = self.chart.step_number, self.way.entries[-1]
        if step > self.highest:
            assert step == self.highest + 1
            assert isinstance(last.what, e.StepStarted)
        self.highest = step

    def teardown(self) -> None:
        """Every entry is in the record, and the record of every prefix takes the next entry again."""
        if not hasattr(self, "way"):
            return
        entries = self.way.entries
        record = fold(entries)
        assert record.entries == tuple(entries)
        assert folded_on(entries) == [fold(entries[:place]) for place in range(len(entries) + 1)]
        assert {entry.id for entry in entries[2:]} <= set(self.chart.lines)
        self.way.close()


def fixed_for(protocol: Plan, weight: Decimal) -> Sized:
    """Amounts of a protocol per kg, exactly as its file has them for this weight."""
    pairs = asked_amounts(protocol)
    return Sized(weight, tuple(FixedAmount(step, asked, asked * weight) for step, asked in pairs))


def folded_on(entries: list[e.Entry]) -> list[Record]:
    """The record before the first entry and after each, from one fold that goes on."""
    folding = Folding()
    found = [folding.record()]
    for entry in entries:
        folding.add(entry)
        found.append(folding.record())
    return found


def replay(entries: list[e.Entry]) -> None:
    """Check each entry again as it was checked when it came; one that is refused now raises Refused."""
    for place, entry in enumerate(entries):
        assert entry.recorded is not None
        check(fold(entries[:place]), entry, entry.recorded, entry.recorded)
