"""What has come up since the board was looked at last: a dose falls due, a gate opens, a red flag.

By the bed alone: the line may stand above another patient's form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from protocols.reports.status import Label
from protocols.values.formatting import time_text
from tui.views.course.board import BoardRow

Seen = Mapping[tuple[str, str], Label]
"""The word of each course, by patient and course."""

_CALLS: dict[Label, str] = {
    "RED FLAG": "red flag",
    "OVERDUE": "a dose is overdue",
    "DUE": "a dose is due",
    "OPEN DUE": "a dose is due, and the gate is open",
    "OPEN": "the gate to the next step is open",
    "CHECK": "a skin check is wanted",
}
MOST = 3
"""How many are named; of more it says how many."""


def words_of(rows: Sequence[BoardRow]) -> dict[tuple[str, str], Label]:
    """The word of each course on the board."""
    return {(row.patient, row.course): row.label for row in rows if row.label is not None}


def calls(rows: Sequence[BoardRow], before: Seen) -> str:
    """A sentence for whatever asks for somebody now and did not `before`; "" where nothing does."""
    new = [row for row in rows if row.label is not None and _is_new(row, row.label, before)]
    if not new:
        return ""
    named = "; ".join(_called(row) for row in new[:MOST])
    more = f"; and {len(new) - MOST} more on the board" if len(new) > MOST else ""
    return f"{named[0].upper()}{named[1:]}{more}."


def _is_new(row: BoardRow, label: Label, before: Seen) -> bool:
    """A word that calls, of a course that was known already under another word."""
    was = before.get((row.patient, row.course))
    return label in _CALLS and was is not None and was != label


def _called(row: BoardRow) -> str:
    assert row.status is not None
    bed, dose = row.cells[1][0], row.status.next
    said = _CALLS[row.status.label]
    if dose is not None and row.status.label in ("DUE", "OVERDUE", "OPEN DUE"):
        said += f", {time_text(dose.at, row.status.chart.zone)}"
    return f"bed {bed}: {said}" if bed != "none" else f"MRN {row.number}: {said}"
