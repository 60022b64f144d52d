"""What a protocol's steps add up to when every dose is given: days, doses, amounts, ratios.

Amounts are exact decimals in the protocol's unit; days are protocol days, day 1 being the day of
the first dose, begun with the first dose of that day. None of these sums is ever a dose.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from protocols.protocol import Protocol, Step
from protocols.words import amount_text, listed, number_text

_TIMES_A_DAY = {2: "twice daily", 3: "three times daily", 4: "four times daily"}


class StepTotals(Struct, frozen=True):
    """One step in the course of its protocol. The open-ended last step has no last day and no sums.

    `daily_ratio` compares the daily dose with that of the step before, `single_ratio` the largest
    single dose: from 300 mg once daily to 300 mg twice daily they are 2 and 1 (domain.md 4.4 row 4).
    """

    number: int
    step: Step
    first_day: int
    last_day: int | None
    amount: Decimal | None
    cumulative: Decimal | None
    daily_ratio: Fraction | None
    single_ratio: Fraction | None


class BeforeLast(Struct, frozen=True):
    """What lies before the last step: its days, its doses and their amount together."""

    days: int
    doses: int
    amount: Decimal


def step_totals(protocol: Protocol) -> tuple[StepTotals, ...]:
    """Every step with its days and sums; nothing for a literature entry."""
    rows: list[StepTotals] = []
    day, given = 1, Decimal(0)
    ratios = _ratios(protocol.steps)
    for number, step in enumerate(protocol.steps, start=1):
        daily_ratio, single_ratio = ratios[number - 1]
        amount = None if step.days is None else step.daily * step.days
        given += amount or 0
        rows.append(
            StepTotals(
                number=number,
                step=step,
                first_day=day,
                last_day=None if step.days is None else day + step.days - 1,
                amount=amount,
                cumulative=None if amount is None else given,
                daily_ratio=daily_ratio,
                single_ratio=single_ratio,
            )
        )
        day += step.days or 0
    return tuple(rows)


def before_last(protocol: Protocol) -> BeforeLast | None:
    """Days, doses and amount before the last step; None for a literature entry."""
    if not protocol.startable:
        return None
    earlier = protocol.steps[:-1]
    return BeforeLast(
        days=sum(step.days or 0 for step in earlier),
        doses=sum(step.doses_needed or 0 for step in earlier),
        amount=sum((step.daily * (step.days or 0) for step in earlier), Decimal(0)),
    )


def amount_by(protocol: Protocol, day: int) -> Decimal:
    """The amount of all doses of protocol days 1 to `day`. ValueError without a schedule."""
    if not protocol.startable:
        raise ValueError(f"{protocol.id} has no schedule")
    total, left = Decimal(0), max(day, 0)
    for step in protocol.steps:
        days = left if step.days is None else min(step.days, left)
        total += step.daily * days
        left -= days
    return total


def frequency_text(step: Step) -> str:
    """How often a step's doses are taken, in words (domain.md 2.2): never QD or BID."""
    slots = [f"in the {dose.slot}" for dose in step.doses]
    if len(slots) == 1:
        return f"once daily {slots[0]}"
    if len({dose.amount for dose in step.doses}) > 1:
        return listed(slots)
    return _TIMES_A_DAY[len(slots)]


def step_text(step: Step, unit: str) -> str:
    """A step's doses in words: "450 mg in the morning and 600 mg in the evening"."""
    if len({dose.amount for dose in step.doses}) == 1:
        return f"{amount_text(step.doses[0].amount, unit)} {frequency_text(step)}"
    return listed([f"{amount_text(dose.amount, unit)} in the {dose.slot}" for dose in step.doses])


def ratio_text(ratio: Fraction) -> str:
    """A ratio to two decimals, without trailing zeros: "1.17", "2"."""
    value = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return number_text(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _ratios(steps: tuple[Step, ...]) -> list[tuple[Fraction | None, Fraction | None]]:
    first: list[tuple[Fraction | None, Fraction | None]] = [(None, None)]
    return first + [
        (Fraction(step.daily) / Fraction(before.daily), Fraction(_single(step)) / Fraction(_single(before)))
        for before, step in pairwise(steps)
    ]


def _single(step: Step) -> Decimal:
    return max(dose.amount for dose in step.doses)
