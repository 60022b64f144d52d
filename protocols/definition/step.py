"""A step: one dose level of a protocol, how often its doses are taken, and how long it lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import count, pairwise
from math import ceil
from typing import Literal

from msgspec import Struct, structs

from protocols.values.amounts import FINEST, tidy

USUAL_TIMES = {
    "waking": "06:00",
    "morning": "08:00",
    "midmorning": "10:00",
    "midday": "13:00",
    "afternoon": "16:00",
    "teatime": "18:00",
    "evening": "20:00",
    "bedtime": "22:00",
}
"""What is filled in for the times of day at enrolment."""

SLOTS = tuple(USUAL_TIMES)
"""The times of day a dose can be planned for, in the order of the day."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""The days of the week; their place is their number."""

DAY_MINUTES = 24 * 60


def usual_time(slot: str) -> timedelta:
    """How long after midnight the doses of a time of day usually are."""
    hours, minutes = USUAL_TIMES[slot].split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


class PlannedDose(Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True):
    """The amount one step asks for at one time of day ("morning"); at any time, "", by the clock."""

    slot: str
    amount: Decimal


class Step(Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True):
    """One dose level.

    Its doses are taken at times of day, each day or every `every_days` days, or by the clock every
    `every_minutes`. It lasts its `days`, `hours` or number of `doses_given`; an open-ended last
    step has none of them. `at_most_days` is the longest stay the protocol wants, None for no limit. It is
    said when it has passed; it moves and stops nothing by itself.

    A step that is not taken every day has one rhythm: `every_days`; `weekdays` by their numbers; a cycle of
    `days_on` and `days_off`; or a `pattern`, the doses of one day after the other, then from its first again.
    `doses` are then the largest of each time of day. A cycle and a pattern are counted from the first day of
    a stay, through a hold too. `at_most` is the cap of one dose where the amounts are per kg or m².
    """

    doses: tuple[PlannedDose, ...]
    days: int | None = None
    text: str = ""
    at_most_days: int | None = None
    hours: int | None = None
    doses_given: int | None = None
    every_days: int = 1
    every_minutes: int | None = None
    weekdays: tuple[int, ...] = ()
    days_on: int | None = None
    days_off: int | None = None
    pattern: tuple[tuple[PlannedDose, ...], ...] = ()
    at_most: Decimal | None = None

    def on_day(self, number: int) -> tuple[PlannedDose, ...]:
        """The doses at times of day on day `number` of the rhythm, the first being 0.

        Of days of the week the first is taken to be the first named.
        """
        if self.weekdays:
            return self.doses if (self.weekdays[0] + number) % 7 in self.weekdays else ()
        if self.days_on is not None and number % self.cycle >= self.days_on:
            return ()
        if self.pattern:
            return self.pattern[number % len(self.pattern)]
        return self.doses if number % self.every_days == 0 else ()

    def on_date(self, day: date, since: date) -> tuple[PlannedDose, ...]:
        """The doses on a day of the calendar, in a rhythm that is counted from `since`."""
        if self.weekdays:
            return self.doses if day.weekday() in self.weekdays else ()
        return self.on_day((day - since).days)

    @property
    def cycle(self) -> int:
        """After how many days the rhythm begins again."""
        if self.weekdays:
            return 7
        if self.days_on is not None:
            return self.days_on + (self.days_off or 0)
        return len(self.pattern) or self.every_days

    @property
    def from_first_day(self) -> bool:
        """Whether the rhythm is counted from the first day of a stay, and not from where doses go on."""
        return self.days_on is not None or bool(self.pattern)

    @property
    def begun_any_day(self) -> Step:
        """This step as it can begin: on any of its weekdays, else on any day."""
        return structs.replace(self, every_days=1, days_on=None, days_off=None, pattern=())

    @property
    def pause(self) -> timedelta:
        """The longest time that weekdays or a cycle plan without a dose, beyond the day itself."""
        if not self.weekdays and self.days_on is None:
            return timedelta(0)
        days = [number for number in range(2 * self.cycle) if self.on_day(number)]
        return timedelta(days=max(b - a for a, b in pairwise(days)) - 1)

    @property
    def amounts_used(self) -> tuple[Decimal, ...]:
        """Every amount it asks for, each once, in order."""
        days = self.pattern or (self.doses,)
        return tuple(dict.fromkeys(dose.amount for day in days for dose in day))

    @property
    def interval(self) -> timedelta:
        """The time between two doses, on average where they stand at times of day; on the days with doses."""
        return _interval(self)

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
        return _doses_needed(self)

    def doses_in(self, length: timedelta) -> int:
        """How many doses fall into its first `length`, were it to last so long; a day begun is a day."""
        if self.every_minutes is not None:
            return ceil(length / self.interval)
        rounds, rest = divmod(ceil(length / timedelta(days=1)), self.cycle)
        return rounds * self._of_days(self.cycle) + self._of_days(rest)

    def _of_days(self, days: int) -> int:
        return sum(len(self.on_day(number)) for number in range(days))

    @property
    def length(self) -> timedelta | None:
        """How long it lasts when every dose is given at its time, None for the open-ended one."""
        if self.days is not None:
            return timedelta(days=self.days)
        if self.hours is not None:
            return timedelta(hours=self.hours)
        if self.doses_given is None:
            return None
        if self.cycle == self.every_days:
            return self.interval * self.doses_given
        return timedelta(
            days=next(n for n in count(1) if self.doses_in(timedelta(days=n)) >= self.doses_given)
        )

    @property
    def per_day(self) -> Fraction:
        """What its doses add up to in a day, on average over the days without one.

        A step by the clock that is over within a day adds up to its own doses: one given once is not 24.
        """
        return _per_day(self)

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
        round_of = self._round()
        rounds, rest = divmod(doses, len(round_of))
        in_all = sum((dose.amount for dose in round_of), Decimal(0)) * rounds
        return in_all + sum((dose.amount for dose in round_of[:rest]), Decimal(0))

    def _round(self) -> list[PlannedDose]:
        """The doses until the rhythm begins again."""
        if self.every_minutes is not None:
            return list(self.doses)
        return [dose for number in range(self.cycle) for dose in self.on_day(number)]

    def taken(self, doses: int) -> list[PlannedDose]:
        """Its first `doses` doses, one after the other."""
        round_of = self._round()
        return [round_of[place % len(round_of)] for place in range(doses)]

    def amounts(self, doses: int) -> Counter[Decimal]:
        """How many of its first `doses` doses have which amount, however many there are."""
        round_of = self._round()
        rounds, rest = divmod(doses, len(round_of))
        found: Counter[Decimal] = Counter()
        for place, dose in enumerate(round_of):
            found[dose.amount] += rounds + (place < rest)
        return +found

    def amount_on(self, day: date, slot: str, since: date) -> Decimal | None:
        """The prescribed amount at `slot` of a day, in a rhythm counted from `since`; None for none."""
        if self.every_minutes is not None:
            return self.amount(slot)
        return amount_of(self.on_date(day, since), slot)

    def amount(self, slot: str) -> Decimal | None:
        """The prescribed amount at `slot`, in a pattern the largest; None where this step asks for none."""
        if self.every_minutes is not None:
            return None if slot in SLOTS else self.doses[0].amount
        return amount_of(self.doses, slot)


