"""How far the current step has come: doses that count and those it still asks for, days, breaks in treatment.

The last step of a protocol can have its days, hours or doses; then nothing more is due, and the rash watch
goes on. A step whose dose is given once does not come due again while its gate waits. A dose not given,
partly given or vomited extends each by one dose, as any step (rules.md, "The gate", 1).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from protocols.course.make_up import may_make_up, out_of_turn
from protocols.course.prescription import Place, asked_at, placed_records
from protocols.entries import DecisionMade, DoseGiven, DoseKey
from protocols.record.chart import Chart, Waiver
from protocols.record.corrected import CorrectedEntry
from protocols.record.moments import when
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import day_of
from protocols.values.derived import derived


@derived
def stay_begin(chart: Chart) -> tuple[datetime, DoseKey] | None:
    """The first dose of the current stay, whose doses count together, and when it was due; None before it."""
    current = chart.current
    if current is None:
        return None
    firsts = (stretch.first for stretch in chart.stretches if stretch.stay == current.stay)
    return min(((slot_instant(chart.plan, key), key) for key in firsts), key=itemgetter(0))


def counted_doses(chart: Chart, stay: int) -> list[CorrectedEntry]:
    """The doses that count for a stay, one a scheduled dose: prescribed amount, kept down.

    rules.md, "The gate", 1: a dose not given, partly given or vomited does not count; a make-up taken
    as the protocol's rule allows counts in its place.
    """
    return list(_counted(chart).get(stay, ()))


@derived
def _counted(chart: Chart) -> dict[int, list[CorrectedEntry]]:
    """The doses that count, by stay, in the order in which they were taken."""
    found: dict[int, list[CorrectedEntry]] = {}
    for key, line, place in placed_records(chart):
        instead = chart.make_ups.get(line.id)
        if place.stretch is None:
            continue
        if _counts(chart, key, place, line):
            found.setdefault(place.stretch.stay, []).append(line)
        elif instead and may_make_up(chart, line, instead.at) and _counts(chart, key, place, instead):
            found.setdefault(place.stretch.stay, []).append(instead)
    return {stay: sorted(lines, key=lambda line: line.at) for stay, lines in found.items()}


def _counts(chart: Chart, key: DoseKey, place: Place, line: CorrectedEntry) -> bool:
    return (
        isinstance(line.what, DoseGiven)
        and line.sure
        and line.id not in chart.vomited
        and line.what.amount == asked_at(chart, place, line.at)
        and not out_of_turn(chart, key, line.at)
    )


def is_bounded(chart: Chart, number: int) -> bool:
    """Whether step `number` asks for its own doses and no more, however long its gate waits."""
    step = chart.protocol.step(number)
    return step.once or (number == len(chart.protocol.steps) and not step.open_ended)


def still_asked(chart: Chart, number: int, stay: int) -> int | None:
    """How many doses more a stay on step `number` asks for; None where it goes on until somebody decides."""
    if not is_bounded(chart, number):
        return None
    return max((chart.protocol.step(number).doses_needed or 0) - len(counted_doses(chart, stay)), 0)


def has_its_doses(chart: Chart) -> bool:
    """Whether the step that goes on asks for no dose more, although nothing holds the course."""
    current = chart.current
    return current is not None and chart.ended is None and still_asked(chart, current.step, current.stay) == 0


def ends(chart: Chart) -> bool:
    """Whether the course is on the step with which it ends: its target, that has an end of its own."""
    return chart.step_number >= max(chart.target, 1) and is_bounded(chart, chart.step_number)


def finished(chart: Chart) -> bool:
    """Whether every dose of the course was given. Nothing is due; a prescriber records the completion."""
    return ends(chart) and has_its_doses(chart)


class StepDays(Struct, frozen=True):
    """The calendar of a stay: its first day, today's number in it, and when its time has passed.

    `planned` are the days of a step measured in days, `opens` the instant from which one measured in
    hours has lasted them. Both are None in a step measured in doses and in one without an end. `hours` are
    those of a step measured in them, and `hour` is the number of the present one.
    """

    first: date
    number: int
    planned: int | None
    opens: datetime | None
    passed: bool
    hours: int | None = None
    hour: int | None = None

    @property
    def opens_on(self) -> date | None:
        """The first day on which the days have passed."""
        return None if self.planned is None else self.first + timedelta(days=self.planned)

    @property
    def begins(self) -> datetime | None:
        """When a step measured in hours will begin, None once it has."""
        if self.opens is None or self.hours is None or self.hour is None or self.hour > 0:
            return None
        return self.opens - timedelta(hours=self.hours)

    @property
    def place(self) -> str:
        """Where in its time the step is: "day 3 of 2", "hour 5 of 12", "day 9" where it has no end."""
        if self.hours is not None:
            return f"hour {self.hour} of {self.hours}"
        return f"day {self.number}" + (f" of {self.planned}" if self.planned is not None else "")

    @property
    def extended(self) -> bool:
        """Whether the step has lasted longer than its days or hours."""
        return self.passed and (self.planned is not None or self.opens is not None)


def step_days(chart: Chart, now: datetime) -> StepDays | None:
    """The days of the current stay, None before the start (rules.md, "The gate", 2).

    A step measured in doses has no time of its own: precondition 1 counts them.
    """
    step, begin = chart.step, stay_begin(chart)
    if step is None or begin is None:
        return None
    begins, first = begin
    today = min(day_of(now, chart.zone), day_of(now, chart.plan.zone))  # whichever ends later
    number = (today - first.day).days + 1
    goes_on = chart.step_number == chart.target and chart.step_number < len(chart.protocol.steps)
    if goes_on or step.open_ended:
        return StepDays(first.day, number, None, None, passed=False)
    opens = begins + timedelta(hours=step.hours) if step.hours else None
    days_passed = step.days is None or number > step.days
    passed = days_passed and (opens is None or now >= opens)
    hour = (now - begins) // timedelta(hours=1) + 1 if step.hours else None
    return StepDays(first.day, number, step.days, opens, passed, step.hours, hour)


def _is_break(chart: Chart, since: datetime, until: datetime) -> bool:
    """Whether so long without a dose is a break: the protocol's hours, beside days off planned meanwhile."""
    beyond = until - since - timedelta(hours=chart.protocol.gate.treatment_break_hours)
    return beyond >= timedelta(0) and all(
        beyond >= stretch.asks.pause
        for stretch in chart.stretches
        if stretch.began < until and (stretch.until is None or stretch.until > since)
    )


