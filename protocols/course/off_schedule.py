"""The doses taken beside those of the schedule: every dose is told once, wherever doses are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from protocols.course.schedule import ScheduledDose
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry


class Unscheduled(NamedTuple):
    """Doses taken beside those of the schedule, by the time they were taken.

    `make_ups` stand for a scheduled dose that was vomited or not given, `others` for none: taken off the
    schedule, or under a time for which no step asks.
    """

    make_ups: list[CorrectedEntry]
    others: list[CorrectedEntry]


def unscheduled(chart: Chart, doses: Iterable[ScheduledDose]) -> Unscheduled:
    """The doses taken in `chart` that are not the record of one of `doses`, its schedule."""
    recorded = {dose.line.id for dose in doses if dose.line is not None}
    instead = {chart.make_ups[id].id for id in recorded if id in chart.make_ups}
    beside = [line for line in chart.taken if line.id not in recorded]
    return Unscheduled(
        [line for line in beside if line.id in instead],
        [line for line in beside if line.id not in instead],
    )
