"""How days are numbered: one rule for every screen, paper and file.

Protocol day 1 is the day of the first dose of this protocol that was taken, by the dose's own line in the
schedule. Before it no day has a protocol day, and while no dose was taken none has. Course day 1 is the first
dose of the drug the time before, where that is recorded; no day before it has a course day. A day without a
number is "-" on a screen, nothing in a cell, null in JSON (rules.md, "Words"; domain.md 4.4 row 17).

What is only planned is counted as though the next dose to come were taken.
"""

from __future__ import annotations

from datetime import date, datetime

from protocols.record.chart import Chart
from protocols.values.clinic_time import day_of


def day_number(first: date | None, day: date) -> int | None:
    """The number of `day` where `first` is day 1; None before it, and while nobody knows it."""
    return (day - first).days + 1 if first is not None and day >= first else None


def protocol_day(chart: Chart, day: date) -> int | None:
    """The protocol day of `day`."""
    return day_number(chart.first_day, day)


def day_today(chart: Chart, now: datetime) -> int | None:
    """The protocol day of the aware instant `now`, None too once the course has ended."""
    return None if chart.ended is not None else protocol_day(chart, day_of(now, chart.zone))


def day_label(number: int | None) -> str:
    """A day's number as it is shown: "-" for none."""
    return "-" if number is None else str(number)
