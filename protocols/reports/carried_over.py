"""Which records are in use, and go along when a ledger goes on in a new file."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.record.fold import Record

RECENT = timedelta(days=90)
"""A record with an entry this new goes along although its courses have ended."""


def is_carried_over(record: Record, now: datetime) -> bool:
    """Whether `record` is still in use at the aware instant `now`.

    That is while a course is open or a finding waits for its release, before the first course is enrolled,
    and for a while after the last entry, so that nobody looks in vain for a patient of last week. Other
    records stay where they are and can be read.
    """
    if not record.charts or any(chart.ended is None or chart.unreleased for chart in record.charts):
        return True
    last = record.entries[-1]
    return now - (last.recorded or last.at) < RECENT
