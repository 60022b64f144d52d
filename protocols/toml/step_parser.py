"""The steps of a protocol file: doses at times of day or by the clock, and how long each step lasts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from protocols.definition.step import SLOTS, PlannedDose, Step
from protocols.toml.making_parser import read_cap
from protocols.toml.rhythm_parser import read_pattern, read_rhythm, union
from protocols.toml.table import Table

MOST_STEPS = 100
LONGEST_STEP_DAYS = 365
LONGEST_STEP_DOSES = 1000
SHORTEST_INTERVAL_MINUTES = 5
_LENGTHS = ("days", "hours", "doses")


def read_steps(top: Table) -> tuple[Step, ...]:
    """The [[steps]] tables; every fault in them is noted."""
    if "steps" not in top.found:
        right = "Add a table [[steps]] for each, or steps = [] for a publication without a schedule"
        top.wrong(("the steps are missing", right))
    tables = top.tables("steps")
    if len(tables) > MOST_STEPS:
        top.wrong((f"there are {len(tables):,} steps", f"Write at most {MOST_STEPS}"), "steps")
    written = [_as_written(table) for table in tables]
    for table, before, doses in zip(tables[1:], written, written[1:], strict=False):
        if doses == before and any(dose is not None for dose in doses):
            table.wrong(("the doses are those of the step before", _one_step(top)))
    return tuple(_step(top, table, last=table is tables[-1]) for table in tables)


def _one_step(top: Table) -> str:
    """What to write instead of two like steps; a volume of another dilution is another amount of the drug."""
    if top.found.get("unit") in ("mL", "drops"):
        return 'For dilutions write the amounts of the drug in unit = "mg", and each as one of [[liquids]]'
    return "Make it one step with the days of both"


def _as_written(table: Table) -> list[object]:
    """The doses and their rhythm, to compare: None when not there, and a wrong value is like no other."""
    keys = (*SLOTS, "amount", "every_days", "every_hours", "every_minutes", "days_on", "days_off")
    values = (table.found.get(key) for key in keys)
    plain = [value if isinstance(value, int | Decimal | None) else object() for value in values]
    return [*plain, *(_comparable(table.found.get(key)) for key in ("weekdays", "pattern"))]


def _comparable(value: object) -> object:
    """A value that is the same where it is written the same."""
    return None if value is None else repr(value)


def _step(top: Table, table: Table, last: bool) -> Step:
    days, hours, doses_given = _length(table, last)
    text = table.maybe_text("text")
    at_most_days = _at_most_days(table, days, last)
    every_minutes = _every_minutes(table)
    by_clock = every_minutes is not None or "amount" in table.found
    doses = _by_clock(table, every_minutes) if by_clock else _by_time_of_day(table)
    rhythm, pattern = read_rhythm(table, by_clock), read_pattern(table, by_clock)
    doses = union(pattern) if pattern else doses
    if rhythm.get("weekdays") and days is not None and days % 7:
        right = f"Write whole weeks, such as days = {max(days // 7, 1) * 7}, or a number of doses"
        table.wrong((f"{days} days hold more or fewer of these weekdays by how they fall", right), "days")
    if hours is not None and not by_clock:
        right = "Write days or doses, or give the doses by the clock: amount and every_hours"
        table.wrong(("the step is measured in hours and its doses stand at times of day", right), "hours")
    at_most = read_cap(top, table)
    table.close("key or time of day")
    return Step(
        doses=doses,
        days=days,
        text=text,
        at_most_days=at_most_days,
        hours=hours,
        doses_given=doses_given,
        every_minutes=every_minutes,
        pattern=pattern,
        at_most=at_most,
        **rhythm,
    )


def _length(table: Table, last: bool) -> tuple[int | None, int | None, int | None]:
    """Days, hours or doses: one of them. A last step without any goes on until a prescriber decides."""
    days = table.maybe_whole("days", 1, LONGEST_STEP_DAYS)
    hours = table.maybe_whole("hours", 1, LONGEST_STEP_DAYS * 24)
    doses = table.maybe_whole("doses", 1, LONGEST_STEP_DOSES)
    there = [key for key in _LENGTHS if key in table.found]
    if len(there) > 1:
        table.wrong((f"the step has {there[0]} and {there[1]}", "Leave one of them out"), there[1])
    elif not last and not there:
        right = (
            "Add a line such as days = 2, hours = 6 or doses = 4: only the last step goes on without an end"
        )
        table.wrong(("days is missing", right))
    return days, hours, doses


def _at_most_days(table: Table, days: int | None, last: bool) -> int | None:
    """A limit is longer than the days of the step, which a dose not given makes longer."""
    limit = table.maybe_whole("at_most_days", 1, LONGEST_STEP_DAYS)
    if limit is not None and last:
        right = "Leave it out: the last step goes on until a prescriber decides"
        table.wrong(("the last step has a longest stay", right), "at_most_days")
    elif limit is not None and days is not None and limit <= days:
        right = f"Write more than {days}, or leave it out for no limit"
        table.wrong(("at_most_days is not more than days", right), "at_most_days")
    return limit


def _by_time_of_day(table: Table) -> tuple[PlannedDose, ...]:
    amounts = [(slot, table.maybe_amount(slot)) for slot in SLOTS]
    if not any(key in table.found for key in (*SLOTS, "pattern")):
        table.wrong(("the step has no dose", "Add a line such as morning = 150"))
    return tuple(PlannedDose(slot, amount) for slot, amount in amounts if amount is not None)


def _every_minutes(table: Table) -> int | None:
    hours = table.maybe_whole("every_hours", 1, 72)
    minutes = table.maybe_whole("every_minutes", SHORTEST_INTERVAL_MINUTES, 72 * 60)
    if hours is not None and minutes is not None:
        table.wrong(
            ("every_hours and every_minutes stand together", "Leave one of them out"), "every_minutes"
        )
    return hours * 60 if hours is not None else minutes


def _by_clock(table: Table, every_minutes: int | None) -> tuple[PlannedDose, ...]:
    amount = table.maybe_amount("amount")
    if "amount" not in table.found:
        table.wrong(("amount is missing", "Add a line such as amount = 4: what is taken each time"))
    elif every_minutes is None:
        table.wrong(("the doses have no rhythm", "Add a line such as every_hours = 6"), "amount")
    for slot in SLOTS:
        if table.has(slot):
            right = "Write times of day, or amount with every_hours or every_minutes"
            table.wrong((f"{slot} stands beside doses by the clock", right), slot)
    return () if amount is None else (PlannedDose("", amount),)


def longest_interval(steps: tuple[Step, ...]) -> timedelta:
    """The longest time between two doses in any step, as far as they could be read."""
    return max((step.interval for step in steps if step.doses), default=timedelta(0))
