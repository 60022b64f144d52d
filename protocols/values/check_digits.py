"""The check digits that hospital numbers have: whether the last figure fits those before it.

NHS Data Dictionary, "NHS NUMBER" (modulus 11, ten figures); ISO/IEC 7812-1 annex B (Luhn, modulus 10).
"""

from __future__ import annotations

from typing import Literal

CheckDigit = Literal["none", "nhs", "mod11", "luhn"]
"""None; an NHS number; modulus 11 with weights 2, 3, 4 ... from the right, X for ten; modulus 10 of Luhn."""

NHS_FIGURES = 10


def check_fault(key: str, check: CheckDigit) -> str:
    """What is wrong with a number in its normal form, as the end of a sentence; "" for nothing.

    Letters before the figures ("rxh943...") are a prefix and weigh nothing.
    """
    if check == "none":
        return ""
    figures = key.lstrip("abcdefghijklmnopqrstuvwxyz")
    ten = check == "mod11" and figures.endswith("x")
    digits = figures[:-1] if ten else figures
    if not (digits.isascii() and digits.isdigit()) or len(figures) < 2:
        return "has other signs than figures, and its check digit cannot be looked at"
    if check == "nhs" and len(figures) != NHS_FIGURES:
        return f"has {len(figures)} figures; an NHS number has {NHS_FIGURES}"
    fits = _luhn(digits) if check == "luhn" else _mod11([*map(int, digits), *([10] if ten else [])])
    return "" if fits else "has a wrong check digit: a figure is wrong, missing, or two changed places"


def _mod11(values: list[int]) -> bool:
    """Whether the weighed sum is a multiple of 11; the check digit itself weighs one."""
    return sum(value * weight for weight, value in enumerate(reversed(values), 1)) % 11 == 0


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
