"""What people type into forms, read exactly: amounts, times, days. Nothing is guessed or dropped."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from protocols.values.amounts import is_amount
from protocols.values.clinic_time import instant_of, is_wall_time
from tui.fault import Fault

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def number(text: str, what: str) -> Decimal:
    """An exact number with a point, such as 12.5. A comma is refused, never dropped."""
    if "," in text:
        raise Fault(f"{what}: use a point for decimals and no comma, such as 12.5. You typed {text}.")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII):
        raise Fault(f"{what}: write a number such as 450 or 12.5. You typed {text or 'nothing'}.")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise Fault(f"{what}: write a number such as 450 or 12.5.") from error
    if not is_amount(value):
        raise Fault(f"{what}: {text} is too large, zero, or has more than six decimals.")
    return value


def count(text: str, what: str) -> int:
    """How many whole units: digits alone, nothing for none."""
    if not re.fullmatch(r"[0-9]{0,4}", text, re.ASCII):
        raise Fault(f"{what}: write how many there are, in whole numbers. You typed {text}.")
    return int(text or 0)


def day(text: str, what: str) -> date:
    """A day: 17-Nov-2026, 17-11-2026 or 2026-11-17."""
    try:
        return _day(text.strip())
    except (ValueError, IndexError) as error:
        raise Fault(f"{what}: write the day as 17-Nov-2026. You typed {text or 'nothing'}.") from error


def _day(text: str) -> date:
    parts = re.split(r"[-. ]", text)
    if len(parts) != 3:
        raise ValueError(text)
    if len(parts[0]) == 4:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    month = parts[1].lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(parts[1])
    if len(parts[2]) != 4:
        raise ValueError(text)
    return date(int(parts[2]), number, int(parts[0]))


def wall_time(text: str, what: str) -> str:
    """A 24-hour time: "08:00", also typed as 8:00 or 0800."""
    match = re.fullmatch(r"([0-9]{1,2})[:.]?([0-9]{2})", text, re.ASCII)
    wall = f"{int(match[1]):02}:{match[2]}" if match else ""
    if not is_wall_time(wall):
        raise Fault(f"{what}: write the time in 24 hours, such as 08:00. You typed {text or 'nothing'}.")
    return wall


def instant(day_text: str, time_text: str, zone: str, what: str) -> datetime:
    """The UTC instant of a day and a time on the clinic's clock."""
    return instant_of(day(day_text, what), wall_time(time_text, what), zone)


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
