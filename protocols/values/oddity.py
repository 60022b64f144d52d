"""What no entry may hold, of whatever kind: numbers that are none, times no clock can show, half a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import msgspec

EARLIEST, LATEST = 1850, 2200
"""Years a day or a time can have. The lists of time zones and the sums of days hold within them."""

LARGEST = 10**9
"""More than this is no number of anything on a ward."""

SMALLEST_EXPONENT = -12
"""Finer than a picogram of a gram is no amount."""


def oddities(value: object, where: str = "") -> Iterator[str]:
    """What of `value`, an entry or a part of one, can neither be reckoned with nor shown, in words."""
    match value:
        case msgspec.Raw():
            return
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from oddities(getattr(value, name), name.replace("_", " "))
        case tuple():
            for part in value:
                yield from oddities(part, where)
        case dict():
            for key, part in value.items():
                yield from oddities(part, f"{where} {key}")
        case _:
            if words := _odd(value):
                yield f"{where}: {words}"


def _odd(value: object) -> str:
    match value:
        case Decimal():
            return _odd_number(value)
        case bool():
            return ""
        case int() if abs(value) > LARGEST:
            return "too large a number"
        case datetime() if value.utcoffset() is None:
            return "a time without an offset"
        case date() if not EARLIEST <= value.year <= LATEST:
            return f"the year {value.year}"
    return ""


def _odd_number(value: Decimal) -> str:
    if not value.is_finite():
        return "not a number"
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "finite"
    if abs(value) > LARGEST or exponent < SMALLEST_EXPONENT:
        return "not a number of anything"
    return ""
