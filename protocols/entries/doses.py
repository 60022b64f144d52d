"""Entries of doses. Amounts are exact, in the protocol's unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from protocols.entries.base import DoseKey, Fact

NotGivenStatus = Literal[
    "refused", "absent", "unavailable", "nil by mouth", "other reason", "deferred", "unknown"
]


class DoseGiven(Fact, frozen=True, tag="dose given"):
    """A dose was taken. `dose` is None for one that was not on the schedule."""

    dose: DoseKey | None
    amount: Decimal
    self_administered: bool = False
    vomited: bool = False
    with_food: bool | None = None
    reason: str = ""


class DoseNotGiven(Fact, frozen=True, tag="dose not given"):
    """A scheduled dose was not taken. "deferred" and "unknown" leave it open for a later record."""

    dose: DoseKey
    status: NotGivenStatus
    reason: str


class DoseVomited(Fact, frozen=True, tag="dose vomited"):
    """The dose recorded in entry `entry` was vomited afterwards."""

    entry: str
    note: str = ""
