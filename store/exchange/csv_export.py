"""The record of one patient, or of all, as CSV for a spreadsheet: one row an event."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from protocols.record.fold import Record
from protocols.reports.event_rows import COLUMNS, DATES, NUMBERS, Row, rows
from protocols.values.csv_text import harmless
from store.exchange.jsonl_export import Days
from store.ledger.reader import Reading

Cell = str | Decimal

BOM = "\ufeff"
"""With it at the beginning Excel and LibreOffice both read the file as UTF-8; neither shows it."""


def event_csv(ledger: Reading, record: Record | None, now: datetime, days: Days | None = None) -> str:
    """The events of one patient, or of everybody where `record` is None, with those in older files.

    The moment makes no difference: the same entries give the same rows.
    """
    asked = [record] if record else ledger.passing(ledger.everybody())
    return "".join(csv_parts(asked, ledger.ward, days))


def csv_parts(records: Iterable[Record], ward: str, days: Days | None = None) -> Iterator[str]:
    """The file in parts: the headings, then the events of each record, if any."""
    days = days or Days()
    yield BOM + table([COLUMNS])
    for record in records:
        found = [_cells(row) for row in rows(record, ward) if _within(row, days)]
        if found:
            yield table(found)


def _within(row: Row, days: Days) -> bool:
    return days.has_day(datetime.fromisoformat(row["happened"]).date())


def _cells(row: Row) -> list[Cell]:
    return [_cell(name, row[name]) for name in COLUMNS]


def _cell(name: str, value: str) -> Cell:
    if name in NUMBERS and value:
        return Decimal(value)
    return harmless(value, multiline=True, digits=name not in DATES)


def table(lines: Iterable[Sequence[Cell]]) -> str:
    """Cells as lines of CSV (RFC 4180). Texts are in quotes, so that a comma within one ends nothing."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows(lines)
    return out.getvalue()
