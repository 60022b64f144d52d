"""What was recorded while the computer's clock was in doubt, and still waits for its true time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, get_args

from protocols.entries import Correctable, EntryCorrected
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.fold import Record

REASON = "the computer's clock was wrong"
"""Why a time is put right."""


class Doubtful(NamedTuple):
    """A line of a course, of which nobody knows when it was: `what` happened, as it stands."""

    patient: str
    chart: Chart
    line: CorrectedEntry
    what: Correctable

    def at(self, true: datetime) -> EntryCorrected:
        """The correction that leaves what happened and says that it was at the instant `true`."""
        return EntryCorrected(self.line.id, REASON, self.what, true)


def doubtful_times(record: Record) -> list[Doubtful]:
    """Each fact of `record` once, in the order recorded; it meets nothing until somebody says when it was.

    What came from another site by a clock that was wrong there is not among them: it is made again.
    """
    found: dict[str, Doubtful] = {}
    for chart in record.charts:
        for line in chart.lines.values():
            if not line.sure and _here(line) and isinstance(line.what, get_args(Correctable)):
                found.setdefault(line.id, Doubtful(record.patient, chart, line, line.what))
    return list(found.values())


def _here(line: CorrectedEntry) -> bool:
    """Whether this ward's own clock was in doubt."""
    return any(entry.clock != "ok" for entry in (line.entry, *line.corrections))
