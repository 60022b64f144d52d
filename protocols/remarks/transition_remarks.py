"""A step that can never be left while people give what is due: named before a patient waits for the next one.

The gate asks for a check so long after the last dose and so fresh at the first one of the next step, and for
no break of treatment (rules.md, "The gate", 3 and 6). Between two doses at their usual times there must be a
moment for all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from math import ceil

from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.spacing import longest_gap
from protocols.definition.step import Step, usual_time
from protocols.definition.totals import length_text
from protocols.values.formatting import hours_text, plural

_DAY = timedelta(days=1)
_MORNING = usual_time("morning")


def transition_remarks(protocol: Protocol) -> Iterator[tuple[int, str]]:
    """Each remark with the step that cannot be left, or by a prescriber's waiver alone."""
    for number, (left, step) in enumerate(pairwise(protocol.steps), start=1):
        words = _words(left, step, protocol.gate_to(number + 1), f"step {number + 1}")
        if words:
            yield number, words


def _words(left: Step, step: Step, rules: GateRules, name: str) -> str:
    """What keeps the step called `name` from ever following `left`, "" for nothing."""
    waits, gap = list(_waits(left, step, rules)), longest_gap(left)
    if rules.check_after_dose >= gap and not left.once:
        after = hours_text(rules.check_after_dose_hours)
        apart = f"its doses are {length_text(gap)} apart and a check counts {after} after a dose"
        return f"{apart}: the next dose is due before the gate can open."
    if not waits:
        never = f"{name} can never begin while people give what is due"
        return f"{never}: at its first dose any check is older than {hours_text(rules.check_valid_hours)}."
    if max(min(waits), gap if _spans_a_gap(left) else min(waits)) >= _break(rules) + left.pause:
        least = plural(rules.treatment_break_hours, "hour")
        return f"{name} can only begin when a prescriber waives a break: {least} or more lie between doses."
    return ""


def _break(rules: GateRules) -> timedelta:
    return timedelta(hours=rules.treatment_break_hours)


def _spans_a_gap(left: Step) -> bool:
    """Whether the longest time between two of its doses lies among those that the step needs."""
    return (left.doses_needed or 0) > len(left.doses)


def _waits(left: Step, step: Step, rules: GateRules) -> Iterator[timedelta]:
    """How long after a dose of `left` the next step can be begun at the soonest, before the next dose is due.

    For each dose once all that are needed were given, over two rounds. A dose given once is not due again.
    """
    needed = left.doses_needed or 1
    opens = timedelta(0)
    if left.days is not None:
        opens = _DAY * left.days
    elif left.hours is not None:
        opens = _MORNING + timedelta(hours=left.hours)
    a_round = len(left.doses) if left.every_minutes is None else ceil(_DAY / left.interval)
    for number in range(needed - 1, needed - 1 + 2 * a_round):
        last, due = _time(left, number), _time(left, number + 1)
        due = due if not left.once else last + rules.check_after_dose + _DAY * 2
        soonest = max(last + rules.check_after_dose, opens)
        by_clock = step.every_minutes is not None
        firsts = [max(last + left.interval, soonest)] if by_clock else _firsts(left, step, last, due)
        late = _DAY / len(step.doses) / 2
        begins = (max(soonest, first - rules.check_valid) for first in firsts if soonest <= first + late)
        yield from (at - last for at in begins if at < due)


def _time(step: Step, number: int) -> timedelta:
    """When a dose of a step that begins in the morning of its first day is planned, from that midnight on.

    Days off are planned too: of days of the week the first named is the first day.
    """
    if step.every_minutes is not None:
        return _MORNING + step.interval * number
    round_of = [(day, dose.slot) for day in range(step.cycle) for dose in step.on_day(day)]
    rounds, place = divmod(number, len(round_of))
    day, slot = round_of[place]
    return _DAY * (step.cycle * rounds + day) + usual_time(slot)


def _firsts(left: Step, step: Step, last: timedelta, due: timedelta) -> list[timedelta]:
    """The doses at times of day with which `step` can begin after the dose `last` of `left` (slots.py)."""
    each = min(step.every_days, left.every_days)
    begin = last // _DAY + (each if each > 1 else 0)
    days: Iterable[int] = range(begin, max(begin, due // _DAY) + 2)
    if left.weekdays and step.weekdays:
        days = [day for day in days if (left.weekdays[0] + day) % 7 in step.weekdays]
    firsts = (_DAY * day + usual_time(dose.slot) for day in days for dose in step.doses)
    return [first for first in firsts if first > last]
