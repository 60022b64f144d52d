"""Entries of the ledger itself."""

from __future__ import annotations

from msgspec import Struct

from protocols.entries.base import Fact
from protocols.entries.patients import PatientAdmitted


class Continues(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a file goes on from: the names of the older `files`, the oldest first, and their last entry.

    The first `carried` entries behind this one carry the records of open courses over; `former` are the
    patients, by hospital number, whose records stay in the older files.
    """

    files: tuple[str, ...]
    number: int
    digest: str
    carried: int
    former: dict[str, PatientAdmitted]


class LedgerBegun(Fact, frozen=True, tag="ledger begun"):
    """The first entry of a file: format version, ward name and the clinic's time zone.

    `continues` is None in the first file of a ledger.
    """

    format: int
    ward: str
    zone: str
    continues: Continues | None = None


class LedgerContinued(Fact, frozen=True, tag="ledger continued"):
    """The last entry of a file: the ledger goes on in `file`, which lies beside it."""

    file: str


class ClockConfirmed(Fact, frozen=True, tag="clock confirmed"):
    """A person compared the computer's clock with another one and says it is right."""

    note: str


class ZoneCorrected(Fact, frozen=True, tag="time zone corrected"):
    """The ward's clocks show the time of `zone` (an IANA name), and why it was set otherwise.

    Instants stay. Times and days are told by the new zone from now on; the clock times of doses stay those
    of the zone they were planned in, until the plan is changed.
    """

    zone: str
    reason: str
