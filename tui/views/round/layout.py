"""How a board is shared between its columns, the strip of time and the pane beside the list.

A name goes before whatever is said elsewhere too: beside a pane it is never cut, it goes on in a second line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.views.course.board import HEADINGS, BoardRow
from tui.views.lines.lines import WIDE_FROM, Line, Part, fit, width, wrap
from tui.views.lines.status import CHIP

STATUS, BED, NAME, PROTOCOL, STEP, DAY, NEXT, SKIN = range(len(HEADINGS))
NARROW = (CHIP, 4, 20, 0, 6, 3, 17, 11)
"""Cells of each column where it needs no more: with a blank between two and a scroll bar, 80 in all. The
protocol is left to the lines that explain: half a name of one says nothing.
"""

WIDEST_NAME = 40
_WIDEST_BED = 8
_FOLDED_NAME, _NARROWEST_FOLD = 28, 22
"""Beside a pane only longer names are ever folded, and none to fewer cells."""

_DISPENSABLE = (STEP, DAY, SKIN)
"""Columns left out, in this order, where the terminal is narrower than 80: who, what and when stay."""

_HOURS, _HALF_HOURS = 25, 49
"""Cells of a strip of time: one an hour, one half an hour."""

_NAME_LINES = 3
"""Lines of a folded name at most."""


@dataclass(frozen=True)
class Needs:
    """The cells that the longest text of each kind takes on this ward, and the longest name never folded."""

    name: int = 26
    short_name: int = 26
    bed: int = 4
    protocol: int = 0
    step: int = NARROW[STEP]
    next: int = NARROW[NEXT]
    skin: int = NARROW[SKIN]
    number: int = 0


def needs_of(rows: Sequence[BoardRow]) -> Needs:
    """What `rows` need. Where no dose is next the words may be cut: they stand with the reasons too."""
    taken, following = [row.widths for row in rows], [_next_width(row) for row in rows]
    most = [max(column) for column in zip(*taken, strict=True)] or [0] * (len(HEADINGS) + 1)
    shorts = (cells[NAME] if cells[NAME] <= _FOLDED_NAME else _NARROWEST_FOLD for cells in taken)
    return Needs(
        most[NAME],
        max(shorts, default=0),
        most[BED],
        most[PROTOCOL],
        most[STEP],
        max(following, default=0),
        most[SKIN],
        most[-1],
    )


def _next_width(row: BoardRow) -> int:
    cells = row.widths[NEXT]
    return cells if row.has_next else min(cells, NARROW[NEXT])


@dataclass(frozen=True)
class Layout:
    """How a board is shared: the columns of the list, 0 for one left out; the strip of time, the pane."""

    columns: tuple[int, ...]
    strip: int = 0
    pane: int = 0


def layout(cells: int, needs: Needs) -> Layout:
    """The layout of a board `cells` wide."""
    if cells < WIDE_FROM:
        return Layout(tuple(columns(cells, needs)))
    pane = min(max(cells * 3 // 8, 42), 70)
    return _beside(cells - pane, pane, needs)


def columns(cells: int, needs: Needs) -> list[int]:
    """The width of each column on a terminal `cells` wide, 0 for one left out.

    Nothing but a name is cut for another. Where there is room beside the names, a ninth is for the hospital
    numbers, and the fourth for the protocols: both whole or not at all.
    """
    widths, spare = _least(needs, NARROW[NAME]), cells - 1
    spare -= sum(room + 1 for room in widths if room)
    for place in _DISPENSABLE:
        if spare < 0:
            spare += widths[place] + 1
            widths[place] = 0
    widths[NAME] = max(widths[NAME] + min(spare, 0), 4)
    spare -= _grow_name(widths, needs, spare)
    return _with_numbers(widths, needs, spare)


def _least(needs: Needs, name: int) -> list[int]:
    """Every column as narrow as it may be, the protocol left out."""
    widths = list(NARROW)
    widths[BED] = min(max(needs.bed, len(HEADINGS[BED])), _WIDEST_BED)
    widths[NAME] = name
    widths[STEP] = max(needs.step, NARROW[STEP])
    widths[NEXT] = max(needs.next, len("nothing due"))
    widths[SKIN] = max(needs.skin, len("from 00:00"))
    return widths


def _grow_name(widths: list[int], needs: Needs, spare: int) -> int:
    """Give the names what is `spare` as far as they need it; how much that was."""
    more = min(max(min(needs.name, WIDEST_NAME) - widths[NAME], 0), max(spare, 0))
    widths[NAME] += more
    return more


def _with_numbers(widths: list[int], needs: Needs, spare: int) -> list[int]:
    """The hospital numbers and the protocols too, where they have room."""
    shown = [needs.number] if needs.number and spare > needs.number else []
    spare -= needs.number + 1 if shown else 0
    if needs.protocol and spare > needs.protocol:
        widths[PROTOCOL] = needs.protocol
    return widths + shown


def _beside(room: int, pane: int, needs: Needs) -> Layout:
    """The list beside a pane: the strip first, then what the pane says of one patient alone."""
    least = _least(needs, max(needs.short_name, len(HEADINGS[NAME])))
    widths = [cells if place in (STATUS, BED, NAME) else 0 for place, cells in enumerate(least)]
    spare = room - 1 - sum(cells + 1 for cells in widths if cells)
    marks = _HOURS if spare >= _HOURS else 0
    spare -= marks
    for place in (NEXT, SKIN, STEP, DAY):
        if spare > least[place]:
            widths[place] = least[place]
            spare -= least[place] + 1
    spare -= _grow_name(widths, needs, spare)
    if marks and widths[DAY] and spare >= _HALF_HOURS - _HOURS:
        spare -= _HALF_HOURS - _HOURS
        marks = _HALF_HOURS
    return Layout(tuple(_with_numbers(widths, needs, spare)), marks, pane)


def headings(found: Layout) -> Line:
    """The names of the columns."""
    return _joined([(name, "") for name in HEADINGS], "MRN", found.columns)


def patient_lines(
    cells: Sequence[Part], number: str, found: Layout, strip: Line, apart: Sequence[str] = ()
) -> list[Line]:
    """One patient in the list: the cells that have room, and the strip. Beside a pane a name is not cut.

    `apart` is what tells the patient from others who are like them: it stands below the name, nothing of it
    cut.
    """
    name, tone = cells[NAME]
    room, before = found.columns[NAME], sum(one + 1 for one in found.columns[:NAME] if one)
    names = wrap(name, room) if found.pane and width(name) > room else [name]
    if len(names) > _NAME_LINES:
        names = [*names[: _NAME_LINES - 1], " ".join(names[_NAME_LINES - 1 :])]
    first = [*cells[:NAME], (names[0], tone), *cells[NAME + 1 :]]
    lines = [[*_joined(first, number, found.columns), *strip]]
    lines += [[(" " * before, ""), (fit(more, room), tone)] for more in names[1:]]
    beside = sum(one + 1 for one in found.columns if one) - before
    return lines + [[(" " * before, ""), (text, "warn")] for text in _together(apart, beside)]


def _together(parts: Sequence[str], room: int) -> list[str]:
    """`parts` on as few lines of `room` cells as they need, marked at the first."""
    lines: list[str] = []
    for part in parts:
        whole = f"{lines[-1]}  {part}" if lines else f"! {part}"
        lines = [*lines[:-1], whole] if width(whole) <= room else [*lines, f"  {part}"]
    return [text for line in lines for text in (wrap(line, room) if width(line) > room else [line])]


def _joined(cells: Sequence[Part], number: str, columns: Sequence[int]) -> Line:
    """The cells beside each other, each as wide as its column; those without room are left out."""
    rooms, parts = list(columns), list(cells)
    if len(rooms) > len(parts):
        rooms.insert(PROTOCOL, rooms.pop())
        parts.insert(PROTOCOL, (number, ""))
    return [(fit(text, room) + " ", tone) for (text, tone), room in zip(parts, rooms, strict=True) if room]
