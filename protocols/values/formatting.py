"""How amounts, dates, times, names and people are written: the one home of formatting.

NHS Common User Interface rules (domain.md 2.1): no trailing zero, leading zero always, a blank
before the unit, comma from 1,000, `Tue 17-Nov-2026`, 24-hour `08:00`, family name in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from protocols.values.clinic_time import comes_twice, day_of, local
from protocols.values.text import visible

_INVARIABLE = frozenset({"mL", "L", "mg", "g", "kg", "mmol", "microgram", "nanogram"})
_SMALLER = {"g": "mg", "mg": "microgram"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number_text(value: Decimal | int) -> str:
    """An exact number: "0.5", "37.5", "1,050"."""
    whole, _, rest = f"{Decimal(value):,f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def amount_text(amount: Decimal, unit: str) -> str:
    """An amount with its unit: "1,050 mg" (CUI MEDi-015 to 017, 041).

    Below one it stands in whole units of the next smaller one too: "0.05 mg (50 microgram)".
    """
    smaller = _SMALLER.get(unit)
    if smaller and amount < 1:
        return f"{number_text(amount)} {unit} ({number_text(amount * 1000)} {smaller})"
    return f"{number_text(amount)} {unit}"


def date_text(day: date) -> str:
    """A day: "17-Nov-2026"."""
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def day_text(day: date) -> str:
    """A day with its name: "Tue 17-Nov-2026"."""
    return f"{_DAYS[day.weekday()]} {date_text(day)}"


def time_text(instant: datetime, zone: str) -> str:
    """The clinic's 24-hour time at `instant`: "08:00"; "02:15+02:00" where the clock shows it twice."""
    offset = offset_text(instant, zone) if comes_twice(instant, zone) else ""
    return f"{local(instant, zone):%H:%M}{offset}"


def offset_text(instant: datetime, zone: str) -> str:
    """How far the clinic's clock is from UTC at `instant`: "+02:00"."""
    return local(instant, zone).isoformat(timespec="minutes")[len("2026-11-17T08:00") :]


def when_text(instant: datetime, zone: str) -> str:
    """Day and time on the clinic's clock: "Tue 17-Nov-2026 08:00"."""
    return f"{day_text(day_of(instant, zone))} {time_text(instant, zone)}"


def near_text(instant: datetime, now: datetime, zone: str) -> str:
    """Day and time, with the day in words where it is near: "today 08:00", "tomorrow 20:00"."""
    days = (day_of(instant, zone) - day_of(now, zone)).days
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in words:
        return f"{words[days]} {time_text(instant, zone)}"
    return when_text(instant, zone)


def duration_text(length: timedelta) -> str:
    """A length of time in whole units, zero units left out: "2d 4hr", "35min"."""
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{days}d" if days else "", f"{hours}hr" if hours else ""]
    if left and not days:
        parts.append(f"{left}min")
    return " ".join(part for part in parts if part) or "0min"


def hours_text(hours: Decimal | int) -> str:
    """A number of hours of a protocol: "4 hours", "90 minutes"."""
    whole = hours == int(hours)
    return plural(int(hours), "hour") if whole else f"{number_text(Decimal(hours) * 60)} minutes"


def name_text(family: str, given: str) -> str:
    """A patient's name as the banner shows it: "NG, Li Wei"."""
    family, given = visible(family).upper(), visible(given)
    return f"{family}, {given}" if given else family


def age(born: date, today: date) -> int:
    """Completed years on `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_text(born: date, today: date) -> str:
    """The age as it is said at the bedside: days up to four weeks ("5d"), weeks up to a year ("13w"), months
    up to two years ("15m"), then completed years ("68y"). The steps are those of the CUI patient banner.
    """
    days, years = (today - born).days, age(born, today)
    if days < 28:
        return f"{max(days, 0)}d"
    if years < 1:
        return f"{days // 7}w"
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return f"{months}m" if years < 2 else f"{years}y"


def reasoned(said: str, reason: str) -> str:
    """What was done, and the reason that was written, in its lines; "" for none."""
    return f"{said}. {visible(reason, multiline=True)}" if reason else said


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 dose", "4 doses", "2 patches", "5 mL"."""
    return f"{count} {noun if count == 1 else plural_of(noun)}"


def plural_of(noun: str) -> str:
    """Several of it: "patches", "suppositories"; a unit and a plural stay as they are."""
    if noun in _INVARIABLE or re.search(r"(?<!s)s$", noun):
        return noun
    if noun.endswith(("ss", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def quoted(words: Sequence[str]) -> str:
    """Words to choose from, each in quotation marks: "a", "b" or "c"."""
    *head, last = (f'"{word}"' for word in words)
    return f"{', '.join(head)} or {last}" if head else last


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """A list in a sentence: "a, b and c"."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last
