"""Which patients had units of a batch, so that a recalled one finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from protocols.entries import DoseGiven, PackUsed, Person
from protocols.record.fold import Record
from protocols.values.identity import number_key


class BatchUse(NamedTuple):
    """Units of one pack that a dose was made of, as the record says now."""

    patient: str
    course: str
    drug: str
    unit: str
    form: str
    entry: int
    at: datetime
    by: Person
    pack: PackUsed


def batch_uses(records: Iterable[Record], sought: str = "") -> Iterator[BatchUse]:
    """Every use of a scanned pack whose batch, serial number or GTIN is `sought`, "" for all; by time.

    Compared like hospital numbers: case, dashes and blanks do not matter. A dose marked as entered in error
    is left out.
    """
    found = [use for record in records for use in _of(record) if _means(use.pack, sought)]
    yield from sorted(found, key=lambda use: (use.at, use.patient, use.entry))


def _of(record: Record) -> Iterator[BatchUse]:
    for chart in record.charts:
        protocol = chart.protocol
        for line in chart.lines.values():
            if not isinstance(line.what, DoseGiven):
                continue
            number = record.number_of(line.entry)
            for pack in line.what.scanned.packs:
                yield BatchUse(
                    record.patient,
                    chart.id,
                    protocol.drug,
                    protocol.unit,
                    protocol.form,
                    number,
                    line.at,
                    line.entry.by,
                    pack,
                )


def _means(pack: PackUsed, sought: str) -> bool:
    key = number_key(sought)
    return not sought or key in (number_key(pack.batch), number_key(pack.serial), number_key(pack.gtin))
