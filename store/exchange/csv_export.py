"""The record of one patient, or of all, as CSV for a spreadsheet: one row an event."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
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
    everybody = dict.fromkeys(entry.patient for entry in ledger.entries() if entry.patient)
    asked = [record.patient] if record else everybody
    days = days or Days()
    found = (row for patient in asked for row in rows(ledger.record(patient), ledger.ward))
    return table(COLUMNS, (_cells(row) for row in found if _within(row, days)))


def _within(row: Row, days: Days) -> bool:
    return days.has_day(datetime.fromisoformat(row["happened"]).date())


def _cells(row: Row) -> list[Cell]:
    return [_cell(name, row[name]) for name in COLUMNS]


def _cell(name: str, value: str) -> Cell:
    if name in NUMBERS and value:
        return Decimal(value)
    return harmless(value, multiline=True, digits=name not in DATES)


def table(headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    """Cells as a CSV file (RFC 4180). Texts are in quotes, so that a comma within one ends nothing."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return BOM + out.getvalue()
