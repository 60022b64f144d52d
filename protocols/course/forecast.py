"""What a course still asks for when every dose from now on is given at its time, and every gate opens then.

A look ahead for the pharmacy and for pictures. It moves nobody: a step starts only through its gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, takewhile
from typing import Literal

from msgspec import Struct

from protocols.course.prescription import counted_from
from protocols.course.progress import counted_doses, is_bounded, stay_begin, still_asked
from protocols.course.schedule import last_taken, not_passed_over, scheduled
from protocols.entries import DoseKey
from protocols.record.chart import Chart
from protocols.record.corrected import is_open
from protocols.record.slots import amount_at, clock_key, open_slot, slot_instant, slots_from
from protocols.values.clinic_time import day_of, instant_of

Going = Literal["running", "held", "not started", "ended"]


class ComingDose(Struct, frozen=True):
    """One dose still to come: its name, UTC instant, protocol day (day_numbers.py), step and amount."""

    key: DoseKey
    at: datetime
    day: int
    step: int
    amount: Decimal


def going(chart: Chart) -> Going:
    """Whether doses are due, will be once somebody decides, or never."""
    if chart.ended is not None:
        return "ended"
    if not chart.stretches:
        return "not started"
    return "held" if chart.open_holds else "running"


HORIZON = timedelta(days=1100)
"""How far a forecast looks."""

MOST = 10_000
"""How many doses a forecast names at most: of frequent ones the horizon has more than anybody can use."""


def coming(chart: Chart, now: datetime) -> Iterator[ComingDose]:
    """The doses from `now` on, up to the target and then on it, as far as a forecast looks; none once the
    course has ended.

    A held course is taken to go on at `now` where it was held, one not started to start at `now`. Doses past
    their time and without a record are not among them: whoever was there knows whether they were given.
    """
    near = takewhile(lambda dose: dose.at <= now + HORIZON, _coming(chart, now))
    return islice(near, MOST)


def is_whole(chart: Chart, now: datetime) -> bool:
    """Whether `coming` names every dose of a course that ends by itself."""
    if not is_bounded(chart, chart.target):
        return False
    doses = list(islice(_coming(chart, now), MOST + 1))
    return len(doses) <= MOST and all(dose.at <= now + HORIZON for dose in doses)


def _coming(chart: Chart, now: datetime) -> Iterator[ComingDose]:
    """The doses to come, without end where the target goes on."""
    if going(chart) == "ended":
        return
    plan, number, first = chart.plan, max(chart.step_number, 1), _first(chart, now)
    begin, left = stay_begin(chart), _doses_left(chart, now)
    begun = begin[1] if begin else first
    origin = chart.first_day or first.day
    if number < chart.target and left <= 0:
        begins = _begins_next(chart, number, _opens(chart, number, begun), first, now)
        if begins is not None:
            number, first, begun = number + 1, begins, begins
            left = chart.protocol.step(number).doses_needed or 0
    following = first
    while True:
        last: DoseKey | None = None
        for key in _untaken(chart, number, first):
            if left <= 0 and is_bounded(chart, number):
                if number >= chart.target:
                    return
                assert last is not None
                following = _after(chart, number + 1, last, _opens(chart, number, begun))
                break
            if last is not None and number < chart.target and left <= 0:
                opens = _opens(chart, number, begun)
                following = _after(chart, number + 1, last, opens)
                if _takes_the_place(chart, following, opens, key):
                    break
            since = _since(chart, number, first)
            amount = amount_at(chart.protocol.step(number), first, key, since) or Decimal(0)
            yield ComingDose(key, slot_instant(plan, key), (key.day - origin).days + 1, number, amount)
            last, left = key, left - 1
        number, first, begun = number + 1, following, following
        left = chart.protocol.step(number).doses_needed or 0


def _begins_next(chart: Chart, number: int, opens: datetime, due: DoseKey, now: datetime) -> DoseKey | None:
    """The first dose of the step behind `number`, whose doses were all given; None where `due` is before."""
    at_once = open_slot(chart.plan, chart.protocol.step(number + 1), now, chart.known, chart.step)
    if is_bounded(chart, number):
        return at_once
    assert chart.current is not None
    last = chart.key_of(counted_doses(chart, chart.current.stay)[-1])
    assert last is not None
    found = _after(chart, number + 1, last, opens)
    begins = max(at_once, found, key=lambda key: slot_instant(chart.plan, key))
    return begins if _takes_the_place(chart, begins, opens, due) else None


def _first(chart: Chart, now: datetime) -> DoseKey:
    """The dose that is next, or would be if the course went on at `now`."""
    doses = not_passed_over(scheduled(chart, now))
    upcoming = next((dose for dose in doses if dose.state in ("due", "next")), None)
    if upcoming is not None:
        return upcoming.key
    step = chart.protocol.step(max(chart.step_number, 1))
    return open_slot(chart.plan, step, now, chart.known, chart.step)


def _doses_left(chart: Chart, now: datetime) -> int:
    """How many doses the current step still needs; where it ends by itself, beside those past their time."""
    needed = chart.protocol.step(max(chart.step_number, 1)).doses_needed or 0
    if chart.current is None:
        return needed
    asked = still_asked(chart, chart.current.step, chart.current.stay)
    if asked is None:
        return needed - len(counted_doses(chart, chart.current.stay))
    late = (dose for dose in scheduled(chart, now) if dose.state in ("overdue", "deferred") and not dose.past)
    return asked - sum(not dose.skipped for dose in late)


def _opens(chart: Chart, number: int, begun: DoseKey) -> datetime:
    """When the days or hours of step `number`, begun with a dose, have passed."""
    step, begin = chart.protocol.step(number), slot_instant(chart.plan, begun)
    if step.hours is not None:
        return begin + timedelta(hours=step.hours)
    if step.days is None:
        return begin
    return instant_of(begun.day + timedelta(days=step.days), "00:00", chart.zone)


def _takes_the_place(chart: Chart, begins: DoseKey, opens: datetime, due: DoseKey) -> bool:
    """Whether the next step begins, with `begins`, before `due`, one more dose of a step that needs no more.

    Not while it cannot be started when `due` comes: the step's time has not passed, or a check would be too
    old at the first dose of the new step. Then `due` is given too.
    """
    at, due_at = slot_instant(chart.plan, begins), slot_instant(chart.plan, due)
    fresh = at - timedelta(hours=float(chart.protocol.gate.check_valid_hours))
    far = due_at >= opens and at - due_at > timedelta(days=1)
    return at <= due_at or max(fresh, opens) <= due_at or far


def _after(chart: Chart, number: int, last: DoseKey, opens: datetime) -> DoseKey:
    """The dose with which step `number` begins soonest after the dose `last` of the step before."""
    step, plan = chart.protocol.step(number), chart.plan
    left = chart.protocol.step(number - 1)
    if step.every_minutes is not None:
        return clock_key(max(slot_instant(plan, last) + left.interval, opens), plan.zone)
    daily = step.begun_any_day
    each = min(step.every_days, left.every_days)
    apart = timedelta(days=each if each > 1 else 0)
    return next(
        key
        for key in slots_from(plan, daily, DoseKey(last.day, step.doses[0].slot))
        if slot_instant(plan, key) > slot_instant(plan, last)
        and key.day >= last.day + apart
        and slot_instant(plan, key) >= opens
    )


def _untaken(chart: Chart, number: int, first: DoseKey) -> Iterator[DoseKey]:
    """The scheduled doses of step `number` from `first` on that have no final record yet."""
    for key in slots_from(chart.plan, chart.protocol.step(number), first, _since(chart, number, first)):
        line = chart.statuses.get(key)
        if line is None or is_open(line):
            yield key


def _since(chart: Chart, number: int, first: DoseKey) -> date:
    """The day from which the rhythm of step `number` is counted: of the present one, of its stay."""
    current = chart.current
    return first.day if current is None or number != current.step else counted_from(chart, current)


class StayingDose(Struct, frozen=True):
    """A scheduled dose that waits for a record. `needed` is one that the gate still asks for.

    `past` is one of a stretch that has ended: it can be recorded, no longer be given. `skipped` is one whose
    time had not come when a later one was taken.
    """

    key: DoseKey
    at: datetime
    amount: Decimal
    needed: bool = True
    past: bool = False
    skipped: bool = False


def without_record(chart: Chart, now: datetime) -> list[StayingDose]:
    """The doses up to `now` that have no status, or one that leaves them open; the oldest first.

    Those before a hold or the end are among them: they were due when their time came.
    """
    return [
        StayingDose(dose.key, dose.at, dose.amount, past=dose.past, skipped=dose.skipped)
        for dose in scheduled(chart, now)
        if (dose.recordable or dose.state == "held") and dose.at <= now
    ]


def staying(chart: Chart, now: datetime, days: int) -> list[StayingDose]:
    """The doses of the current step from `now` to the end of the `days` days after today.

    None while nothing is due: held, not started, ended.
    """
    if not chart.running:
        return []
    step, stretch = chart.step, chart.current
    assert step is not None
    assert stretch is not None
    last = day_of(now, chart.zone) + timedelta(days=days)
    needed, most = step.doses_needed, still_asked(chart, stretch.step, stretch.stay)
    waiting = len([dose for dose in without_record(chart, now) if not (dose.past or dose.skipped)])
    behind = max(now, last_taken(chart) or now)
    if needed is not None:
        needed -= len(counted_doses(chart, stretch.stay)) + waiting
    found: list[StayingDose] = []
    since = counted_from(chart, stretch)
    for key in slots_from(chart.plan, step, stretch.first, since):
        at, amount = slot_instant(chart.plan, key), amount_at(step, stretch.first, key, since)
        if key.day > last or (most is not None and len(found) + waiting >= most):
            return found
        if at > behind and key not in chart.statuses and amount is not None:
            found.append(StayingDose(key, at, amount, needed is None or len(found) < needed))
    return found
