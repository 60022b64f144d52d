"""What a protocol file asks for, computed from its TOML alone: nothing of Stepward is imported here.

Days are so many doses: a step that begins in the evening has its morning dose on the day after its last.
A dose is (step, day of the step or None by the clock, time of day or "", amount). An open-ended last step is
taken for its first few doses.
"""

from __future__ import annotations

import re
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
    return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)


def sums(path: Path, begins: dict[int, tuple[str, int]] | None = None) -> Sums:
    """`begins` says with which time of day, and on which day of the week (0 for Monday), each step began."""
    found = tables(path)
    steps = [_fixed(step, found) for step in found["steps"]]
    doses: list[Dose] = []
    for number, step in enumerate(steps, start=1):
        anywhere = number == 1 or "amount" in steps[number - 2] or _within_a_day(doses[-1], steps[number - 2])
        first = (begins or {}).get(number, ("", 0))
        doses += _of_step(step, number, first[0] if anywhere else "", first[1])
    ends = any(key in steps[-1] for key in ("days", "hours", "doses"))
    return Sums(doses, ends)


def _within_a_day(last: Dose, step: dict[str, Any]) -> bool:
    """Whether the last dose of a step is not the last one of its day: the next begins on the same day."""
    slots = [slot for slot in TIMES if slot in step or any(slot in turn for turn in step.get("pattern", ()))]
    return bool(slots) and last.slot != slots[-1]


WEIGHT_KG, HEIGHT_CM = Decimal(15), Decimal(100)
"""Who the amounts per kg or m² are fixed for: 0.65 m² by Mosteller, the root of 1,500 / 3,600."""


def fixed_amount(asked: Decimal, unit: str, round_to: Decimal | None, cap: Decimal | None) -> Decimal:
    """What a prescriber fixes: the nearest step of the rounding, half a step up, never above the cap."""
    exact = asked * (Decimal("0.65") if "/m2" in unit else WEIGHT_KG)
    goal = exact if cap is None else min(exact, cap)
    if round_to is None:
        return goal
    steps = (goal / round_to + Decimal("0.5")) // 1
    return steps * round_to if cap is None or steps * round_to <= cap else (steps - 1) * round_to


def _fixed(step: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """A step with the fixed amounts in the place of those per kg or m²."""
    unit = found["unit"]
    if "/kg" not in unit and "/m2" not in unit:
        return step
    cap = step.get("at_most", found.get("at_most"))

    def fix(amount: Decimal) -> Decimal:
        return fixed_amount(Decimal(amount), unit, found.get("round_to"), cap)

    slots = {key: fix(value) for key, value in step.items() if key in (*TIMES, "amount")}
    turns = [{slot: fix(value) for slot, value in turn.items()} for turn in step.get("pattern", ())]
    return {**step, **slots, **({"pattern": turns} if turns else {})}


def _of_step(step: dict[str, Any], number: int, begins: str, weekday: int) -> list[Dose]:
    if "amount" in step:
        minutes = step.get("every_minutes") or step["every_hours"] * 60
        length = step.get("hours", 0) * 60 or step.get("days", 0) * 1440
        count = step.get("doses") or (ceil(length / minutes) if length else OF_THE_OPEN_END)
        return [Dose(number, None, "", Decimal(step["amount"])) for _ in range(count)]
    found: list[Dose] = []
    count = step.get("doses") or OF_THE_OPEN_END
    if "days" in step:
        count = sum(len(_of_day(step, day, weekday)) for day in range(step["days"]))
    for day in range(10_000):
        of_day = _of_day(step, day, weekday)
        for slot, amount in of_day.items():
            if len(found) >= count:
                return found
            if day == 0 and begins and TIMES.index(slot) < TIMES.index(begins):
                continue
            found.append(Dose(number, day, slot, amount))
    return found


WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _of_day(step: dict[str, Any], day: int, weekday: int) -> dict[str, Decimal]:
    """The doses of day `day` of a step, counted from 0; `weekday` is that of its first day, 0 for Monday."""
    if day % step.get("every_days", 1):
        return {}
    if "weekdays" in step and not re.search(rf"\b{WEEK[(weekday + day) % 7]}", str(step["weekdays"])):
        return {}
    if "days_on" in step and day % (step["days_on"] + step["days_off"]) >= step["days_on"]:
        return {}
    if "pattern" in step:
        turn = step["pattern"][day % len(step["pattern"])]
        return {slot: Decimal(turn[slot]) for slot in TIMES if slot in turn}
    return {slot: Decimal(step[slot]) for slot in TIMES if slot in step}
