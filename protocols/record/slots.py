"""Slots: the scheduled doses of a step on the clinic's calendar, by day and time of day.

A dose is named by its day and its time: one of the times of day of the plan, whose clock times were
set at enrolment, or in a step by the clock that time itself ("14:30").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from protocols.definition.step import SLOTS, Step, amount_of
from protocols.entries import CourseEnrolled, DoseGiven, DoseKey
from protocols.record.corrected import (
    CorrectedEntries,
    CorrectedEntry,
    dose_key,
    doses_taken,
    is_open,
    made_up,
    status_lines,
)
from protocols.values.clinic_time import (
    day_of,
    instant_of,
    is_shown,
    is_wall_time,
    local,
    whole_minute,
)


def slot_instant(plan: CourseEnrolled, key: DoseKey) -> datetime:
    """The UTC instant at which the dose `key` is scheduled."""
    wall = plan.times_on(key.day).get(key.slot, key.slot)
    if len(wall) > _WALL:
        return datetime.fromisoformat(f"{key.day}T{wall}").astimezone(UTC)
    return instant_of(key.day, wall, plan.zone_on(key.day))


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


class PlannedSlot(Struct, frozen=True):
    """One scheduled dose: its name, its UTC instant, and how much its step asks for then."""

    key: DoseKey
    at: datetime
    amount: Decimal | None


def slots_from(
    plan: CourseEnrolled, step: Step, first: DoseKey, since: date | None = None
) -> Iterator[DoseKey]:
    """The names of the doses that `planned_from` gives."""
    return (slot.key for slot in planned_from(plan, step, first, since))


def planned_from(
    plan: CourseEnrolled, step: Step, first: DoseKey, since: date | None = None
) -> Iterator[PlannedSlot]:
    """The scheduled doses of `step` from `first` on, in the order of their instants, without end.

    `since` is the day from which a cycle or a pattern is counted, that of `first` where it is left out.
    OverflowError beyond what anybody goes through: such a record is no plan of anything.
    """
    begin = slot_instant(plan, first)
    if step.every_minutes is not None:
        for number in range(MOST_SLOTS):
            key = clock_key(begin + number * step.interval, plan.zone)
            yield PlannedSlot(key, slot_instant(plan, key), step.amount(key.slot))
        raise OverflowError(TOO_MANY)
    slots, since = _in_order(step), _counted_from(step, first, since)
    for number in range(MOST_DAYS):
        day = first.day + timedelta(days=number)
        doses = step.on_date(day, since)
        keys = [_key(day, slot) for slot in slots] if doses else []
        planned = [PlannedSlot(key, slot_instant(plan, key), amount_of(doses, key.slot)) for key in keys]
        for slot in sorted(planned, key=attrgetter("at")):
            if slot.at >= begin and _comes(plan, slots, slot.key):
                yield slot
    raise OverflowError(TOO_MANY)


_key = lru_cache(maxsize=4096)(DoseKey)
"""The name of a dose is the same object for every patient who has it: a ward has few, each for many."""

MOST_SLOTS, MOST_DAYS = 150_000, 75_000
"""Doses by the clock, a year and a half of one every five minutes, and days, two hundred years."""

TOO_MANY = "a schedule of more doses than anybody goes through"


def _counted_from(step: Step, first: DoseKey, since: date | None) -> date:
    """The day from which the rhythm of `step` is counted."""
    return since if since is not None and step.from_first_day else first.day


def amount_at(step: Step, first: DoseKey, key: DoseKey, since: date | None = None) -> Decimal | None:
    """The amount that `step`, from `first` on, asks for at `key`; None where it asks for none."""
    return step.amount_on(key.day, key.slot, _counted_from(step, first, since))


@lru_cache(maxsize=1024)
def _in_order(step: Step) -> tuple[str, ...]:
    return tuple(sorted((dose.slot for dose in step.doses), key=SLOTS.index))


def _comes(plan: CourseEnrolled, slots: Sequence[str], key: DoseKey) -> bool:
    """Whether `key` names a dose: of no day that the zone leaves out, and of two times that a clock change
    makes one instant only the one that the clock shows.
    """
    zone = plan.zone_on(key.day)
    if is_shown(key.day, plan.times_on(key.day)[key.slot], zone):
        return True
    at = slot_instant(plan, key)
    others = (DoseKey(key.day, slot) for slot in slots if slot != key.slot)
    return day_of(at, zone) == key.day and all(slot_instant(plan, other) != at for other in others)


def never_comes(plan: CourseEnrolled, key: DoseKey) -> bool:
    """Whether the day of `key` is one that the clinic's zone leaves out."""
    return day_of(slot_instant(plan, key), plan.zone_on(key.day)) != key.day


def planned_amount(
    plan: CourseEnrolled, step: Step, first: DoseKey, key: DoseKey, since: date | None = None
) -> Decimal | None:
    """What `step` asks for at `key` when it begins with `first`; None where it plans no dose."""
    amount = amount_at(step, first, key, since)
    if amount is None:
        return None
    if step.every_minutes is not None:
        apart = slot_instant(plan, key) - slot_instant(plan, first)
        return amount if apart % step.interval == timedelta(0) else None
    return amount if _comes(plan, _in_order(step), key) else None


