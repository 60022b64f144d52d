"""Whether a record can be told at all: every view of it is tried, so that none ends a program later."""

from __future__ import annotations

from protocols.course.exposure import exposure
from protocols.record.fold import Record
from protocols.reports.course_picture import course_picture
from protocols.reports.event_rows import rows
from protocols.reports.handover import handover
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from protocols.reports.steady import steady_until
from protocols.reports.supply import needs
from protocols.reports.timeline import timeline
from protocols.values.oddity import oddity
from protocols.values.refusal import UNFIT


def trouble_in(record: Record) -> str:
    """Why `record` cannot be shown, "" when it can."""
    for entry in record.entries:
        if odd := oddity(entry):
            return f"Entry {record.number_of(entry)} holds what nobody can read: {odd}."
    try:
        _tell(record)
    except UNFIT as error:
        return f"Its entries up to number {record.version} do not fit each other ({type(error).__name__})."
    return ""


def _tell(record: Record) -> None:
    """Tell everything that is told of a record, as of its last entry."""
    if not record.entries:
        return
    now = record.entries[-1].recorded or record.entries[-1].at
    for _ in rows(record, ""):
        pass
    steady_until(record, now, record.zone)
    handover([record], (), now)
    for chart in record.charts:
        status_of(chart, now)
        trend(chart, now)
        timeline(record, chart)
        course_picture(chart, now)
        needs(chart, now)
        exposure(chart, [now])
        chart.protocol.step(chart.target)
