"""What a protocol's steps add up to when every dose is given: days, doses, amounts, ratios.

Amounts are exact decimals in the protocol's unit; days are protocol days, day 1 being the day of
the first dose, begun with the first dose of that day. None of these sums is ever a dose.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil

from msgspec import Struct, structs

from protocols.definition.protocol import Protocol
from protocols.definition.step import DAY_MINUTES, WEEKDAYS, Step, usual_time
from protocols.definition.wording import slot_text
from protocols.values.formatting import amount_text, listed, number_text, plural

_MOMENT = timedelta(microseconds=1)
_DAYS = {1: "", 2: "on alternate days", 7: "once a week"}
_TIMES_A_DAY = dict(enumerate(("two", "three", "four", "five", "six", "seven", "eight"), start=2))


class StepTotals(Struct, frozen=True):
    """One step in the course of its protocol. The open-ended last step has no last day and no sums.

    `daily_ratio` compares the daily dose with that of the step before, `single_ratio` the largest
    single dose: from 300 mg once daily to 300 mg twice daily they are 2 and 1 (domain.md 4.4 row 4). Of
    rates both are that of the rate.
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
    """What lies before the last step: how long it takes, its doses and their amount together."""

    length: timedelta
    doses: int
    amount: Decimal

    @property
    def days(self) -> int:
        """The protocol days it takes; one begun is a day."""
        return ceil(self.length / timedelta(days=1))


def step_totals(protocol: Protocol) -> tuple[StepTotals, ...]:
    """Every step with its days and sums; nothing for a literature entry."""
    rows: list[StepTotals] = []
    given = Decimal(0)
    ratios = _ratios(protocol)
    for number, (step, begun) in enumerate(zip(protocol.steps, begins(protocol), strict=True), start=1):
        daily_ratio, single_ratio = ratios[number - 1]
        length = step.length
        amount = None if step.doses_needed is None else step.total(step.doses_needed)
        given += amount or 0
        rows.append(
            StepTotals(
                number=number,
                step=step,
                first_day=begun.days + 1,
                last_day=None if length is None else (begun + length - _MOMENT).days + 1,
                amount=amount,
                cumulative=None if amount is None else given,
                daily_ratio=daily_ratio,
                single_ratio=single_ratio,
            )
        )
    return tuple(rows)


def begins(protocol: Protocol) -> list[timedelta]:
    """How long after the first dose each step begins, when every dose is given and every gate opens at once.

    After doses by the clock a step at times of day begins with the first of them that is still to come.
    """
    found: list[timedelta] = []
    begun, by_clock = timedelta(0), False
    for step in protocol.steps:
        if by_clock and step.every_minutes is None:
            begun = _next_time_of_day(step, begun, protocol.steps[0])
        found.append(begun)
        begun, by_clock = begun + (step.length or timedelta(0)), step.every_minutes is not None
    return found


def _next_time_of_day(step: Step, begun: timedelta, first: Step) -> timedelta:
    """The turn of the day that is next, as a share of it, where the first dose was at its usual time."""
    day = timedelta(days=1)
    there = usual_time(first.doses[0].slot or "morning") + begun
    coming = [place for place, dose in enumerate(step.doses) if usual_time(dose.slot) >= there % day]
    return there // day * day + (day * coming[0] / len(step.doses) if coming else day)


def before_last(protocol: Protocol) -> BeforeLast | None:
    """Days, doses and amount before the last step; None for a literature entry."""
    if not protocol.startable:
        return None
    earlier = protocol.steps[:-1]
    return BeforeLast(
        length=begins(protocol)[-1],
        doses=sum(step.doses_needed or 0 for step in earlier),
        amount=sum((step.total(step.doses_needed or 0) for step in earlier), Decimal(0)),
    )


def amounts_by(protocol: Protocol, last: int) -> list[Decimal]:
    """The amount of all doses up to day 0 and to each day up to `last`, in one pass."""
    return list(_amounts_by(protocol, last))


@lru_cache(maxsize=16)
def _amounts_by(protocol: Protocol, last: int) -> tuple[Decimal, ...]:
    """Kept, because what stands side by side asks for the same sums again and again."""
    day_long = timedelta(days=1)
    of_day = [Decimal(0)] * (last + 1)
    for step, begun in zip(protocol.steps, begins(protocol), strict=True):
        given, needed, length = Decimal(0), step.doses_needed, step.length
        end = last if length is None else min(ceil((begun + length) / day_long), last)
        every_day = _every_day(step, begun)
        if every_day is not None:
            for day in range(begun.days + 1, end + 1):
                of_day[day] += every_day
            continue
        for day in range(begun.days + 1, end + 1):
            left = day * day_long - begun
            doses = step.doses_in(left if length is None else min(length, left))
            so_far = step.total(doses if needed is None else min(doses, needed))
            of_day[day] += so_far - given
            given = so_far
    return tuple(accumulate(of_day))


