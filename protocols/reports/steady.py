"""Until when what is said of a record stays as it is, as long as nothing more is recorded.

What is said of a course changes by itself at few instants: at midnight, and where a moment of the record or
of the schedule lies one of the protocol's lengths of time ago or ahead. To name too many of them costs a
little time, to leave one out would leave old words on a screen; so all of them are named, whatever rule uses
them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from protocols.course.progress import gap, treatment_break
from protocols.definition.protocol import Protocol
from protocols.gate.gate import skin_state
from protocols.gate.rash_watch import last_check
from protocols.record.chart import Chart
from protocols.record.clock import TOLERANCE
from protocols.record.fold import Record
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import day_of, instant_of, minute_of
from protocols.values.derived import derived

LONGEST = timedelta(minutes=15)
"""However sure it is, nobody is shown words that are older."""

_HOUR, _DAY, _MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def steady_until(record: Record, now: datetime, zone: str) -> datetime:
    """The minute (UTC) up to which everything said of `record` stays as it is at the aware instant `now`.

    `zone` is the ward's. Later than `now` by a minute at least, by `LONGEST` at most.
    """
    midnights = (
        instant_of(day_of(now, place) + _DAY, "00:00", place)
        for place in {zone, record.zone, *(chart.plan.zone for chart in record.charts)}
    )
    soonest = min(now + LONGEST, *midnights)
    for chart in record.charts:
        if chart.step is not None and chart.step.every_minutes is not None and chart.ended is None:
            return minute_of(now) + _MINUTE  # the next dose can begin at any minute
        soonest = min((soonest, *_turns(chart, now)))
    return max(minute_of(soonest.astimezone(UTC)), minute_of(now) + _MINUTE)


def _turns(chart: Chart, now: datetime) -> Iterator[datetime]:
    """The instants from `now` on at which something may change, of each mark the first."""
    lengths = _lengths(chart.protocol)
    around = (*(-length for length in reversed(lengths)), *lengths)
    moments = _moments(chart)
    for mark in moments[bisect_left(moments, now - lengths[-1]) :]:
        yield from _first(mark, lengths, now)
    for mark in _times(chart, now):
        yield from _first(mark, around, now)
    for since in _told_in_hours(chart):
        yield since + ((now - since) // _HOUR + 1) * _HOUR
    for since in _told_at_length(chart, now):
        whole = _MINUTE if now - since < _DAY else _HOUR  # as `duration_text` says it
        yield since + ((now - since) // whole + 1) * whole


def _first(mark: datetime, lengths: tuple[timedelta, ...], now: datetime) -> Iterator[datetime]:
    """The first instant from `now` on that is one of `lengths`, in their order, behind `mark`."""
    place = bisect_left(lengths, now - mark)
    if place < len(lengths):
        yield mark + lengths[place]


def _told_in_hours(chart: Chart) -> Iterator[datetime]:
    """Since when time is told in whole hours: a skin check, an hour of a step."""
    if check := last_check(chart):
        yield check.at
    if chart.current is not None:
        yield slot_instant(chart.plan, chart.current.first)


def _told_at_length(chart: Chart, now: datetime) -> Iterator[datetime]:
    """Since when it is told how long something lasts by now: a gap between doses, the age of an old check."""
    for without in (gap(chart, now), treatment_break(chart, now)):
        if without is not None:
            yield without[0]
    state = skin_state(chart, now)
    if state.check is not None and state.fault == "too old":
        yield state.check.at


@derived
def _moments(chart: Chart) -> list[datetime]:
    """The moments of the record in their order; some lie ahead where a clock was wrong."""
    of_lines = ((line.at, line.entry.recorded, line.bound) for line in chart.known.values())
    found = {at for times in of_lines for at in times if at is not None}
    return sorted(found.union(hold.since for hold in chart.holds))


def _times(chart: Chart, now: datetime) -> Iterator[datetime]:
    """The times of day of the schedule, from yesterday to the day after tomorrow."""
    today = day_of(now, chart.plan.zone)
    for days in (-1, 0, 1, 2):
        day = today + timedelta(days=days)
        for wall in chart.plan.times_on(day).values():
            yield instant_of(day, wall, chart.plan.zone_on(day))


@lru_cache(maxsize=64)
def _lengths(protocol: Protocol) -> tuple[timedelta, ...]:
    """Every length of time that a protocol names, whatever for, and those that any schedule has, in order."""
    found = {timedelta(0), TOLERANCE, _HOUR, _DAY, *_named(protocol)}
    for step in protocol.steps:
        found |= {step.interval, step.interval / 2, step.interval / 4, _DAY / len(step.doses) / 4}
    return tuple(sorted(found))


def _named(struct: Struct) -> Iterator[timedelta]:
    """The lengths in `struct` and in all it is made of, by the units that their names end with."""
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        unit = _UNITS.get(name.rpartition("_")[2])
        if unit is not None and isinstance(value, int | Decimal):
            yield timedelta(microseconds=int(value * (unit // timedelta.resolution)))
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Struct):
                yield from _named(part)


_UNITS = {"minutes": _MINUTE, "hours": _HOUR}
"""Days are those of the calendar, which end at midnight."""
