"""Entries of the ledger itself."""

from __future__ import annotations

from protocols.entries.base import Fact


class LedgerBegun(Fact, frozen=True, tag="ledger begun"):
    """The first entry of a ledger: format version, ward name and the clinic's time zone."""

    format: int
    ward: str
    zone: str


class ClockConfirmed(Fact, frozen=True, tag="clock confirmed"):
    """A person compared the computer's clock with another one and says it is right."""

    note: str
