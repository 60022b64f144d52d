"""Entries of doses. Amounts are exact, in the protocol's unit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from protocols.entries.base import DoseKey, Fact, Person

NotGivenStatus = Literal[
    "refused", "absent", "unavailable", "nil by mouth", "other reason", "deferred", "unknown"
]


class SecondCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """What another person entered without having seen the figures of the first, and when (UTC or an offset).

    `units` are whole units by strength as counted, empty where the dose is not made of whole ones.
    """

    by: Person
    at: datetime
    amount: Decimal
    units: tuple[tuple[Decimal, int], ...] = ()


class DoseGiven(Fact, frozen=True, tag="dose given"):
    """A dose was taken. `dose` is None for one that was not on the schedule.

    A make-up is none of the schedule either: `makes_up` is the entry of the dose vomited or not given
    in whose place it was taken. Where the protocol asks for a second check there is `second`, or the
    reason why there was none.
    """

    dose: DoseKey | None
    amount: Decimal
    self_administered: bool = False
    vomited: bool = False
    with_food: bool | None = None
    reason: str = ""
    makes_up: str = ""
    second: SecondCheck | None = None
    no_second_check: str = ""


class DoseNotGiven(Fact, frozen=True, tag="dose not given"):
    """A scheduled dose was not taken. "deferred" and "unknown" leave it open for a later record."""

    dose: DoseKey
    status: NotGivenStatus
    reason: str


class DoseVomited(Fact, frozen=True, tag="dose vomited"):
    """The dose recorded in entry `entry` was vomited afterwards."""

    entry: str
    note: str = ""
