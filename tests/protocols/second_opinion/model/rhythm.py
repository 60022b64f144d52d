"""On which days a step has doses, and of what amount (docs/protocols.md, "Steps").

Days of the week are those of the calendar. A cycle and a pattern are counted from the first day of the step,
through a hold too; every so many days from where the doses go on.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from protocols.definition.step import Step


def asked_on(step: Step, day: date, since: date, first: date) -> dict[str, Decimal]:
    """The amounts at times of day on `day`, of a step begun on `since` that goes on from `first`."""
    plain = {dose.slot: dose.amount for dose in step.doses}
    if step.weekdays:
        return plain if day.weekday() in step.weekdays else {}
    if step.days_on is not None:
        cycle = step.days_on + (step.days_off or 0)
        return plain if (day - since).days % cycle < step.days_on else {}
    if step.pattern:
        of_day = step.pattern[(day - since).days % len(step.pattern)]
        return {dose.slot: dose.amount for dose in of_day}
    return plain if (day - first).days % step.every_days == 0 else {}


def needed(step: Step) -> int | None:
    """How many doses the step asks for, counted day by day from its first; None without an end."""
    if step.doses_given is not None:
        return step.doses_given
    if step.hours is not None:
        assert step.every_minutes is not None
        return -(-step.hours * 60 // step.every_minutes)
    if step.days is None:
        return None
    if step.every_minutes is not None:
        return -(-step.days * 24 * 60 // step.every_minutes)
    day = next(day for day in _week() if not step.weekdays or day.weekday() in step.weekdays)
    days = [day + timedelta(days=number) for number in range(step.days)]
    return sum(len(asked_on(step, one, day, day)) for one in days)


@lru_cache(maxsize=200)
def pause(step: Step) -> timedelta:
    """The longest time that weekdays or a cycle leave without a dose, beyond the day itself."""
    if not step.weekdays and step.days_on is None:
        return timedelta(0)
    begin = date(2026, 1, 5)
    days = [number for number in range(800) if asked_on(step, begin + timedelta(days=number), begin, begin)]
    return timedelta(days=max(b - a for a, b in pairwise(days)) - 1)


def _week() -> list[date]:
    return [date(2026, 1, 5) + timedelta(days=number) for number in range(7)]
