"""Entries of doses. Amounts are exact, in the protocol's unit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from protocols.entries.base import DoseKey, Fact, Person

NotGivenStatus = Literal[
    "refused", "absent", "unavailable", "nil by mouth", "other reason", "deferred", "unknown"
]


class SecondCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """What another person entered without having seen the figures of the first, and when (UTC or an offset).

    `units` are whole units by strength as counted, half and quarter pieces by what they hold; `volume_ml` is
    what was measured. Both are empty where the dose is made otherwise.
    """

    by: Person
    at: datetime
    amount: Decimal
    units: tuple[tuple[Decimal, int], ...] = ()
    volume_ml: Decimal | None = None


class PackUsed(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A pack whose code was scanned: `count` units of `strength` out of it made the dose, or a part of it.

    `gtin` has 14 digits. `expires` is the last day on which it may be used.
    """

    gtin: str
    strength: Decimal
    count: int
    batch: str = ""
    serial: str = ""
    expires: date | None = None


class DoseScans(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was scanned when a dose was given, and why what the ward wants scanned was not.

    `expired` is why a pack was used after its last day.
    """

    wristband: bool = False
    packs: tuple[PackUsed, ...] = ()
    no_wristband: str = ""
    no_pack: str = ""
    expired: str = ""


class DoseGiven(Fact, frozen=True, tag="dose given"):
    """A dose was taken. `dose` is None for one that was not on the schedule.

    A make-up is none of the schedule either: `makes_up` is the entry of the dose vomited or not given
    in whose place it was taken. Where the protocol asks for a second check there is `second`, or the
    reason why there was none. `scans` is left out where nothing was scanned, nor to be.
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
    scans: DoseScans | UnsetType = UNSET

    @property
    def scanned(self) -> DoseScans:
        """What was scanned, which may be nothing."""
        return DoseScans() if isinstance(self.scans, UnsetType) else self.scans


class DoseNotGiven(Fact, frozen=True, tag="dose not given"):
    """A scheduled dose was not taken. "deferred" and "unknown" leave it open for a later record."""

    dose: DoseKey
    status: NotGivenStatus
    reason: str


class DoseVomited(Fact, frozen=True, tag="dose vomited"):
    """The dose recorded in entry `entry` was vomited afterwards."""

    entry: str
    note: str = ""
