"""What a usable amount is: above zero, not huge, at most six decimals. Always exact, never a float."""

from __future__ import annotations

from decimal import Decimal

DECIMALS = 6
"""Decimals an amount may have: a microgram of a gram."""

LARGEST = Decimal(1_000_000)
"""More than this, in any unit, is a slip of the keyboard."""

FINEST = Decimal(1).scaleb(-DECIMALS)
"""The smallest amount."""


def is_amount(value: Decimal) -> bool:
    """Whether `value` can be a dose or a strength: 0.000001 to 1,000,000, at most six decimals."""
    if not value.is_finite() or not FINEST <= value <= LARGEST:
        return False
    return value == value.quantize(FINEST)


def tidy(value: Decimal) -> Decimal:
    """The same amount without trailing zeros and without an exponent: 150.0 as 150, 1E+2 as 100."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
