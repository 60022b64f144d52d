"""Days on each step against the plan, and why a step took longer.

A stay is the time on one step; a hold that ended with "resume" does not divide it, "repeat" begins another.
It is finished when the next step was started through the gate, and is left otherwise by a decision or by
the end of the course. Only finished stays have days that can be compared: from the day of their first dose
to the day of the first dose of the next step, by the clinic's calendar; in steps measured in hours or taken
by the clock, from instant to instant. The last step has no plan and is never finished.

A finished stay is extended when it took longer than planned. A reason is counted once a stay, and a stay
can have several: a hold began during it; a dose of it was not given, not whole, or vomited, and so does not
count; a dose of it has no record. With none of these the next step was only started later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from protocols.course.prescription import stretch_of
from protocols.course.progress import counted_doses
from protocols.definition.step import Step
from protocols.entries import StepStarted
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import is_open
from protocols.record.slots import slot_instant
from protocols.stats.figure import Figure, median
from protocols.values.amounts import tidy

HELD, NOT_GIVEN, NO_RECORD, LATER = (
    "a hold",
    "a dose not given, not whole or vomited",
    "a dose without a record",
    "none of these: the next step was started later",
)
REASONS = (HELD, NOT_GIVEN, NO_RECORD, LATER)


@dataclass(frozen=True)
class Stay:
    """One stay of a course on a step, from the stretch `first` on; `next` is the first stretch after it."""

    chart: Chart
    number: int
    step: int
    first: Stretch
    next: Stretch | None

    @property
    def finished(self) -> bool:
        """Whether the next step was started through the gate."""
        return self.next is not None and isinstance(self.next.entry.what, StepStarted)

    @property
    def plan(self) -> Step:
        """The step as the course's protocol plans it."""
        return self.first.asks

    @property
    def planned(self) -> Decimal | None:
        """The days it was planned for, None for the last step."""
        return None if self.plan.length is None else _days(self.plan.length)

    @property
    def days(self) -> Decimal:
        """The days it took, of a finished stay."""
        assert self.next is not None, "only a finished stay has days"
        by_the_clock = self.plan.hours is not None or self.plan.every_minutes is not None
        if by_the_clock:
            plan = self.chart.plan
            return _days(slot_instant(plan, self.next.first) - slot_instant(plan, self.first.first))
        return Decimal((self.next.first.day - self.first.first.day).days)

    @property
    def extended(self) -> Decimal:
        """The days it took longer than planned, 0 for none."""
        return max(self.days - self.planned, Decimal(0)) if self.planned is not None else Decimal(0)


def _days(length: timedelta) -> Decimal:
    days = Decimal(length // timedelta(minutes=1)) / (24 * 60)
    return tidy(days.quantize(Decimal("0.01"), ROUND_HALF_UP))


def stays(chart: Chart) -> list[Stay]:
    """The stays of a course, in order."""
    groups = [list(found) for _, found in groupby(chart.stretches, key=lambda stretch: stretch.stay)]
    following = [*(group[0] for group in groups[1:]), None]
    return [
        Stay(
            chart,
            group[0].stay,
            group[0].step,
            min(group, key=lambda s: slot_instant(chart.plan, s.first)),
            after,
        )
        for group, after in zip(groups, following, strict=False)
    ]


def reasons(stay: Stay) -> set[str]:
    """Why a finished stay took longer than planned."""
    chart, until = stay.chart, stay.next.began if stay.next else None
    found = set()
    if any(stay.first.began <= hold.since and (until is None or hold.since < until) for hold in chart.holds):
        found.add(HELD)
    counted = {line.id for line in counted_doses(chart, stay.number)}
    of_stay = [
        line
        for key, line in chart.statuses.items()
        if (stretch := stretch_of(chart, key)) is not None and stretch.stay == stay.number
    ]
    for line in of_stay:
        instead = chart.make_ups.get(line.id)
        if line.id not in counted and not (instead is not None and instead.id in counted):
            found.add(NO_RECORD if is_open(line) else NOT_GIVEN)
    needed = stay.plan.doses_needed
    if needed is not None and len(of_stay) < needed:
        found.add(NO_RECORD)
    return found or {LATER}


def steps(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """The figures of each step, of courses on one protocol."""
    found = [stay for chart in charts for stay in stays(chart)]
    for number in sorted({stay.step for stay in found}):
        yield from _step(number, [stay for stay in found if stay.step == number])


def _step(number: int, found: list[Stay]) -> Iterator[Figure]:
    part = f"step {number}"
    yield Figure(part, "stays", len(found))
    finished = [stay for stay in found if stay.finished]
    yield Figure(part, "finished", len(finished), len(found), "stays")
    still = sum(stay.next is None and stay.chart.ended is None for stay in found)
    yield Figure(part, "going on", still, len(found), "stays")
    yield Figure(part, "left otherwise", len(found) - len(finished) - still, len(found), "stays")
    if not finished:
        return
    days = [stay.days for stay in finished]
    plans = sorted({stay.planned for stay in finished if stay.planned is not None})
    if len(plans) == 1:
        yield Figure(part, "days planned", plans[0])
    yield Figure(part, "days, median", median(days))
    yield Figure(part, "days, shortest", min(days))
    yield Figure(part, "days, longest", max(days))
    extended = [stay for stay in finished if stay.extended]
    yield Figure(part, "extended", len(extended), len(finished), "finished stays")
    if extended:
        yield Figure(part, "days longer than planned, in all", sum(stay.extended for stay in extended))
        why = [reason for stay in extended for reason in reasons(stay)]
        for reason in REASONS:
            if reason in why:
                yield Figure(
                    part, f"extended by {reason}", why.count(reason), len(extended), "extended stays"
                )
