"""What lies between one step and the next: how much more or less, and how soon after the last dose.

The published protocols at most double the daily dose from step to step, so more is named here and not
forbidden (domain.md 4.4 row 4). A single dose is judged beside the day: the day can hide it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from protocols.definition.protocol import Protocol
from protocols.definition.spacing import gaps
from protocols.definition.step import Step, usual_time
from protocols.definition.totals import length_text, ratio_text, step_text, step_totals

LARGEST_RATIO = 2
_DAY = timedelta(days=1)


def change_remarks(protocol: Protocol) -> Iterator[tuple[int, str]]:
    """Each remark with the step it is about."""
    rows = step_totals(protocol)
    for before, row in pairwise(rows):
        day = "rate" if protocol.is_rate else "daily dose"
        named = f"from {step_text(before.step, protocol.unit)} to {step_text(row.step, protocol.unit)}"
        daily, single = row.daily_ratio, row.single_ratio
        assert daily is not None
        assert single is not None
        if daily > LARGEST_RATIO:
            more = f" and a single dose {ratio_text(single)} times" if LARGEST_RATIO < single != daily else ""
            times = f"{ratio_text(daily)} times{more} that of the step before"
            yield row.number, f"the {day} is {times}, {named}."
        elif single > LARGEST_RATIO:
            yield row.number, f"a single dose is {ratio_text(single)} times that of the step before, {named}."
        if daily * LARGEST_RATIO < 1:
            yield (
                row.number,
                f"the {day} falls to {ratio_text(daily)} of that of the step before, {named}.",
            )
        elif daily < 1 and _astray(protocol, row.number):
            yield row.number, f"the {day} is less than in the step before, {named}."
        gap = soonest(before.step, row.step, protocol.gate.check_after_dose)
        near = min(gaps(before.step))
        if gap < near and (gap <= min(near, *gaps(row.step)) / 2 or before.step.every_minutes is not None):
            yield (
                row.number,
                f"its first dose can come {_soon(gap)} after the last one of step {before.number}, "
                f"whose doses are {length_text(near)} apart.",
            )


def _astray(protocol: Protocol, number: int) -> bool:
    """Whether a step down is none of a loading dose's, nor of doses that only go down from there on.

    A loading dose comes first, and from the step after it on the doses rise or stay.
    """
    turns = [protocol.direction(other) for other in range(2, len(protocol.steps) + 1)]
    place = number - 2
    only_down = all(turn in ("down", "same") for turn in turns[place:])
    return not only_down and (place > 0 or any(turn == "down" for turn in turns[1:]))


def _soon(gap: timedelta) -> str:
    return length_text(gap) if gap else "at once"


def soonest(left: Step, step: Step, check_after: timedelta) -> timedelta:
    """How soon after a dose of `left` the first one of `step` can be, at the usual times of day.

    Not before a check counts. By the clock the doses of `left` keep their distance (slots.py).
    """
    if step.every_minutes is not None:
        return left.interval
    if left.every_minutes is not None:
        return check_after
    last = [usual_time(dose.slot) for dose in left.doses]
    first = [usual_time(dose.slot) for dose in step.doses]
    apart = min(step.every_days, left.every_days)
    days = (0, 1, 2) if apart == 1 else (apart,)
    waits = [later - earlier + _DAY * day for earlier in last for later in first for day in days]
    return min(wait for wait in waits if wait > timedelta(0) and wait >= check_after)