def treatment_break(chart: Chart, now: datetime) -> tuple[datetime, timedelta] | None:
    """The first break since it was last waived or begun anew: when it began and how long it was.

    A break is the protocol's number of hours without a dose (rules.md, "The gate", 6), counted from
    the first dose of this protocol. A vomited dose does not end one: the safer reading.
    """
    ended, last = _breaks_by_now(chart)
    if ended is not None or last is None:
        return ended
    return (last, now - last) if _is_break(chart, last, now) else None


@derived
def _breaks_by_now(chart: Chart) -> tuple[tuple[datetime, timedelta] | None, datetime | None]:
    """The first break that a dose has ended, and since when there was no dose; None before the first."""
    since = _break_counted_from(chart)
    if since is None:
        return None, None
    marks = [since, *(at for at in _kept_down(chart) if at > since)]
    ended = ((a, b - a) for a, b in pairwise(marks) if _is_break(chart, a, b))
    return next(ended, None), marks[-1]


@derived
def _kept_down(chart: Chart) -> tuple[datetime, ...]:
    """When a dose of the drug was taken, in whichever course, and stayed; by a clock that can be believed."""
    return tuple(line.at for line in chart.drug_taken if line.sure and line.id not in chart.vomited)


def gap(chart: Chart, now: datetime) -> tuple[datetime, timedelta] | None:
    """Since when no dose was taken, and how long that is, where it is longer than the protocol's limit.

    It is said on the last step, in a hold and after it too, until a dose is taken (rules.md, "Rash, red
    flags, holds"). None before the first dose of this protocol, after the end, and when every dose was given.
    """
    taken = _kept_down(chart)
    if chart.first_dose is None or chart.ended is not None or not taken or finished(chart):
        return None
    last = max(taken)
    return (last, now - last) if _is_break(chart, last, now) else None


def break_waiver(chart: Chart) -> Waiver | None:
    """The last waiver of a treatment break."""
    return next((waiver for waiver in reversed(chart.waivers) if waiver.precondition == "break"), None)


def _break_counted_from(chart: Chart) -> datetime | None:
    """The last instant at which a prescriber let treatment go on whatever gap lay before it.

    That is a waiver of the break, or a decision to begin a step anew. Resuming a step is neither. A first
    dose under a clock that was ahead was taken before the next entry under a right one.
    """
    anew = [
        stretch.began
        for stretch in chart.stretches
        if isinstance(stretch.entry.what, DecisionMade) and stretch.entry.what.decision in ("repeat", "back")
    ]
    waiver = break_waiver(chart)
    waived = [when(waiver.entry)] if waiver else []
    dose = chart.first_dose
    first = [min(dose.at, dose.latest(dose.at))] if dose else []
    return max(first + waived + anew, default=None)
