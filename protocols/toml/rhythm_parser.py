"""On which days the doses of a step are taken: every so many days, weekdays, a cycle, or amounts in turn."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypedDict

from protocols.definition.step import SLOTS, WEEKDAYS, PlannedDose
from protocols.toml.faults import shown
from protocols.toml.table import Table
from protocols.toml.values import amount_wrong

LONGEST_CYCLE_DAYS = 365
LONGEST_PATTERN_DAYS = 56
_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = {name: place for names in (WEEKDAYS, _LONG) for place, name in enumerate(names)}
_RHYTHMS = ("every_days", "weekdays", "days_on", "pattern")
Pattern = tuple[tuple[PlannedDose, ...], ...]


class Rhythm(TypedDict, total=False):
    """What `Step` has of it."""

    every_days: int
    weekdays: tuple[int, ...]
    days_on: int | None
    days_off: int | None


def read_rhythm(table: Table, by_clock: bool) -> Rhythm:
    """The rhythm of one step; every fault in it is noted. Doses by the clock have none."""
    there = [key for key in (*_RHYTHMS, "days_off") if table.has(key)]
    if by_clock:
        for key in there:
            table.wrong((f"{key} stands beside doses by the clock", "Leave one of them out"), key)
        return {}
    for other in [key for key in there if key in _RHYTHMS][1:]:
        table.wrong((f"{there[0]} and {other} stand together", "Leave one of them out"), other)
    if ("days_on" in there) != ("days_off" in there):
        right = "Write both, such as days_on = 21 and days_off = 7"
        table.wrong(("one of days_on and days_off is missing", right), there[-1])
    return {
        "every_days": table.maybe_whole("every_days", 2, 56) or 1,
        "weekdays": _weekdays(table),
        "days_on": table.maybe_whole("days_on", 1, LONGEST_CYCLE_DAYS),
        "days_off": table.maybe_whole("days_off", 1, LONGEST_CYCLE_DAYS),
    }


def _weekdays(table: Table) -> tuple[int, ...]:
    """Days of the week, as a text with commas or as a list; at least one, and not all seven."""
    if "weekdays" not in table.found:
        return ()
    value = table.found["weekdays"]
    names = re.split(r"\s*(?:,|;|\band\b)\s*", value.strip()) if isinstance(value, str) else value
    right = 'Write weekdays = "Mon, Wed, Fri"'
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        table.wrong(("the days of the week are named by text alone, at least one", right), "weekdays")
        return ()
    unknown = [name for name in names if name not in _NUMBERS]
    if unknown:
        table.wrong((f"{shown(unknown[0])} is no day of the week", right), "weekdays")
        return ()
    numbers = [_NUMBERS[name] for name in names]
    if len(set(numbers)) < len(numbers):
        table.wrong(("a day stands twice", "Write each day once"), "weekdays")
    if len(set(numbers)) == len(WEEKDAYS):
        wrong = ("all seven days are named", "Leave weekdays out: then every day has its doses")
        table.wrong(wrong, "weekdays")
    return tuple(sorted(set(numbers)))


def read_pattern(table: Table, by_clock: bool) -> Pattern:
    """The doses of one day after the other; every day has the same times of day."""
    if "pattern" not in table.found or by_clock:
        return ()
    value = table.found["pattern"]
    right = "Write the days one after the other: pattern = [{ morning = 50 }, { morning = 75 }]"
    if (
        not isinstance(value, list)
        or len(value) < 2
        or not all(isinstance(day, dict) and day for day in value)
    ):
        table.wrong((f"{shown(value)} is no pattern of days", right), "pattern")
        return ()
    if len(value) > LONGEST_PATTERN_DAYS:
        table.wrong(
            (f"the pattern has {len(value)} days", f"Write at most {LONGEST_PATTERN_DAYS}"), "pattern"
        )
        return ()
    for slot in (slot for slot in SLOTS if slot in table.found):
        table.wrong((f"{slot} stands beside pattern", "Write every dose in pattern"), slot)
    days = [_day(table, day, number) for number, day in enumerate(value, start=1)]
    if len({frozenset(day) for day in value}) > 1:
        right = "Give every day the same times of day, with the amount of each"
        table.wrong(("the days of the pattern have other times of day", right), "pattern")
    if len(set(days)) == 1:
        table.wrong(("the days of the pattern are all the same", "Write it without pattern"), "pattern")
    return tuple(days)


def _day(table: Table, day: dict[str, object], number: int) -> tuple[PlannedDose, ...]:
    unknown = next((slot for slot in day if slot not in SLOTS), None)
    if unknown is not None:
        words = (f"{shown(unknown)} is no time of day", f"Use one of {', '.join(SLOTS)}")
        table.wrong(words, "pattern", number)
    doses = []
    for slot in (slot for slot in SLOTS if slot in day):
        amount = day[slot]
        wrong = table.wrong(amount_wrong(amount), "pattern", number, slot)
        if not wrong and isinstance(amount, int | Decimal):
            doses.append(PlannedDose(slot, Decimal(amount)))
    return tuple(doses)


def union(pattern: Pattern) -> tuple[PlannedDose, ...]:
    """The times of day of a pattern, each with its largest amount."""
    slots = [dose.slot for dose in pattern[0]]
    amounts = {slot: [d.amount for day in pattern for d in day if d.slot == slot] for slot in slots}
    return tuple(PlannedDose(slot, max(amounts[slot])) for slot in slots)
