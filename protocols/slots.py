"""Slots: the scheduled doses of a step on the clinic's calendar, by day and time of day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from protocols.clinic_time import day_of, instant_of
from protocols.entries import CourseEnrolled, DoseGiven, DoseKey
from protocols.lines import Lines, is_open, status_lines
from protocols.protocol import SLOTS, Step


def slot_instant(plan: CourseEnrolled, key: DoseKey) -> datetime:
    """The UTC instant at which the dose `key` is scheduled."""
    return instant_of(key.day, plan.times[key.slot], plan.zone)


def slot_order(key: DoseKey) -> tuple[date, int]:
    """Sorts dose keys in the order of the calendar."""
    return key.day, SLOTS.index(key.slot)


def slots_from(step: Step, first: DoseKey) -> Iterator[DoseKey]:
    """The scheduled doses of `step` from `first` on, without end."""
    slots = sorted((dose.slot for dose in step.doses), key=SLOTS.index)
    day = first.day
    while True:
        for slot in slots:
            key = DoseKey(day, slot)
            if slot_order(key) >= slot_order(first):
                yield key
        day += timedelta(days=1)


def interval(step: Step) -> timedelta:
    """The time between two doses of `step`, by their number a day."""
    return timedelta(days=1) / len(step.doses)


def start_options(plan: CourseEnrolled, step: Step, now: datetime, lines: Lines) -> list[DoseKey]:
    """The doses with which `step` can begin at `now`: the one of just now if it is not too late
    (half the interval) and has no record, and the next one to come. Never before a dose given.
    """
    statuses = status_lines(lines)
    given = [slot_order(key) for key, line in statuses.items() if isinstance(line.what, DoseGiven)]
    newest = max(given, default=(date.min, 0))
    options: list[DoseKey] = []
    yesterday = day_of(now, plan.zone) - timedelta(days=1)
    for key in slots_from(step, DoseKey(yesterday, SLOTS[0])):
        taken = key in statuses and not is_open(statuses[key])
        at = slot_instant(plan, key)
        if slot_order(key) <= newest or taken or now - at > interval(step) / 2:
            continue
        options.append(key)
        if at > now:
            return options
    return options


def open_slot(plan: CourseEnrolled, step: Step, now: datetime, lines: Lines) -> DoseKey:
    """The dose `step` most naturally begins with at `now`: not more than a quarter interval late.

    A quarter of the interval is the tolerance for frequent doses (domain.md 2.3).
    """
    options = start_options(plan, step, now, lines)
    in_time = (key for key in options if now - slot_instant(plan, key) <= interval(step) / 4)
    return next(in_time, options[-1])
