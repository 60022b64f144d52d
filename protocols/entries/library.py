"""Entries of what the site keeps for all its patients: protocols, packs, what it scans."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from protocols.definition.protocol import Protocol
from protocols.entries.base import Fact, Move
from protocols.values.number_forms import CheckDigit

Wanted = Literal["off", "offered", "required"]
"""Whether the ward scans: not at all, where somebody does, or each time or with a reason why not."""


class ProtocolApproved(Move, frozen=True, tag="protocol approved"):
    """A prescriber lets patients be enrolled on a protocol of the site's own, as it was that day.

    A later approval under the same id takes its place; courses keep the version they began with.
    """

    protocol: Protocol
    note: str = ""


class PackConfirmed(Fact, frozen=True, tag="pack confirmed"):
    """A pharmacist has compared a pack with its code: units of this drug and strength are in it.

    A later one of the same `gtin` (14 digits) takes its place; "" as `drug` withdraws it.
    """

    gtin: str
    drug: str
    strength: Decimal
    unit: str
    note: str = ""


class ScanningSet(Fact, frozen=True, tag="scanning set"):
    """What the ward wants scanned from now on, and why.

    `format` is how its wristbands give the number, "" for plainly: a regular expression over the whole of
    what the code says, with one group, which is the number.
    """

    wristband: Wanted
    pack: Wanted
    reason: str
    format: str = ""

    @property
    def is_off(self) -> bool:
        """Whether nothing is scanned on this ward."""
        return self.wristband == self.pack == "off"


class NumbersSet(Fact, frozen=True, tag="numbers set", omit_defaults=True):
    """What hospital numbers of this ward look like from now on, and why.

    `pattern` is a regular expression over the whole number as it is written, "" for any; `example` is one in
    words, for whoever typed another. Numbers given before stay.
    """

    reason: str
    pattern: str = ""
    example: str = ""
    check: CheckDigit = "none"
