"""A handover at a glance: a line a patient, in the words of the board; what is to be said follows in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from protocols.record.people import initials_of
from protocols.reports.handover import Item
from protocols.values.text import visible
from tui.views.course.board import row_of, rows_of
from tui.views.lines.lines import Line, Part, fit, width, wrap

HEADINGS = ("Status", "Bed", "Patient", "MRN", "Step", "Next", "Skin", "With")
_BED, _NAME, _NUMBER = 1, 2, 3
_LEAST_NAME = 18
"""Cells a name has before the hospital numbers are left to what follows."""
_WIDEST, _WIDEST_BED = 40, 12
"""Cells beyond which a column is wrapped."""

Glance = tuple[Part, ...]
"""One course of a patient, a cell for each heading."""


def glances(item: Item, at: datetime, zone: str) -> tuple[Glance, ...]:
    """The lines of one patient: one for each course to be spoken of. With: who took the patient over last."""
    record, last = item.record, item.last
    told = item.statuses if record.details and not record.trouble else ()
    rows = [row_of(record, found, at) for found in told] or rows_of(record, at, zone)
    taker = visible(initials_of(record.initials, last.answer.taker)) if last and last.answer else "-"
    number: Part = (visible(record.patient), "")
    return tuple((*row.cells[:3], number, row.cells[4], *row.cells[6:8], (taker, "")) for row in rows)


def overview_lines(found: Iterable[Glance], cells: int) -> list[Line]:
    """The lines below their headings; whatever is longer than its column goes on below it, nothing is cut."""
    rows: list[Glance] = [tuple((name, "strong") for name in HEADINGS), *found]
    rooms = _rooms(rows, cells)
    return [line for row in rows for line in _row(row, rooms)]


def _rooms(rows: Sequence[Glance], cells: int) -> list[int]:
    """The cells of each column, 0 for one left out; the names have what the others leave."""
    rooms = [min(max(width(row[place][0]) for row in rows), _WIDEST) for place in range(len(HEADINGS))]
    rooms[_BED] = min(rooms[_BED], _WIDEST_BED)
    spare = cells - sum(rooms) - len(rooms)
    if spare < 0 and rooms[_NAME] + spare < _LEAST_NAME:
        spare += rooms[_NUMBER] + 1
        rooms[_NUMBER] = 0
    rooms[_NAME] = max(rooms[_NAME] + min(spare, 0), 8)
    return rooms


def _row(row: Glance, rooms: Sequence[int]) -> list[Line]:
    shown = [(text, tone, room) for (text, tone), room in zip(row, rooms, strict=True) if room]
    columns = [wrap(text, room) for text, _, room in shown]
    return [
        [(fit(text, room) + " ", tone) for text, (_, tone, room) in zip(texts, shown, strict=True)]
        for texts in zip_longest(*columns, fillvalue="")
    ]
