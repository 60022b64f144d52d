"""The record of one patient, or of all, as CSV for a spreadsheet: one row an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from protocols.record.fold import Record
from protocols.reports.event_rows import COLUMNS, DATES, NUMBERS, Row, rows
from protocols.values.csv_text import harmless
from protocols.values.refusal import UNFIT
from store.exchange.csv_table import BOM, PLAIN, Cell, Dialect, table
from store.exchange.jsonl_export import Days
from store.ledger.reader import Reading


def event_csv(ledger: Reading, record: Record | None, now: datetime, days: Days | None = None) -> str:
    """The events of one patient, or of everybody where `record` is None, with those in older files.

    The moment makes no difference: the same entries give the same rows.
    """
    asked = [record] if record else ledger.passing(ledger.everybody())
    return "".join(csv_parts(asked, ledger.ward, days))


def csv_parts(
    records: Iterable[Record],
    ward: str,
    days: Days | None = None,
    dialect: Dialect = PLAIN,
    untold: Callable[[str], object] | None = None,
) -> Iterator[str]:
    """The file in parts: the headings, then the events of each record, if any.

    `untold` is given the number of a patient whose events cannot be told; without it that is an error.
    """
    days = days or Days()
    yield BOM + table([COLUMNS], dialect)
    for record in records:
        try:
            found = [_cells(row) for row in rows(record, ward) if _within(row, days)]
        except UNFIT:
            if untold is None:
                raise
            untold(record.patient)
            continue
        if found:
            yield table(found, dialect)


def _within(row: Row, days: Days) -> bool:
    return days.has_day(datetime.fromisoformat(row["happened"]).date())


def _cells(row: Row) -> list[Cell]:
    return [_cell(name, row[name]) for name in COLUMNS]


def _cell(name: str, value: str) -> Cell:
    if name in NUMBERS:
        return Decimal(value) if value else None
    return harmless(value, multiline=True, digits=name not in DATES)
