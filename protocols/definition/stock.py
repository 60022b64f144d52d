"""Whole units for many doses together: what a shelf must hold, in the strengths a site stocks.

Each dose is made by itself, of whole units, of parts of them, or of a volume (making.py); two doses never
share a piece, so that one that is divided counts whole. Of a rate nobody knows how long it
runs: its mL are not added up. Amounts are exact decimals in the protocol's unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from math import ceil

from msgspec import Struct

from protocols.definition.making import measured, parts_of, pieces
from protocols.definition.protocol import Protocol
from protocols.definition.units import Units


class Stock(Struct, frozen=True):
    """Units by strength, the largest strength first, and how many doses nothing makes, by amount.

    `divided` are those of the units that are cut; `liquids` the mL of each liquid by its name.
    """

    units: Units = ()
    unmade: tuple[tuple[Decimal, int], ...] = ()
    divided: Units = ()
    liquids: tuple[tuple[str, Decimal], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is needed."""
        return not self.units and not self.unmade and not self.liquids


def stock_for(doses: Mapping[Decimal, int], strengths: Iterable[Decimal], protocol: Protocol) -> Stock:
    """What `doses` (how many of each amount) take from a shelf of `strengths`, made as `protocol` allows."""
    shelf = tuple(strengths)
    return added(_of_one(amount, count, shelf, protocol) for amount, count in doses.items() if count > 0)


def _of_one(amount: Decimal, count: int, shelf: tuple[Decimal, ...], protocol: Protocol) -> Stock:
    """What `count` doses of one amount take."""
    made = pieces(protocol, amount, shelf)
    if made is not None:
        cut_from, whole, cut = parts_of(protocol, shelf), Counter[Decimal](), Counter[Decimal]()
        for size, number in made:
            if size in shelf:
                whole[size] += number * count
            else:
                cut[cut_from[size]] += ceil(number * size / cut_from[size]) * count
        return Stock(_sorted(whole + cut), (), _sorted(cut))
    liquid = measured(protocol, amount, shelf)
    if liquid is not None and protocol.is_rate:
        return Stock()
    if liquid is not None:
        return Stock(liquids=((liquid[1].name, liquid[0] * count),))
    return Stock(unmade=((amount, count),))


def added(stocks: Iterable[Stock]) -> Stock:
    """Several stocks of one drug and unit together."""
    needed, unmade, cut = Counter[Decimal](), Counter[Decimal](), Counter[Decimal]()
    liquids: dict[str, Decimal] = {}
    for stock in stocks:
        needed.update(dict(stock.units))
        unmade.update(dict(stock.unmade))
        cut.update(dict(stock.divided))
        for name, volume in stock.liquids:
            liquids[name] = liquids.get(name, Decimal(0)) + volume
    return Stock(_sorted(needed), tuple(sorted(unmade.items())), _sorted(cut), tuple(sorted(liquids.items())))


def _sorted(counted: Counter[Decimal]) -> Units:
    return tuple(sorted(counted.items(), reverse=True))


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
