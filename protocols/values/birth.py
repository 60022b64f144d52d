"""A date of birth as far as it is known: to the day, the month, the year, or not at all.

What is not known is never filled in: "1958" is no first of January (HL7 FHIR, data type "date").
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from protocols.values.formatting import MONTHS, age_text, date_text
from protocols.values.time_words import day_named

NOT_KNOWN = "not known"
"""What stands where a date of birth would."""

_NONE = ("?", "-", "unknown", NOT_KNOWN)


@dataclass(frozen=True)
class Birth:
    """The `day`, or what is known `about` it: "1958-05", "1958", "" for nothing."""

    day: date | None = None
    about: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.day is not None or bool(self.about)

    @property
    def iso(self) -> str:
        """As FHIR writes it: "1958-03-12", "1958-03", "1958"; "" for nothing."""
        return self.day.isoformat() if self.day else self.about

    @property
    def text(self) -> str:
        """As people read it: "12-Mar-1958", "Mar-1958", "1958", "not known"."""
        if self.day is not None:
            return date_text(self.day)
        year, _, month = self.about.partition("-")
        return f"{MONTHS[int(month) - 1]}-{year}" if month else year or NOT_KNOWN

    @property
    def first(self) -> date | None:
        """The first day it can have been."""
        if self.day is not None or not self.about:
            return self.day
        year, _, month = self.about.partition("-")
        return date(int(year), int(month or 1), 1)

    @property
    def last(self) -> date | None:
        """The last day it can have been."""
        first = self.first
        if first is None or self.day is not None:
            return first
        if "-" not in self.about:
            return date(first.year, 12, 31)
        return first.replace(day=monthrange(first.year, first.month)[1])

    def age(self, today: date) -> str:
        """The age on `today`: "68y"; "67y or 68y" where both can be; "age not known"."""
        first, last = self.first, self.last
        if first is None or last is None:
            return "age not known"
        oldest, youngest = age_text(first, today), age_text(min(last, today), today)
        return oldest if oldest == youngest else f"{youngest} or {oldest}" if self.day is None else oldest

    def said(self, today: date) -> str:
        """With the age: "Born 12-Mar-1958 (68y)", "Born 1958 (67y or 68y)", "Born not known"."""
        return f"Born {self.text} ({self.age(today)})" if self else f"Born {NOT_KNOWN}"

    def may_be(self, other: Birth) -> bool:
        """Whether nothing that is known of both speaks against one day."""
        if not self or not other:
            return True
        one, another = self.iso, other.iso
        return one.startswith(another) or another.startswith(one)


NO_BIRTH = Birth()
"""Nothing is known."""


def birth_of(iso: str) -> Birth:
    """What "1958-03-12", "1958-03", "1958" or "" says. ValueError for anything else."""
    if not iso:
        return Birth()
    if re.fullmatch(r"\d{4}(-\d\d)?", iso, re.ASCII):
        date.fromisoformat(f"{iso}-01-01" if len(iso) == 4 else f"{iso}-01")
        return Birth(about=iso)
    return Birth(date.fromisoformat(iso))


def birth_named(text: str) -> Birth:
    """A birth as a person says it: a day, "Mar-1958", "3/1958", "1958", "?" for not known. ValueError."""
    said = text.strip()
    if said.casefold() in _NONE:
        return Birth()
    found = re.fullmatch(r"(?:([0-9]{1,2}|[A-Za-z]{3})[-/. ])?([0-9]{4})", said)
    if found is None:
        found = re.fullmatch(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})", said)
        return birth_of(f"{found['year']}-{int(found['month']):02}") if found else Birth(day_named(said))
    month, year = found.groups()
    if month is None:
        return birth_of(year)
    number = int(month) if month.isdigit() else MONTHS.index(month.capitalize()) + 1
    return birth_of(f"{year}-{number:02}")
