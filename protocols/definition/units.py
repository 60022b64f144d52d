"""Doses as whole capsules of the strengths a site stocks (rules.md, "Doses"; domain.md 4.2).

A capsule is never opened or divided. Amounts are exact decimals in one unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from math import gcd

from protocols.values.amounts import DECIMALS, is_amount
from protocols.values.formatting import amount_text, listed, plural

Units = tuple[tuple[Decimal, int], ...]
"""Whole units by strength, the largest strength first: ((150, 1), (20, 2))."""

_MOST_SUMS = 100_000
"""Partial sums tried before a dose counts as one that cannot be made."""


def units(amount: Decimal, strengths: Iterable[Decimal]) -> Units | None:
    """The fewest whole units of `strengths` that give exactly `amount`; None when none do.

    None too when the search would pass its bound, which strengths on a real shelf never do: that
    asks for a pharmacist's note too many, never for one too few. Unusable amounts give None.
    """
    stock = {_whole(strength): strength for strength in strengths if is_amount(strength)}
    if not stock or not is_amount(amount):
        return None
    sizes = sorted(stock, reverse=True)
    bulk = _bulk(_whole(amount), sizes)
    rest = _fewest(_whole(amount) - bulk * sizes[0], sizes)
    if rest is None:
        return None
    count = Counter(rest)
    count[sizes[0]] += bulk
    return tuple((stock[size], count[size]) for size in sizes if count[size])


def units_text(made: Units, form: str, unit: str) -> str:
    """Units in words: "1 capsule of 150 mg and 2 capsules of 20 mg"."""
    return listed([f"{plural(count, form)} of {amount_text(size, unit)}" for size, count in made])


def _whole(amount: Decimal) -> int:
    """The amount in millionths, so that all sums are of whole numbers."""
    return int(amount.scaleb(DECIMALS))


def _bulk(amount: int, sizes: list[int]) -> int:
    """How many of the largest size are in some best answer for certain, so that only a rest is searched.

    Of the others together a best answer needs fewer than n = largest / common divisor: among any n
    of them some add up to a multiple of the largest, which makes the same of it in fewer pieces.
    """
    largest, *others = sizes
    pieces = largest // gcd(*sizes) - 1
    return max(0, amount - pieces * max(others, default=0)) // largest


def _fewest(amount: int, sizes: list[int]) -> list[int] | None:
    """The fewest `sizes` that add up to `amount`: all sums of one piece, then of two, and so on."""
    last_piece = {0: 0}
    sums = [0]
    while amount not in last_piece:
        if not sums or len(last_piece) > _MOST_SUMS:
            return None
        longer = []
        for total in sums:
            for size in sizes:
                if total + size <= amount and total + size not in last_piece:
                    last_piece[total + size] = size
                    longer.append(total + size)
        sums = longer
    pieces = []
    while amount:
        pieces.append(last_piece[amount])
        amount -= last_piece[amount]
    return pieces
