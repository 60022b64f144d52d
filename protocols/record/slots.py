"""Slots: the scheduled doses of a step on the clinic's calendar, by day and time of day.

A dose is named by its day and its time: one of the times of day of the plan, whose clock times were
set at enrolment, or in a step by the clock that time itself ("14:30").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from msgspec import structs

from protocols.definition.step import SLOTS, Step
from protocols.entries import CourseEnrolled, DoseGiven, DoseKey
from protocols.record.corrected import CorrectedEntries, doses_taken, is_open, made_up, status_lines
from protocols.values.clinic_time import day_of, instant_of, is_wall_time, local


def slot_instant(plan: CourseEnrolled, key: DoseKey) -> datetime:
    """The UTC instant at which the dose `key` is scheduled."""
    wall = plan.times.get(key.slot, key.slot)
    if len(wall) > _WALL:
        return datetime.fromisoformat(f"{key.day}T{wall}").astimezone(UTC)
    return instant_of(key.day, wall, plan.zone)


def slot_order(plan: CourseEnrolled, key: DoseKey) -> tuple[date, str]:
    """Sorts the dose keys of a plan in the order of the calendar."""
    return key.day, plan.times.get(key.slot, key.slot)


def clock_key(at: datetime, zone: str) -> DoseKey:
    """The name of a dose taken by the clock, due at the minute of `at`.

    A time that comes twice in a clock change bears its offset the first time: "02:30+02:00".
    """
    there = local(at, zone)
    key = DoseKey(there.date(), f"{there:%H:%M}")
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    if instant_of(key.day, key.slot, zone) == minute:
        return key
    return DoseKey(key.day, there.isoformat(timespec="minutes")[-11:])


def is_clock_slot(slot: str) -> bool:
    """Whether `slot` names a dose by its clock time, with or without an offset."""
    try:
        datetime.fromisoformat(f"2000-01-01T{slot}")
    except ValueError:
        return False
    return is_wall_time(slot[:_WALL]) and len(slot) in (_WALL, len("02:30+02:00"))


_WALL = len("08:00")


def slots_from(plan: CourseEnrolled, step: Step, first: DoseKey) -> Iterator[DoseKey]:
    """The scheduled doses of `step` from `first` on, without end."""
    if step.every_minutes is not None:
        begin = slot_instant(plan, first)
        yield from (clock_key(begin + number * step.interval, plan.zone) for number in count())
    slots = _in_order(step)
    day = first.day
    while True:
        for slot in slots:
            key = DoseKey(day, slot)
            if slot_order(plan, key) >= slot_order(plan, first):
                yield key
        day += timedelta(days=step.every_days)


def _in_order(step: Step) -> list[str]:
    return sorted((dose.slot for dose in step.doses), key=SLOTS.index)


def is_planned(plan: CourseEnrolled, step: Step, first: DoseKey, key: DoseKey) -> bool:
    """Whether `key` is one of the doses of `step` when it begins with `first`."""
    if step.amount(key.slot) is None:
        return False
    if step.every_minutes is not None:
        return (slot_instant(plan, key) - slot_instant(plan, first)) % step.interval == timedelta(0)
    return (key.day - first.day).days % step.every_days == 0


def start_options(
    plan: CourseEnrolled, step: Step, now: datetime, lines: CorrectedEntries, left: Step | None = None
) -> list[DoseKey]:
    """The doses with which `step` can begin at `now`: the one of just now if it is not too late
    (half the interval, at most half a day) and has no record, and the next one to come. Never before
    a dose given, and where doses are not daily never nearer to it than they are to each other; by the
    clock, than those of `left`, the step that is left, where it is another one.
    """
    statuses = status_lines(lines)
    instead = made_up(lines)
    given = [key for key, line in statuses.items() if isinstance(line.what, DoseGiven) or line.id in instead]
    if step.every_minutes is not None:
        return [clock_key(max(now, _after_last(left or step, lines) or now), plan.zone)]
    newest = max((slot_order(plan, key) for key in given), default=(date.min, ""))
    day = day_of(now, plan.zone) - timedelta(days=1)
    if given and step.every_days > 1:
        day = max(day, newest[0] + timedelta(days=step.every_days))
    options: list[DoseKey] = []
    daily = structs.replace(step, every_days=1)
    for key in slots_from(plan, daily, DoseKey(day, _in_order(step)[0])):
        taken = key in statuses and not is_open(statuses[key])
        at = slot_instant(plan, key)
        if slot_order(plan, key) <= newest or taken or now - at > daily.interval / 2:
            continue
        options.append(key)
        if at > now:
            return options
    return options


def may_begin(
    plan: CourseEnrolled,
    step: Step,
    first: DoseKey,
    now: datetime,
    lines: CorrectedEntries,
    left: Step | None = None,
) -> bool:
    """Whether `step` can begin at `now` with the dose `first`.

    By the clock: not nearer to the last dose than an interval, nor half an interval ago or later than
    one interval from when it can.
    """
    if step.every_minutes is None:
        return first in start_options(plan, step, now, lines, left)
    if not is_clock_slot(first.slot):
        return False
    at, earliest = slot_instant(plan, first), _after_last(left or step, lines)
    from_now = at - max(now, earliest or now)
    in_reach = -step.interval / 2 <= from_now <= step.interval
    return in_reach and (earliest is None or at >= earliest.replace(second=0, microsecond=0))


def _after_last(step: Step, lines: CorrectedEntries) -> datetime | None:
    """The time between two doses of `step` after the last dose taken, None before the first."""
    last = max((line.at for line in doses_taken(lines)), default=None)
    return None if last is None else last + step.interval


def open_slot(
    plan: CourseEnrolled, step: Step, now: datetime, lines: CorrectedEntries, left: Step | None = None
) -> DoseKey:
    """The dose `step` most naturally begins with at `now`: not more than a quarter interval late.

    A quarter of the interval is the tolerance for frequent doses (domain.md 2.3).
    """
    options = start_options(plan, step, now, lines, left)
    tolerance = min(step.interval, timedelta(days=1) / len(step.doses)) / 4
    in_time = (key for key in options if now - slot_instant(plan, key) <= tolerance)
    return next(in_time, options[-1])
