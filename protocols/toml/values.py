"""What one value of a protocol file must be; each check says what is wrong and what would be right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from protocols.toml.faults import Wrong, shown
from protocols.toml.unsayable import A_RANGE
from protocols.values.amounts import DECIMALS, LARGEST, is_amount
from protocols.values.formatting import number_text, quoted
from protocols.values.text import visible

LONGEST_TEXT = 1000

_SHORTHAND = {
    "QD": "once daily",
    "BID": "twice daily",
    "TID": "three times daily",
    "QID": "four times daily",
    "QOD": "every other day",
    "QAM": "in the morning",
    "QPM": "in the evening",
}
"""Abbreviations that have harmed patients, and the words instead (domain.md 2.2)."""


def text_wrong(value: object) -> Wrong | None:
    """A single line of plain text, without dangerous abbreviations outside quotation marks."""
    if not isinstance(value, str):
        return f"{shown(value)} is not text", "Write it in quotation marks"
    if not value.strip():
        return "the text is empty", "Write what it is about"
    if len(value) > LONGEST_TEXT:
        return f"the text has {len(value):,} characters", f"Shorten it to {LONGEST_TEXT:,}"
    if visible(value) != value:
        return "the text has a line break or an invisible character", "Write it as one line of plain text"
    outside = re.sub('"[^"]*"', "", value)
    used = next((word for word in _SHORTHAND if re.search(rf"\b{word}\b", outside)), None)
    return None if used is None else (f"{used} can be misread", f'Write "{_SHORTHAND[used]}"')


def id_wrong(value: object, stem: str) -> Wrong | None:
    """Small letters, digits and hyphens, and the name of the file."""
    if wrong := text_wrong(value):
        return wrong
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", str(value)) or len(str(value)) > 64:
        return f"{shown(value)} is not an id", "Use at most 64 small letters, digits and single hyphens"
    if value != stem:
        return f"the id {shown(value)} is not the name of the file", f"Name the file {value}.toml"
    return None


def amount_wrong(value: object) -> Wrong | None:
    """A dose, a strength or hours: an exact number above zero."""
    if isinstance(value, str):
        return f"{shown(value)} is text, not a number", _number_in(value)
    if isinstance(value, list) and len(value) == 2:
        return A_RANGE
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return f"{shown(value)} is not a number", "Write a number such as 150 or 37.5"
    if Decimal(value).is_nan() or value <= 0:
        return f"{shown(value)} is not above zero", "Write a number such as 150 or 37.5, or leave it out"
    if value > LARGEST:
        return f"{shown(value)} is too large", f"Write at most {number_text(LARGEST)}"
    if not is_amount(Decimal(value)):
        return f"{shown(value)} has more than {DECIMALS} decimals", f"Write at most {DECIMALS}"
    return _trailing_zero(Decimal(value))


def value_wrong(value: object) -> Wrong | None:
    """What is measured, or a limit for it: an exact number, also 0 or less."""
    if isinstance(value, str):
        return f"{shown(value)} is text, not a number", _number_in(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        return f"{shown(value)} is not a number", "Write a number such as 1.5 or 140"
    if value and not is_amount(abs(Decimal(value))):
        return f"{shown(value)} is too large or too fine", f"Write at most {DECIMALS} decimals"
    return _trailing_zero(Decimal(value)) if value else None


def whole_wrong(value: object, low: int, high: int) -> Wrong | None:
    """A whole number from `low` to `high`."""
    right = f"Write a whole number from {low} to {high}"
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{shown(value)} is not a whole number", right
    if not low <= value <= high:
        return f"{shown(value)} is out of range", right
    return None


def hours_wrong(value: object, low: Decimal, high: int) -> Wrong | None:
    """A number of hours from `low` to `high`, exact and in whole minutes: 4 or 0.5."""
    right = f"Write hours from {number_text(low)} to {high}, such as {high} or 0.5"
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        return f"{shown(value)} is not a number of hours", right
    if not low <= value <= high:
        return f"{shown(value)} is out of range", right
    if value * 60 % 1:
        return f"{shown(value)} hours are not whole minutes", right
    return _trailing_zero(Decimal(value))


def choice_wrong(value: object, words: Sequence[str]) -> Wrong | None:
    """One of a few words."""
    if value in words:
        return None
    return f"{shown(value)} is not known here", f"Write {quoted(words)}"


def flag_wrong(value: object) -> Wrong | None:
    """True or false."""
    return (
        None if isinstance(value, bool) else (f"{shown(value)} is not true or false", "Write true or false")
    )


def _trailing_zero(value: Decimal) -> Wrong | None:
    """Refuses 1.050, which one reader takes for 1.05 and another for 1,050 (CUI: no trailing zero)."""
    exact = value.as_tuple()
    if isinstance(exact.exponent, int) and exact.exponent < 0 and exact.digits[-1] == 0:
        meant = f", or {value.scaleb(3):f} if that is meant" if exact.exponent == -3 else ""
        return f"{shown(value)} ends in a zero and can be misread", f"Write {number_text(value)}{meant}"
    return None


def _number_in(text: str) -> str:
    if re.fullmatch(r"\s*\d{1,3}(,\d{3})+.*", text):
        return "Write it without quotation marks and without a comma: 1050"
    found = re.match(r"\s*(\d+)(?:[.,](\d+))?", text)
    if not found:
        return "Write a number such as 150 or 37.5, without quotation marks"
    number = f"{found[1]}.{found[2]}" if found[2] else found[1]
    return f"Write the number alone, without quotation marks: {number[:20]}"
