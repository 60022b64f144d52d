"""Protocols side by side, by protocol day: what each asks for when every dose is given.

Every figure is derived from the steps, never quoted from a paper's prose, which can contradict its own
table (domain.md 4.4 rows 1, 2 and 4). Amounts are exact decimals in the protocols' unit; day 1 is the
day of the first dose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from protocols.definition.protocol import Protocol
from protocols.definition.totals import amounts_by, step_totals
from protocols.values.refusal import refuse_if
from protocols.values.text import visible

FEWEST, MOST = 2, 5
"""How many protocols can stand side by side."""


class Place(Struct, frozen=True):
    """Where a protocol is on a day: its step, that day's amount, and all amounts up to that day.

    `ended` once every dose of a protocol that ends by itself was given.
    """

    step: int
    daily: Decimal
    so_far: Decimal
    ended: bool = False


class Days(Struct, frozen=True):
    """Days on which no protocol changes; `last` is None for the days without end.

    `places` has one place a protocol, None for a literature entry; `so_far` is at the end of `last`,
    on the days without end at the end of `first`.
    """

    first: int
    last: int | None
    places: tuple[Place | None, ...]


class Level(Struct, frozen=True):
    """A daily amount, and for each protocol the first day with so much or more, None for never.

    `exact` says whether that day has just this amount.
    """

    daily: Decimal
    reached: tuple[int | None, ...]
    exact: tuple[bool, ...]


class Passing(Struct, frozen=True):
    """From which day one protocol's daily amount equals or exceeds the last one of another; None for never.

    "Higher by day 3" and "equal on day 3, higher from day 8" are not the same (domain.md 4.4 row 1).
    """

    reached: int | None
    higher: int | None


def comparable(protocols: Sequence[Protocol]) -> None:
    """Refused, in words, unless the protocols can stand side by side."""
    refuse_if(
        not FEWEST <= len(protocols) <= MOST,
        f"Compare from {FEWEST} to {MOST} protocols. You named {len(protocols)}.",
    )
    for place, protocol in enumerate(protocols):
        earlier = {other.id for other in protocols[:place]}
        refuse_if(protocol.id in earlier, f"{visible(protocol.id)} is named twice. Name each protocol once.")
    for protocol in protocols:
        words = f"{visible(protocol.title)} has rates in {protocol.unit}, which are not added up by day."
        refuse_if(protocol.is_rate, f"{words} Compare protocols with amounts.")
    units = {protocol.unit: f"{visible(protocol.title)} in {protocol.unit}" for protocol in protocols}
    refuse_if(
        len(units) > 1,
        f"Their amounts are in different units: {'; '.join(units.values())}. Compare protocols of one unit.",
    )


def by_day(protocols: Sequence[Protocol]) -> list[Days]:
    """Runs of days on which the step and the daily amount of every protocol stay as they are."""
    return list(_by_day(tuple(protocols)))


@lru_cache(maxsize=8)
def _by_day(protocols: tuple[Protocol, ...]) -> tuple[Days, ...]:
    firsts = [[row.first_day for row in step_totals(protocol)] for protocol in protocols]
    ends = [_end(protocol) for protocol in protocols]
    horizon = max([first for days in firsts for first in days] + [end + 1 for end in ends if end], default=0)
    amounts = [amounts_by(protocol, horizon) if protocol.startable else [] for protocol in protocols]
    found: list[Days] = []
    for day in range(1, horizon + 1):
        places = tuple(
            _place(days, sums, day, end) for days, sums, end in zip(firsts, amounts, ends, strict=True)
        )
        if found and _same(found[-1].places, places):
            found[-1] = Days(found[-1].first, day, places)
        else:
            found.append(Days(day, day, places))
    if found:
        found[-1] = Days(found[-1].first, None, found[-1].places)
    return tuple(found)


def _end(protocol: Protocol) -> int | None:
    """The last day of a protocol that ends by itself."""
    rows = step_totals(protocol)
    return rows[-1].last_day if rows else None


def _place(firsts: list[int], amounts: list[Decimal], day: int, end: int | None) -> Place | None:
    """The step is the last one that has begun by then."""
    if not firsts:
        return None
    ended = end is not None and day > end
    return Place(bisect_right(firsts, day), amounts[day] - amounts[day - 1], amounts[day], ended)


def _same(one: Iterable[Place | None], other: Iterable[Place | None]) -> bool:
    return [p and (p.step, p.daily, p.ended) for p in one] == [
        p and (p.step, p.daily, p.ended) for p in other
    ]


def levels(protocols: Sequence[Protocol]) -> list[Level]:
    """Every daily amount that one of them has, the smallest first, and when each reaches it."""
    daily = [_first_days(protocol) for protocol in protocols]
    amounts = sorted({amount for days in daily for amount in days})
    return [
        Level(
            amount,
            tuple(_reached(days, amount) for days in daily),
            tuple(days.get(amount) == _reached(days, amount) is not None for days in daily),
        )
        for amount in amounts
    ]


def passing(protocol: Protocol, other: Protocol) -> Passing | None:
    """When `protocol` reaches and passes the last daily amount of `other`; None without two schedules."""
    if not protocol.startable or not other.startable:
        return None
    days, last = _first_days(protocol), other.steps[-1].daily
    return Passing(
        _reached(days, last), min((d for amount, d in days.items() if amount > last), default=None)
    )


def largest_growth(protocol: Protocol) -> tuple[Fraction, Fraction] | None:
    """The largest ratios of a step's daily amount and of its largest single dose to those of the step before.

    They differ, so both are shown (domain.md 4.4 row 4). None with fewer than two steps.
    """
    rows = step_totals(protocol)[1:]
    if not rows:
        return None
    daily = max(row.daily_ratio or Fraction(0) for row in rows)
    return daily, max(row.single_ratio or Fraction(0) for row in rows)


def _first_days(protocol: Protocol) -> dict[Decimal, int]:
    """Each daily amount of a schedule and the first day that has it."""
    if not protocol.startable:
        return {}
    amounts = amounts_by(protocol, step_totals(protocol)[-1].first_day)
    found: dict[Decimal, int] = {}
    for day, (before, after) in enumerate(pairwise(amounts), start=1):
        found.setdefault(after - before, day)
    return found


def _reached(days: dict[Decimal, int], amount: Decimal) -> int | None:
    return min((day for daily, day in days.items() if daily >= amount), default=None)
