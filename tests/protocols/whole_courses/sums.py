"""What a protocol file asks for, computed from its TOML alone: nothing of Stepward is imported here.

A dose is (step, day of the step or None by the clock, time of day or "", amount). An open-ended last step is
taken for its first few doses.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

OF_THE_OPEN_END = 4
"""How many doses of a last step without an end are asked for here."""

TIMES = ("waking", "morning", "midmorning", "midday", "afternoon", "teatime", "evening", "bedtime")


class Dose(NamedTuple):
    """One dose that the file asks for."""

    step: int
    day: int | None
    slot: str
    amount: Decimal


class Sums(NamedTuple):
    """Every dose in its order, and whether the course ends by itself."""

    doses: list[Dose]
    ends: bool

    @property
    def total(self) -> Decimal:
        return sum((dose.amount for dose in self.doses), Decimal(0))


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def sums(path: Path, begins: dict[int, str] | None = None) -> Sums:
    """`begins` are the times of day with which steps began that follow doses by the clock."""
    steps = tables(path)["steps"]
    doses: list[Dose] = []
    for number, step in enumerate(steps, start=1):
        after_clock = number > 1 and "amount" in steps[number - 2]
        doses += _of_step(step, number, (begins or {}).get(number, "") if after_clock else "")
    ends = any(key in steps[-1] for key in ("days", "hours", "doses"))
    return Sums(doses, ends)


def _of_step(step: dict[str, Any], number: int, begins: str) -> list[Dose]:
    if "amount" in step:
        minutes = step.get("every_minutes") or step["every_hours"] * 60
        length = step.get("hours", 0) * 60 or step.get("days", 0) * 1440
        count = step.get("doses") or (ceil(length / minutes) if length else OF_THE_OPEN_END)
        return [Dose(number, None, "", Decimal(step["amount"])) for _ in range(count)]
    found: list[Dose] = []
    count = step.get("doses") or (None if "days" in step else OF_THE_OPEN_END)
    for day in range(step.get("days", 10_000)):
        for slot, amount in _of_day(step, day).items():
            if count is not None and len(found) >= count:
                return found
            if day == 0 and begins and TIMES.index(slot) < TIMES.index(begins):
                continue
            found.append(Dose(number, day, slot, amount))
    return found


def _of_day(step: dict[str, Any], day: int) -> dict[str, Decimal]:
    """The doses of day `day` of a step, counted from 0."""
    if day % step.get("every_days", 1):
        return {}
    return {slot: Decimal(step[slot]) for slot in TIMES if slot in step}
