"""The schedule: every dose the course asked for up to a time, and how each one stands.

Early and late are labels worked out from the times, never blocks. An overdue dose stays overdue;
nothing here says "missed" (rules.md, "Doses"; CUI MEDa-0281, 0282).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate, count
from typing import Literal

from msgspec import Struct

from protocols.course.day_numbers import protocol_day
from protocols.course.prescription import (
    Label,
    counted_from,
    doses_placed,
    how_near,
    on_time,
    placed_records,
    window,
)
from protocols.course.progress import still_asked
from protocols.definition.step import Step
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry
from protocols.record.slots import PlannedSlot, planned_from, slot_instant
from protocols.values.clinic_time import day_of
from protocols.values.derived import derived

DoseState = Literal["given", "not given", "deferred", "future", "next", "due", "overdue", "held"]


class ScheduledDose(Struct, frozen=True):
    """One dose a step asks for. `day` is its protocol day, None before day 1; `line` its record, if any.
    Taken before `on_time_from` it is early.

    `past` is one of a stretch that has ended: it can still be recorded, not be given. `behind` is one
    that lies at or before the last taken, on the schedule or off it, in any course of the drug: it is
    not given any more, and if `skipped` its time had not come by then.
    """

    key: DoseKey
    at: datetime
    on_time_from: datetime
    day: int | None
    step: int
    stay: int
    amount: Decimal
    state: DoseState
    line: CorrectedEntry | None
    label: Label
    past: bool
    behind: bool
    skipped: bool

    @property
    def recordable(self) -> bool:
        """Whether it waits for a record."""
        return self.state in ("next", "due", "overdue", "deferred")

    @property
    def state_text(self) -> str:
        """How it stands, before its time: "due", "overdue from"."""
        return {"overdue": "overdue from", "deferred": "deferred from"}.get(self.state, self.state)


FARTHEST = timedelta(days=400)
"""How far ahead a dose with a record is listed: beyond it a clock was wrong, and history has the record."""


def scheduled(chart: Chart, now: datetime) -> list[ScheduledDose]:
    """Every scheduled dose up to the end of today, the next one to come, and any beyond that has a record."""
    doses: list[ScheduledDose] = []
    before: datetime | None = None
    for stretch, gone in zip(reversed(chart.stretches), reversed(_gone_by(chart)), strict=True):
        doses = [*_of_stretch(chart, stretch, gone, before, now), *doses]
        first = slot_instant(chart.plan, stretch.first)
        before = first if before is None else min(before, first)
    return doses


def _of_stretch(
    chart: Chart, stretch: Stretch, gone: list[ScheduledDose], before: datetime | None, now: datetime
) -> list[ScheduledDose]:
    """The doses of one stretch: up to the first of a later one, a hold, or the next one to come."""
    if gone and gone[-1].at > now:  # the clock was put back
        return list(_since(chart, stretch, before, now, 0))
    found = [*gone, *_since(chart, stretch, before, now, len(gone))]
    settled, slots = _settled(chart), _planned_slots(chart)[stretch.began][0]
    for dose, slot in zip(found[len(gone) :], slots[len(gone) :], strict=False):
        if slot.at > now or settled.pop((stretch.began, slot.key), None) is None:
            break
        gone.append(dose)
    return found


def _since(
    chart: Chart, stretch: Stretch, before: datetime | None, now: datetime, place: int
) -> Iterator[ScheduledDose]:
    """The doses of a stretch from that at `place` on."""
    step = stretch.asks
    today = day_of(now, chart.zone)
    waiting = False
    recorded, newest = _newest(chart)
    recorded, settled = min(recorded or now, now + FARTHEST), _settled(chart)
    left = still_asked(chart, stretch.step, stretch.stay)
    for slot in _slots(chart, stretch, place):
        key, at = slot.key, slot.at
        if before is not None and at >= before:
            return
        line = chart.statuses.get(key)
        enough = left == 0
        if left is not None and _waits(line):
            if left == 0 and at > recorded:
                return
            if left == 0 and line is None:
                continue
            left -= 0 if left == 0 or passed_over(chart, step, at) else 1
        ahead = at > now and (key.day > today or step.every_minutes is not None)
        beyond = ahead and (waiting or stretch.until is not None)
        if beyond and at > recorded:
            return
        if line is None and (beyond or (stretch.until is not None and at >= stretch.until)):
            continue
        dose = settled.get((stretch.began, key))
        if dose is None:
            state = _state(chart, step, at, line, now, waiting or (newest is not None and at <= newest))
            state = _not_to_come(state) if enough else state
            waiting = waiting or state in ("next", "held")
            dose = _dose(chart, stretch, slot, line, state)
            if state in ("given", "not given"):
                settled[stretch.began, key] = dose
        yield dose


def _not_to_come(state: DoseState) -> DoseState:
    """How a dose stands once every dose that the step asks for was given: a deferred one comes no more."""
    return "not given" if state == "deferred" else state


def _waits(line: CorrectedEntry | None) -> bool:
    """Whether a dose may still be given: it has no record, or was deferred."""
    return line is None or (isinstance(line.what, DoseNotGiven) and line.what.status == "deferred")


def _dose(
    chart: Chart, stretch: Stretch, slot: PlannedSlot, line: CorrectedEntry | None, state: DoseState
) -> ScheduledDose:
    step, key, at = stretch.asks, slot.key, slot.at
    near, newest = window(chart, step), last_taken(chart)
    return ScheduledDose(
        key=key,
        at=at,
        on_time_from=at - near,
        day=protocol_day(chart, key.day),
        step=stretch.step,
        stay=stretch.stay,
        amount=slot.amount or Decimal(0),
        state=state,
        line=line,
        label=how_near(line.at - at, near) if line is not None and isinstance(line.what, DoseGiven) else "",
        past=stretch is not chart.current,
        behind=newest is not None and at <= newest,
        skipped=_waits(line) and passed_over(chart, step, at),
    )


def passed_over(chart: Chart, step: Step, at: datetime) -> bool:
    """Whether a later dose was taken before the time of the one at `at` had come: it is not given any more
    (domain.md 2.8). Of one whose time had come nobody knows, until it has a record.
    """
    places, soonest = _places_taken(chart)
    later = bisect_right(places, at)
    return later < len(places) and at > soonest[later] + window(chart, step)


def last_taken(chart: Chart) -> datetime | None:
    """The place of the last dose of the drug that was taken: up to it no dose is given any more."""
    return _newest(chart)[1]


@derived
def _places_taken(chart: Chart) -> tuple[list[datetime], list[datetime]]:
    """When each dose of the schedule that was taken was planned, in its order, and when the first of it and
    those behind it was taken.
    """
    found = ((line, place) for _, line, place in placed_records(chart) if _is_taken(chart, line))
    taken = sorted((place.at, chart.make_ups.get(line.id, line).at) for line, place in found)
    soonest = accumulate((when for _, when in reversed(taken)), min)
    return [place for place, _ in taken], [*soonest][::-1]


@derived
def _settled(chart: Chart) -> dict[tuple[datetime, DoseKey], ScheduledDose]:
    """The doses that no time changes any more, by stretch and key: filled in as they are met."""
    return {}


@derived
def _gone_by(chart: Chart) -> tuple[list[ScheduledDose], ...]:
    """Of each stretch the doses it begins with that no time changes any more, filled in as they are met."""
    return tuple([] for _ in chart.stretches)


def _slots(chart: Chart, stretch: Stretch, since: int) -> Iterator[PlannedSlot]:
    """What the step of a stretch plans but the first `since`, each worked out once."""
    met, more = _planned_slots(chart)[stretch.began]
    for place in count(since):
        if place == len(met):
            slot = next(more, None)
            if slot is None:
                return
            met.append(slot)
        yield met[place]


@derived
def _planned_slots(chart: Chart) -> dict[datetime, tuple[list[PlannedSlot], Iterator[PlannedSlot]]]:
    """Of each stretch what was worked out of its schedule so far, and where it goes on."""
    return {
        stretch.began: (
            [],
            planned_from(chart.plan, stretch.asks, stretch.first, counted_from(chart, stretch)),
        )
        for stretch in chart.stretches
    }


@derived
def _newest(chart: Chart) -> tuple[datetime | None, datetime | None]:
    """The times of the last scheduled dose that has a record, and of the last that was taken.

    A dose of another course of the drug, or off the schedule, stands at the time at which it was taken.
    """
    recorded = (place.at for _, _, place in placed_records(chart))
    taken = _places_taken(chart)[0][-1:]
    taken += [dose.line.at for dose in doses_placed(chart) if dose.place is None and dose.line.sure]
    return max(recorded, default=None), max(taken, default=None)


def _is_taken(chart: Chart, line: CorrectedEntry) -> bool:
    return line.sure and (isinstance(line.what, DoseGiven) or line.id in chart.make_ups)


def _state(
    chart: Chart, step: Step, at: datetime, line: CorrectedEntry | None, now: datetime, waiting: bool
) -> DoseState:
    """How a dose stands; `waiting` where it is not the next: an earlier one is, or a later one was taken."""
    if line is not None and isinstance(line.what, DoseGiven):
        return "given"
    if line is not None and isinstance(line.what, DoseNotGiven) and line.what.status != "deferred":
        return "not given"
    if not chart.goes_on or (chart.left is not None and at >= chart.left.at):
        return "held"
    if line is not None:
        return "deferred"
    first, last = on_time(chart, step, at)
    if now > last:
        return "overdue"
    if now >= first:
        return "due"
    return "future" if waiting else "next"


def next_dose(doses: list[ScheduledDose]) -> ScheduledDose | None:
    """The dose to give next: the first due now, else the newest overdue one, else the next.

    After a dose was taken an older one is not offered any more: the next is taken at its time (domain.md
    2.8). It stays overdue, and can be recorded.
    """
    ahead = not_passed_over(doses)
    due = [dose for dose in ahead if dose.state == "due"]
    late = [dose for dose in ahead if dose.state in ("overdue", "deferred")]
    coming = [dose for dose in ahead if dose.state == "next"]
    return next(iter([*due, *reversed(late), *coming]), None)


def not_passed_over(doses: list[ScheduledDose]) -> list[ScheduledDose]:
    """The doses of the present stretch behind the last one that was taken."""
    return [dose for dose in doses if not (dose.past or dose.behind)]


def backlog(doses: list[ScheduledDose]) -> list[ScheduledDose]:
    """Past doses without a record (CUI MEDa-0284: warn before the next one is given)."""
    return [dose for dose in doses if dose.state == "overdue"]


def left_open(doses: list[ScheduledDose], now: datetime) -> list[ScheduledDose]:
    """Past doses without a record, or deferred: not to be given together with the next one."""
    return [
        dose for dose in doses if dose.state == "overdue" or (dose.state == "deferred" and dose.at <= now)
    ]
