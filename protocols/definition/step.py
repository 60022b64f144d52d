"""A step: one dose level of a protocol, how often its doses are taken, and how long it lasts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from msgspec import Struct

from protocols.values.amounts import FINEST, tidy

SLOTS = ("morning", "midday", "evening", "bedtime")
"""The times of day a dose can be planned for, in the order of the day."""

USUAL_TIMES = {"morning": "08:00", "midday": "13:00", "evening": "20:00", "bedtime": "22:00"}
"""What is filled in for the times of day at enrolment."""

DAY_MINUTES = 24 * 60


def usual_time(slot: str) -> timedelta:
    """How long after midnight the doses of a time of day usually are."""
    hours, minutes = USUAL_TIMES[slot].split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


class PlannedDose(Struct, frozen=True, forbid_unknown_fields=True):
    """The amount one step asks for at one time of day ("morning"); at any time, "", by the clock."""

    slot: str
    amount: Decimal


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One dose level.

    Its doses are taken at times of day, each day or every `every_days` days, or by the clock every
    `every_minutes`. It lasts its `days`, `hours` or number of `doses_given`; an open-ended last
    step has none of them. `at_most_days` is the longest stay the protocol wants, None for no limit. It is
    said when it has passed; it moves and stops nothing by itself.
    """

    doses: tuple[PlannedDose, ...]
    days: int | None = None
    text: str = ""
    at_most_days: int | None = None
    hours: int | None = None
    doses_given: int | None = None
    every_days: int = 1
    every_minutes: int | None = None

    @property
    def interval(self) -> timedelta:
        """The time between two doses, on average where they stand at times of day."""
        if self.every_minutes is not None:
            return timedelta(minutes=self.every_minutes)
        return timedelta(days=self.every_days) / len(self.doses)

    @property
    def open_ended(self) -> bool:
        """Whether it goes on until a prescriber decides."""
        return self.days is None and self.hours is None and self.doses_given is None

    @property
    def once(self) -> bool:
        """Whether its one dose is given once: by the clock, and not again while its gate waits."""
        return self.every_minutes is not None and self.doses_given == 1

    @property
    def doses_needed(self) -> int | None:
        """Doses to be given before the next step: days x doses per day (rules.md, gate 1)."""
        if self.doses_given is not None:
            return self.doses_given
        if self.hours is not None:
            return self.doses_in(timedelta(hours=self.hours))
        return None if self.days is None else self.doses_in(timedelta(days=self.days))

    def doses_in(self, length: timedelta) -> int:
        """How many doses fall into its first `length`, were it to last so long; a day begun is a day."""
        if self.every_minutes is not None:
            return ceil(length / self.interval)
        return ceil(length / timedelta(days=self.every_days)) * len(self.doses)

    @property
    def length(self) -> timedelta | None:
        """How long it lasts when every dose is given at its time, None for the open-ended one."""
        if self.days is not None:
            return timedelta(days=self.days)
        if self.hours is not None:
            return timedelta(hours=self.hours)
        return None if self.doses_given is None else self.interval * self.doses_given

    @property
    def per_day(self) -> Fraction:
        """What its doses add up to in a day, on average over the days without one.

        A step by the clock that is over within a day adds up to its own doses: one given once is not 24.
        """
        if self.every_minutes is not None and self.length is not None and self.length < timedelta(days=1):
            return Fraction(self.total(self.doses_needed or 0))
        a_time = sum((Fraction(dose.amount) for dose in self.doses), Fraction(0)) / len(self.doses)
        return a_time * DAY_MINUTES / _minutes_between(self)

    @property
    def single(self) -> Decimal:
        """Its largest single dose."""
        return max(dose.amount for dose in self.doses)

    @property
    def daily(self) -> Decimal:
        """`per_day` as a decimal, rounded to six places where it does not come out even."""
        exact = self.per_day
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return tidy(value.quantize(FINEST, ROUND_HALF_UP))

    def total(self, doses: int) -> Decimal:
        """The amount of its first `doses` doses."""
        rounds, rest = divmod(doses, len(self.doses))
        in_all = sum((dose.amount for dose in self.doses), Decimal(0)) * rounds
        return in_all + sum((dose.amount for dose in self.doses[:rest]), Decimal(0))

    def taken(self, doses: int) -> list[PlannedDose]:
        """Its first `doses` doses, one after the other."""
        return [self.doses[place % len(self.doses)] for place in range(doses)]

    def amounts(self, doses: int) -> Counter[Decimal]:
        """How many of its first `doses` doses have which amount, however many there are."""
        rounds, rest = divmod(doses, len(self.doses))
        found: Counter[Decimal] = Counter()
        for place, dose in enumerate(self.doses):
            found[dose.amount] += rounds + (place < rest)
        return +found

    def amount(self, slot: str) -> Decimal | None:
        """The prescribed amount at `slot`, None where this step asks for none."""
        if self.every_minutes is not None:
            return None if slot in SLOTS else self.doses[0].amount
        return next((dose.amount for dose in self.doses if dose.slot == slot), None)


Direction = Literal["up", "down", "same", "up and down"]


def direction(before: Step, step: Step) -> Direction:
    """Whether `step` asks for more or less than `before`, at once and in a day; the day can hide a dose."""
    single, daily = before.single, before.per_day
    up = step.single > single or step.per_day > daily
    down = step.single < single or step.per_day < daily
    return "up and down" if up and down else "up" if up else "down" if down else "same"


def _minutes_between(step: Step) -> Fraction:
    if step.every_minutes is not None:
        return Fraction(step.every_minutes)
    return Fraction(DAY_MINUTES * step.every_days, len(step.doses))