def amount_of(doses: Iterable[PlannedDose], slot: str) -> Decimal | None:
    """How much of `doses` is planned for a time of day; None for none."""
    for dose in doses:
        if dose.slot == slot:
            return dose.amount
    return None


# Equal steps have these in common, and every dose of every course is held against them.


@lru_cache(maxsize=1024)
def _interval(step: Step) -> timedelta:
    if step.every_minutes is not None:
        return timedelta(minutes=step.every_minutes)
    return timedelta(days=step.every_days) / len(step.doses)


@lru_cache(maxsize=1024)
def _doses_needed(step: Step) -> int | None:
    if step.doses_given is not None:
        return step.doses_given
    if step.hours is not None:
        return step.doses_in(timedelta(hours=step.hours))
    return None if step.days is None else step.doses_in(timedelta(days=step.days))


@lru_cache(maxsize=1024)
def _per_day(step: Step) -> Fraction:
    if step.every_minutes is not None and step.length is not None and step.length < timedelta(days=1):
        return Fraction(step.total(step.doses_needed or 0))
    if step.every_minutes is not None:
        return Fraction(step.doses[0].amount) * DAY_MINUTES / step.every_minutes
    round_of = (dose.amount for number in range(step.cycle) for dose in step.on_day(number))
    return sum(map(Fraction, round_of), Fraction(0)) / step.cycle


Direction = Literal["up", "down", "same", "up and down"]


def direction(before: Step, step: Step, rate: bool = False) -> Direction:
    """Whether `step` asks for more or less than `before`, at once and in a day; the day can hide a dose.

    A rate is judged alone: how often it is looked at adds nothing up.
    """
    single, daily = before.single, before.per_day
    up = step.single > single or (not rate and step.per_day > daily)
    down = step.single < single or (not rate and step.per_day < daily)
    return "up and down" if up and down else "up" if up else "down" if down else "same"
