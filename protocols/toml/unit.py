"""The unit of a protocol's amounts: one spelling each, and none that can be misread."""

from __future__ import annotations

import re

from protocols.toml.faults import Wrong, shown
from protocols.toml.unsayable import unsayable_unit
from protocols.toml.values import text_wrong

_UNITS = {
    "u": "units",
    "iu": "units",
    "i.u.": "units",
    "ie": "units",
    "international unit": "units",
    "international units": "units",
    "µg": "microgram",
    "μg": "microgram",
    "ug": "microgram",
    "mcg": "microgram",
    "ng": "nanogram",
    "cc": "mL",
    "ul": "mL",
    "µl": "mL",
    "μl": "mL",
    "gr": "g",
    "gm": "g",
    "gtt": "drops",
}
"""Units that have harmed patients, in small letters, and the words instead (domain.md 2.2)."""

_SPELLINGS = ("mg", "g", "kg", "mL", "L", "mmol", "microgram", "nanogram", "units")
_SPELLED = {word.casefold(): word for word in _SPELLINGS}
"""The one spelling of a unit."""

_SIZES = {
    **dict.fromkeys(("kg", "kilo", "kilogram", "kilograms", "kg bw", "kg body weight"), "/kg"),
    **dict.fromkeys(("m2", "m\N{SUPERSCRIPT TWO}", "m^2", "sqm", "square metre", "square meter"), "/m2"),
}
_TIMES = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "/h"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "/min"),
}
_IN_WORDS = {"/h": " per hour", "/min": " per minute"}


def unit_wrong(value: object) -> Wrong | None:
    """A unit in letters that cannot be misread."""
    if wrong := text_wrong(value):
        return wrong
    written = str(value)
    if written.casefold() in _UNITS:
        return f"the unit {shown(value)} can be misread", f'Write "{_UNITS[written.casefold()]}"'
    spelled = _SPELLED.get(written.casefold(), written)
    if spelled != written:
        return f"the unit {shown(value)} is written otherwise here", f'Write "{spelled}"'
    if rate := _rate(written):
        return _rate_wrong(written, *rate)
    if written.endswith(("/kg", "/m2")) and written[:-3] in _SPELLINGS:
        return None
    if wrong := unsayable_unit(written):
        return wrong
    if not re.fullmatch("[A-Za-z]{1,20}", written):
        return f"{shown(value)} is not a unit", 'Write a word such as "mg"'
    return None


def _rate(written: str) -> tuple[str, str, str] | None:
    """What is given, "" or "/kg" or "/m2", and "/h" or "/min", however they are written; None of no rate."""
    amount, *rest = (part.strip() for part in re.split(r"/|\bper\b", written, flags=re.IGNORECASE))
    sizes = [_SIZES[part.casefold()] for part in rest if part.casefold() in _SIZES]
    times = [_TIMES[part.casefold()] for part in rest if part.casefold() in _TIMES]
    if len(times) != 1 or len(sizes) > 1 or len(rest) != len(sizes) + 1:
        return None
    return amount, sizes[0] if sizes else "", times[0]


def _rate_wrong(written: str, amount: str, size: str, time: str) -> Wrong | None:
    """An amount an hour or a minute: "mg/h", "microgram/kg/min", or in words "microgram per hour"."""
    known = _UNITS.get(amount.casefold()) or _SPELLED.get(amount.casefold())
    if known is None:
        right = 'Write it in mg, microgram, mL or units, such as "mg/h" or "microgram/kg/min"'
        return f"a rate of {shown(amount)} cannot be written here", right
    if written == f"{known}{size}{time}" or (not size and written == f"{known}{_IN_WORDS[time]}"):
        return None
    return f"the rate {shown(written)} is written otherwise here", f'Write "{known}{size}{time}"'
