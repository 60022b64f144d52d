"""What one site would say that had seen everything a site knows, in its true order, by one right clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from protocols import entries as e
from protocols.gate.gate import gate
from protocols.record.chart import Chart
from protocols.record.fold import Folding, Record

DAYS = 2
"""The number of the precondition that counts days."""

Off = Callable[[e.Entry], timedelta]
"""By how much the clock was ahead by which an entry was recorded."""

_BETWEEN_SITES = e.RecordImported | e.PatientSent | e.RecordTakenBack
"""What there is only because there are two."""


def as_one_site(record: Record, course: str, zone: str, off: Off) -> Chart:
    """The course from everything in `record` but what is set aside, as a ward of `zone` would have it."""
    known = [
        entry
        for entry in record.entries
        if not isinstance(entry.what, _BETWEEN_SITES) and entry.id not in record.aside
    ]
    folding = Folding()
    for number, entry in enumerate(sorted(known, key=lambda one: _true(one, off)), 1):
        right = msgspec.structs.replace(
            entry, number=number, at=entry.at - off(entry), recorded=_true(entry, off), clock="ok"
        )
        folding.add(right)
    folding.received(zone)
    chart = folding.record().chart(course)
    assert chart is not None
    return chart


def _true(entry: e.Entry, off: Off) -> datetime:
    assert entry.recorded is not None
    return entry.recorded - off(entry)


def opens_alone(chart: Chart, now: datetime, one: Chart, true: datetime) -> str:
    """Why a step is open on `chart` that is not on `one`, where all is seen by a right clock; "" if it is.

    Days are counted by the clock on the wall: where it is some minutes fast, midnight comes that much early,
    with one site as with two. Hours since a dose or a check are asked of the right clock.
    """
    here, there = gate(chart, now), gate(one, true)
    by_the_wall = {p.number for p in gate(one, now).preconditions if p.met}
    wrong = [p for p in there.missing if p.number != DAYS or DAYS not in by_the_wall]
    if not here.open or (not wrong and here.to == there.to):
        return ""
    missing = "; ".join(f"{p.number} {p.words}" for p in wrong)
    return f"step {here.to} is open here, and not to one site ({there.to}): {missing}"