def _every_day(step: Step, begun: timedelta) -> Decimal | None:
    """The amount of each day of a step whose days are all alike; None where they can differ."""
    whole = begun % timedelta(days=1) == timedelta(0) and (step.days is not None or step.open_ended)
    minutes = step.every_minutes
    alike = step.cycle == 1 if minutes is None else DAY_MINUTES % minutes == 0
    return step.total(step.doses_in(timedelta(days=1))) if whole and alike else None


def length_text(length: timedelta) -> str:
    """How long steps last, in words: "8 days", "6 hours", "90 minutes"."""
    if length % timedelta(days=1) == timedelta(0):
        return plural(length.days, "day")
    hours = Fraction(length // timedelta(minutes=1), 60)
    return plural(int(hours), "hour") if hours.denominator == 1 else f"{int(hours * 60)} minutes"


def lasts_text(step: Step) -> str:
    """How long one step lasts, as its protocol measures it: "8 days", "4 doses", "on"."""
    if step.doses_given is not None:
        return plural(step.doses_given, "dose")
    return "on" if step.length is None else length_text(step.length)


def frequency_text(step: Step) -> str:
    """How often a step's doses are taken, in words (domain.md 2.2): never QD or BID."""
    if step.every_minutes is not None:
        return "once" if step.doses_given == 1 else f"every {_every_text(step.every_minutes)}"
    slots = [slot_text(dose.slot) for dose in step.doses]
    days = rhythm_text(step)
    if len(slots) == 1 and (step.weekdays or step.days_on):
        return f"{slots[0]}, {days}"
    if len(slots) == 1:
        return f"{days or 'once daily'} {slots[0]}"
    same = len({dose.amount for dose in step.doses}) == 1
    times = "twice daily" if len(slots) == 2 else f"{_TIMES_A_DAY[len(slots)]} times daily"
    return times if same and not days else f"{listed(slots)} {days}".strip()


def rhythm_text(step: Step) -> str:
    """On which days a step at times of day is taken: "on alternate days", "on Mon and Fri"; "" for all."""
    if step.weekdays:
        return f"on {listed([WEEKDAYS[day] for day in step.weekdays])}"
    if step.days_on is not None:
        return f"{plural(step.days_on, 'day')} on and {step.days_off} off"
    return _DAYS.get(step.every_days, f"every {step.every_days} days")


def _every_text(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return f"{minutes} minutes"
    return "hour" if hours == 1 else f"{hours} hours"


def step_text(step: Step, unit: str) -> str:
    """A step's doses in words: "450 mg in the morning and 600 mg in the evening"."""
    if step.pattern:
        days = [structs.replace(step, pattern=(), doses=doses) for doses in step.pattern]
        return f"day by day in turn: {'; '.join(_doses_text(day, unit) for day in days)}"
    return _doses_text(step, unit)


def _doses_text(step: Step, unit: str) -> str:
    """The doses of a step without a pattern, or of one day of it."""
    if len({dose.amount for dose in step.doses}) == 1:
        return f"{amount_text(step.doses[0].amount, unit)} {frequency_text(step)}"
    days = rhythm_text(step)
    doses = listed([f"{amount_text(dose.amount, unit)} {slot_text(dose.slot)}" for dose in step.doses])
    return f"{doses} {days}".strip()


def ratio_text(ratio: Fraction) -> str:
    """A ratio to two decimals, without trailing zeros: "1.17", "2"."""
    value = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return number_text(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _ratios(protocol: Protocol) -> list[tuple[Fraction | None, Fraction | None]]:
    """Of the day and of the single dose; of rates, which are not added up, both that of the rate."""
    found: list[tuple[Fraction | None, Fraction | None]] = [(None, None)]
    for before, step in pairwise(protocol.steps):
        single = Fraction(_single(step)) / Fraction(_single(before))
        found.append((single if protocol.is_rate else step.per_day / before.per_day, single))
    return found


def _single(step: Step) -> Decimal:
    return max(dose.amount for dose in step.doses)
