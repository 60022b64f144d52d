"""What a Bundle says of the ledger its entries are from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protocols.chart import Record
from store.errors import LedgerError
from store.reading import Reading


class Source(NamedTuple):
    """The ward's name, the hash of each entry by its number, and whether the ward is an invented one.

    A hash that is not known, because the older file it stands in is not there, is left out.
    """

    ward: str
    hashes: Mapping[int, str]
    invented: bool = False


def source_of(ledger: Reading, record: Record, *, invented: bool = False) -> Source:
    """The source of a record of `ledger`."""
    hashes = {}
    for entry in record.entries:
        try:
            hashes[entry.number] = ledger.digest(entry.number)
        except LedgerError:
            continue
    return Source(ledger.ward, hashes, invented)
