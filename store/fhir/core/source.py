"""What a Bundle says of the ledger its entries are from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protocols.entries import RecordImported
from protocols.record.fold import Record
from protocols.record.imported import told_in
from store.errors import LedgerError
from store.fhir.core.codes import INITIALS, MRN
from store.ledger.reader import Reading


class Source(NamedTuple):
    """The ward's name, the hash of each entry by its id, and whether the ward is an invented one.

    A hash that is not known, because the older file it stands in is not there, is left out. `elsewhere` has
    the ward of each entry that was imported: its number is the one it has in the ledger of that ward.
    `patients` and `staff` are the systems of the site's own hospital numbers and initials.
    """

    ward: str
    hashes: Mapping[str, str]
    elsewhere: Mapping[str, str]
    invented: bool = False
    patients: str = MRN
    staff: str = INITIALS


def source_of(
    ledger: Reading, record: Record, *, invented: bool = False, patients: str = MRN, staff: str = INITIALS
) -> Source:
    """The source of a record of `ledger`."""
    hashes: dict[str, str] = {}
    for entry in record.entries:
        if isinstance(entry.what, RecordImported):
            hashes.update((one.entry.id, one.digest) for one in told_in(entry.what))
        elif entry.id not in record.brought:
            try:
                hashes[entry.id] = ledger.digest(entry.number)
            except LedgerError:
                continue
    elsewhere = {id: brought.origin.ward for id, brought in record.brought.items()}
    return Source(ledger.ward, hashes, elsewhere, invented, patients, staff)
