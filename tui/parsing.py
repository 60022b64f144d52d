"""What people type into forms, read exactly: amounts, times, days. Nothing is guessed or dropped."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from protocols.values.amounts import is_amount
from protocols.values.birth import Birth, birth_named
from protocols.values.time_words import Wall, day_named, wall_of


class Fault(Exception):
    """Something typed cannot be used; the words say where and what would do.

    `about` is the caption of the field the words are about, "" where they are about none alone.
    """

    def __init__(self, words: str, about: str = "") -> None:
        super().__init__(words)
        self.about = about


def number(text: str, what: str) -> Decimal:
    """An exact number with a point, such as 12.5. A comma is refused, never dropped."""
    if "," in text:
        raise Fault(f"{what}: use a point for decimals and no comma, such as 12.5. You typed {text}.", what)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII):
        raise Fault(f"{what}: write a number such as 450 or 12.5. You typed {text or 'nothing'}.", what)
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise Fault(f"{what}: write a number such as 450 or 12.5.", what) from error
    if not is_amount(value):
        raise Fault(f"{what}: {text} is too large, zero, or has more than six decimals.", what)
    return value


def count(text: str, what: str) -> int:
    """How many whole units: digits alone, nothing for none."""
    if not re.fullmatch(r"[0-9]{0,4}", text, re.ASCII):
        raise Fault(f"{what}: write how many there are, in whole numbers. You typed {text}.", what)
    return int(text or 0)


def day(text: str, what: str) -> date:
    """A day: 17-Nov-2026, 17-11-2026, 17/11/2026, 17112026 or 2026-11-17."""
    try:
        return day_named(text)
    except ValueError as error:
        words = f"{what}: write the day as 17-Nov-2026. You typed {text or 'nothing'}."
        raise Fault(words, what) from error


def birth(text: str, what: str) -> Birth:
    """A date of birth as far as it is known: 12-Mar-1958, Mar-1958, 1958, or ? for not known."""
    try:
        if not text:
            raise ValueError(text)
        return birth_named(text)
    except ValueError as error:
        typed = f"{what}: write the day as 17-Nov-2026. You typed {text or 'nothing'}."
        raise Fault(f"{typed} Where no more is known, Nov-2026, 2026 or ? will do.", what) from error


def time_of_day(text: str, what: str) -> Wall:
    """A 24-hour time as a person says when something happened: "08:00", or "02:15+02:00" with its offset."""
    try:
        return wall_of(text)
    except ValueError as error:
        words = f"{what}: write the time in 24 hours, such as 08:00. You typed {text or 'nothing'}."
        raise Fault(words, what) from error


def wall_time(text: str, what: str) -> str:
    """A 24-hour time of every day: "08:00", also typed as 8:00 or 0800."""
    wall = time_of_day(text, what)
    if wall.offset is not None:
        raise Fault(f"{what}: write the time alone, such as 08:00. You typed {text}.", what)
    return wall.text


def amounts(text: str, what: str) -> tuple[Decimal, ...]:
    """Amounts in their order, each an exact number: "2.5, 5, 10" or "2.5 5 10"; none for an empty text.

    A comma with no blank after it is refused, as in strengths.
    """
    if re.search(r",(?=\S)", text):
        raise Fault(
            f"{what}: put a blank after each comma, and a point for decimals: 2.5, 5. You typed {text}.", what
        )
    return tuple(number(part, what) for part in re.split(r"[,;\s]+", text) if part)


def strengths(text: str) -> tuple[Decimal, ...]:
    """Strengths, each an exact number once: "150", "20, 40, 150", "37.5; 150", "20 40".

    A comma with no blank after it is refused: "37,5" is one number to some and two to others.
    """
    if re.search(r",(?=\S)", text):
        raise Fault(
            f"Strengths: put a blank after each comma, and a point for decimals: 37.5, 150. You typed {text}."
        )
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if not parts:
        raise Fault("Strengths: write the strengths in stock, such as 150 or 20, 40, 150.")
    return tuple(dict.fromkeys(number(part, "Strengths") for part in parts))