class DosesSoFar(Struct, frozen=True):
    """What decides with which dose a step can begin: the record of each scheduled dose of the course, every
    dose of the drug taken, and the time of the newest given.
    """

    statuses: Mapping[DoseKey, CorrectedEntry]
    taken: Sequence[CorrectedEntry]
    newest: datetime | None


def doses_so_far(plan: CourseEnrolled, lines: CorrectedEntries) -> DosesSoFar:
    """The doses that `lines` tell of, in whichever of the courses."""
    statuses, taken = status_lines(lines), doses_taken(lines)
    return DosesSoFar(statuses, taken, max(_times(plan, lines, statuses, taken), default=None))


def start_options(
    plan: CourseEnrolled, step: Step, now: datetime, lines: CorrectedEntries, left: Step | None = None
) -> list[DoseKey]:
    """The doses with which `step` can begin at `now` after what `lines` tell of."""
    return options_after(plan, step, now, doses_so_far(plan, lines), left)


def options_after(
    plan: CourseEnrolled, step: Step, now: datetime, doses: DosesSoFar, left: Step | None = None
) -> list[DoseKey]:
    """The doses with which `step` can begin at `now`: the one of just now if it is not too late
    (half the interval, at most half a day) and has no record, and the next one to come.

    Never before a dose given, in whichever course, and where doses are not daily never nearer to it than they
    are to each other, in this step or in `left`, the one that is left; by the clock than those of `left`,
    where it is another one.
    """
    if step.every_minutes is not None:
        key = clock_key(max(now, _earliest(left or step, now, doses) or now), plan.zone)
        while _has_record(doses, key):
            key = clock_key(slot_instant(plan, key) + _MINUTE, plan.zone)
        return [key]
    newest = doses.newest
    day = day_of(now, plan.zone) - timedelta(days=1)
    apart = min(step.every_days, left.every_days if left else step.every_days)
    if newest is not None:  # at once, however far ahead a wrong clock has put it
        behind = apart if apart > 1 else -1
        day = max(day, day_of(newest, plan.zone) + timedelta(days=behind))
    options: list[DoseKey] = []
    daily = step.begun_any_day
    for slot in planned_from(plan, daily, DoseKey(day, _in_order(step)[0])):
        given = newest is not None and slot.at <= newest
        if given or _has_record(doses, slot.key) or now - slot.at > daily.interval / 2:
            continue
        options.append(slot.key)
        if slot.at > now:
            break
    return options


_MINUTE = timedelta(minutes=1)


def may_begin(
    plan: CourseEnrolled,
    step: Step,
    first: DoseKey,
    now: datetime,
    lines: CorrectedEntries,
    left: Step | None = None,
) -> bool:
    """Whether `step` can begin at `now` with the dose `first`, which has no record.

    By the clock: not nearer to the last dose than an interval, nor half an interval ago or later than
    one interval from when it can.
    """
    doses = doses_so_far(plan, lines)
    if step.every_minutes is None:
        return first in options_after(plan, step, now, doses, left)
    if not is_clock_slot(first.slot) or _has_record(doses, first):
        return False
    at, earliest = slot_instant(plan, first), _earliest(left or step, now, doses)
    from_now = at - max(now, earliest or now)
    in_reach = -step.interval / 2 <= from_now <= step.interval
    return in_reach and (earliest is None or at >= earliest)


def _has_record(doses: DosesSoFar, key: DoseKey) -> bool:
    return key in doses.statuses and not is_open(doses.statuses[key])


def _earliest(step: Step, now: datetime, doses: DosesSoFar) -> datetime | None:
    """The whole minute from which a dose by the clock can follow: an interval of `step` after the last
    one taken, and behind every dose given. None before the first.
    """
    last = max((line.latest(now) for line in doses.taken), default=None)
    if last is None:
        return None
    return max(whole_minute(last + step.interval), doses.newest + _MINUTE if doses.newest else last)


def _times(
    plan: CourseEnrolled,
    lines: CorrectedEntries,
    statuses: Mapping[DoseKey, CorrectedEntry],
    taken: Sequence[CorrectedEntry],
) -> Iterator[datetime]:
    """The times of the doses given, or made up: by their place on the schedule and when they were taken.

    A dose of another course stands at the time it was taken, or where this plan has its time of day, if
    that is later. One recorded under a wrong clock says nothing of times.
    """
    instead = made_up(lines)
    for key, line in statuses.items():
        if line.sure and (isinstance(line.what, DoseGiven) or line.id in instead):
            yield slot_instant(plan, key)
    for line in taken:
        if not line.sure:
            continue
        yield line.at
        if line.own:
            continue
        key_there = dose_key(lines, line.what)
        if key_there is not None and (key_there.slot in plan.times or is_clock_slot(key_there.slot)):
            yield slot_instant(plan, key_there)


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
