"""What every kind of entry is built on: facts and moves, persons, the name of a scheduled dose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

Role = Literal["nurse", "prescriber", "pharmacist", "admin"]


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is at the keyboard, as signed on, and the account of the operating system."""

    name: str
    initials: str
    role: Role
    account: str = ""


class Confirmed(Struct, frozen=True, forbid_unknown_fields=True):
    """Another person looked at what was entered and says that it is right. `at` is UTC or has an offset."""

    by: Person
    at: datetime


class DoseKey(Struct, frozen=True, forbid_unknown_fields=True):
    """The name of one scheduled dose: its day in the clinic's calendar and its time of day."""

    day: date
    slot: str


class Kind(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Base of all kinds of entry. A field of a newer version stops the reader; nothing is dropped."""


class Fact(Kind, frozen=True, tag_field="kind"):
    """What happened. Never gated."""


class Move(Kind, frozen=True, tag_field="kind"):
    """Permission for what comes next. Gated on every path."""
