"""Whole units for many doses together: what a shelf must hold, in the strengths a site stocks.

Each dose is made by itself, of whole units (capsules.py); two doses never share one. Amounts are exact
decimals in the protocol's unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from msgspec import Struct

from protocols.definition.protocol import Protocol
from protocols.definition.units import Units, units


class Stock(Struct, frozen=True):
    """Units by strength, the largest strength first, and how many doses no whole units make, by amount."""

    units: Units = ()
    unmade: tuple[tuple[Decimal, int], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is needed."""
        return not self.units and not self.unmade


def stock_for(doses: Mapping[Decimal, int], strengths: Iterable[Decimal]) -> Stock:
    """What `doses` (how many of each amount) take from a shelf of `strengths`."""
    shelf = tuple(strengths)
    needed: Counter[Decimal] = Counter()
    unmade = []
    for amount, count in doses.items():
        made = units(amount, shelf) if count > 0 else ()
        if made is None:
            unmade.append((amount, count))
            continue
        for strength, number in made:
            needed[strength] += number * count
    return Stock(tuple(sorted(needed.items(), reverse=True)), tuple(sorted(unmade)))


def added(stocks: Iterable[Stock]) -> Stock:
    """Several stocks of one drug and unit together."""
    needed: Counter[Decimal] = Counter()
    unmade: Counter[Decimal] = Counter()
    for stock in stocks:
        needed.update(dict(stock.units))
        unmade.update(dict(stock.unmade))
    return Stock(tuple(sorted(needed.items(), reverse=True)), tuple(sorted(unmade.items())))


def doses_before_last(protocol: Protocol) -> Counter[Decimal]:
    """How many doses of each amount come before the last step when every dose is given."""
    doses: Counter[Decimal] = Counter()
    for step in protocol.steps[:-1]:
        doses.update(step.amounts(step.doses_needed or 0))
    return doses


def doses_of_a_day(protocol: Protocol, step: int) -> Counter[Decimal]:
    """How many doses of each amount one full day of `step` has; of a pattern, all its days."""
    planned = protocol.step(step)
    length = timedelta(days=planned.cycle if planned.pattern else 1)
    return planned.amounts(planned.doses_in(length))
