"""Whether a record can be told at all: every view of it is tried, so that none ends a program later."""

from __future__ import annotations

from protocols.record.fold import Record
from protocols.reports.event_rows import rows
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from protocols.reports.timeline import timeline
from protocols.values.oddity import oddities
from protocols.values.refusal import UNFIT


def trouble_in(record: Record) -> str:
    """Why `record` cannot be shown, "" when it can."""
    for entry in record.entries:
        odd = next(oddities(entry), "")
        if odd:
            return f"Entry {record.number_of(entry)} holds what nobody can read: {odd}."
    try:
        for _ in rows(record, ""):
            pass
        for chart in record.charts:
            last = record.entries[-1]
            now = last.recorded or last.at
            status_of(chart, now)
            trend(chart, now)
            timeline(record, chart)
    except UNFIT as error:
        return f"Its entries up to number {record.version} do not fit each other ({type(error).__name__})."
    return ""
