"""Scheduled doses as instants (rules.md, "Time": slots are wall-clock times of the clinic)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from protocols.definition.step import Step
from protocols.entries import DoseKey
from tests.protocols.second_opinion.model.plan import Plan
from tests.protocols.second_opinion.model.rhythm import asked_on


@lru_cache(maxsize=20000)
def wall_instant(day: date, wall: str, zone: str) -> datetime:
    """The UTC instant of "08:00" or "02:30+02:00" on `day`.

    Of a time that comes twice the second, unless it bears its offset; a skipped one as much later.
    """
    if len(wall) > 5:
        return datetime.fromisoformat(f"{day.isoformat()}T{wall}").astimezone(UTC)
    plain = datetime.fromisoformat(f"{day.isoformat()}T{wall}")
    here = ZoneInfo(zone)
    offsets = [plain.replace(tzinfo=here, fold=fold).utcoffset() for fold in (0, 1)]
    least = min(offset for offset in offsets if offset is not None)
    return (plain - least).replace(tzinfo=UTC)


def key_instant(plan: Plan, key: DoseKey) -> datetime:
    """When the dose `key` is planned, in UTC."""
    return wall_instant(key.day, plan.time(key), plan.zone)


def day_in(zone: str, at: datetime) -> date:
    """The clinic's calendar day at `at`."""
    return at.astimezone(ZoneInfo(zone)).date()


def midnight(zone: str, day: date) -> datetime:
    """When `day` begins in the clinic, in UTC."""
    return wall_instant(day, "00:00", zone)


def clock_name(at: datetime, zone: str) -> DoseKey:
    """The name of a dose by the clock at `at`; of an hour that comes twice the first bears its offset."""
    there = at.astimezone(ZoneInfo(zone))
    other = there.replace(fold=1 - there.fold)
    twice = other.utcoffset() != there.utcoffset() and other.astimezone(UTC).astimezone(there.tzinfo) == other
    slot = f"{there:%H:%M}"
    if twice and there.fold == 0 and wall_instant(there.date(), slot, zone) != at:
        slot += there.isoformat()[-6:]
    return DoseKey(there.date(), slot)


def daily_slots(plan: Plan, step: Step, day: date) -> list[tuple[datetime, DoseKey]]:
    """The doses of one day of a step at times of day; of two on one instant the one with a real time."""
    found: dict[datetime, DoseKey] = {}
    for dose in step.doses:
        key = DoseKey(day, dose.slot)
        at = key_instant(plan, key)
        if at not in found or is_real(plan, key):
            found[at] = key
    return sorted(found.items(), key=lambda pair: pair[0])


def is_real(plan: Plan, key: DoseKey) -> bool:
    """Whether the clinic's clock ever shows that time on that day."""
    there = key_instant(plan, key).astimezone(ZoneInfo(plan.zone))
    return (there.date(), f"{there:%H:%M}") == (key.day, plan.time(key)[:5])


def grid(
    plan: Plan, step: Step, first: DoseKey, since: date | None = None
) -> Iterator[tuple[datetime, DoseKey]]:
    """The planned doses of `step` from `first` on, without end, each instant once.

    A cycle and a pattern are counted from `since`, the first day of the stay.
    """
    begin = key_instant(plan, first)
    if step.every_minutes is not None:
        gap = timedelta(minutes=step.every_minutes)
        while True:
            yield begin, clock_name(begin, plan.zone)
            begin += gap
    day, last = first.day, begin - timedelta(microseconds=1)
    while True:
        following = day + timedelta(days=1)
        while not asked_on(step, following, since or first.day, first.day):
            following += timedelta(days=1)
        later = {at for at, key in daily_slots(plan, step, following) if is_real(plan, key)}
        today = asked_on(step, day, since or first.day, first.day)
        for at, key in daily_slots(plan, step, day) if today else ():
            if at > last and not (at in later and not is_real(plan, key)):
                yield at, key
                last = at
        day = following


def on_grid(plan: Plan, step: Step, first: DoseKey, due: datetime, since: date | None = None) -> bool:
    """Whether a dose of `step`, begun with `first`, is planned at the instant `due`."""
    begin = key_instant(plan, first)
    if due < begin:
        return False
    if step.every_minutes is not None:
        return (due - begin) % timedelta(minutes=step.every_minutes) == timedelta(0)
    there = day_in(plan.zone, due)
    days = (there + timedelta(days=back) for back in (-1, 0, 1))
    own = (day for day in days if asked_on(step, day, since or first.day, first.day))
    return any(at == due for day in own for at, _ in daily_slots(plan, step, day))
