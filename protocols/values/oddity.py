"""What no entry may hold, of whatever kind: numbers that are none, times no clock can show, half a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

EARLIEST, LATEST = 1850, 2200
"""Years a day or a time can have. The lists of time zones and the sums of days hold within them."""

LARGEST = 10**9
"""More than this is no number of anything on a ward."""

SMALLEST_EXPONENT = -12
"""Finer than a picogram of a gram is no amount."""

LONGEST_RHYTHM_DAYS = 730
"""Twice the longest rhythm that a protocol file can have: its days are counted one by one."""

LONGEST_LENGTH = 100_000
"""More days, hours or minutes than any plan has, and more doses than any step."""

_RHYTHM = frozenset({"every_days", "days_on", "days_off", "pattern"})
_LENGTHS = ("days", "hours", "minutes", "day", "doses_given")
_PLAIN = frozenset({str, bool, type(None), msgspec.Raw, msgspec.UnsetType})


class Unreadable(ValueError):
    """An entry holds what nobody can reckon with; the message says what."""


def refuse_oddity(entry: msgspec.Struct) -> None:
    """Raise Unreadable where `entry` holds such a thing."""
    if odd := oddity(entry):
        raise Unreadable(odd)


def oddity(value: object, where: str = "") -> str:
    """What of `value`, an entry or a part of one, can neither be reckoned with nor shown, in words; "" if
    nothing is. To be asked before anything counts with it: it might go on for thousands of years.
    """
    if isinstance(value, msgspec.Struct):
        return _in_struct(value)
    if isinstance(value, tuple):
        parts = (part for part in value if type(part) not in _PLAIN)
        return next((odd for part in parts if (odd := oddity(part, where))), "")
    if isinstance(value, dict):
        found = (oddity(part, f"{where} {key}") for key, part in value.items())
        return next((odd for odd in found if odd), "")
    odd = "" if type(value) in _PLAIN else _SINGLE.get(type(value), _odd)(value)
    return f"{where}: {odd}" if odd else ""


def _in_struct(value: msgspec.Struct) -> str:
    for name, words, endless in _fields_of(type(value)):
        part = getattr(value, name)
        if type(part) in _PLAIN:
            continue
        if endless is not None and (odd := endless(part)):
            return f"{words}: {odd}"
        single = _SINGLE.get(type(part))
        if single is None:
            if odd := oddity(part, words):
                return odd
        elif odd := single(part):
            return f"{words}: {odd}"
    return ""


@cache
def _fields_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Callable[[object], str] | None], ...]:
    """The fields of a kind of struct that can hold an oddity at all, each with its name in words and with
    what says whether nobody could go through it to its end.
    """
    declared = get_type_hints(kind)
    return tuple(
        (name, name.replace("_", " "), None if declared[name] is date else _endless(name))
        for name in kind.__struct_fields__
        if not _is_plain(declared[name])
    )


def _is_plain(declared: object, inside: bool = False) -> bool:
    """Whether a field declared so holds nothing but words, yes and no, or a struct of these alone."""
    if get_origin(declared) is Literal:
        return True
    if isinstance(declared, type) and issubclass(declared, msgspec.Struct):
        return not inside and all(_is_plain(part, True) for part in get_type_hints(declared).values())
    parts = [part for part in get_args(declared) if part is not ...]
    return all(_is_plain(part, inside) for part in parts) if parts else declared in _PLAIN


def _endless(name: str) -> Callable[[object], str] | None:
    return _rhythm if name in _RHYTHM else _length if name.endswith(_LENGTHS) else None


def _rhythm(value: object) -> str:
    days = len(value) if isinstance(value, tuple) else value
    over = isinstance(days, int) and days > LONGEST_RHYTHM_DAYS
    return f"a rhythm of {days:,} days" if over else ""


def _length(value: object) -> str:
    if isinstance(value, Decimal):
        over = value.is_finite() and abs(value) > LONGEST_LENGTH
    else:
        over = isinstance(value, int) and abs(value) > LONGEST_LENGTH
    return "too long for any plan" if over else ""


def _odd(value: object) -> str:
    """What is odd of a value without parts, of a kind that is derived from one of `_SINGLE`."""
    return next((odd(value) for kind, odd in _SINGLE.items() if isinstance(value, kind)), "")


def _odd_number(value: Decimal) -> str:
    if not value.is_finite():
        return "not a number"
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "finite"
    if abs(value) > LARGEST or exponent < SMALLEST_EXPONENT:
        return "not a number of anything"
    return ""


def _odd_whole(value: int) -> str:
    return "too large a number" if abs(value) > LARGEST else ""


def _odd_time(value: datetime) -> str:
    if value.utcoffset() is None:
        return "a time without an offset"
    return "" if EARLIEST <= value.year <= LATEST else f"the year {value.year}"


def _odd_day(value: date) -> str:
    return "" if EARLIEST <= value.year <= LATEST else f"the year {value.year}"


_SINGLE: dict[type, Callable[[Any], str]] = {
    Decimal: _odd_number,
    int: _odd_whole,
    datetime: _odd_time,
    date: _odd_day,
}
"""What says of a value without parts what is odd of it, by its kind; a time is a day too."""
