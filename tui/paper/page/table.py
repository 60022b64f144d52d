"""A table on a sheet: cells wrapped, never cut; the headings again on every page it goes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.paper.page.marks import Box, Words
from tui.paper.page.sheet import Sheet, line_height
from tui.paper.page.typeface import POINT
from tui.paper.page.wrapping import wrapped

PAD = 1.0
"""Millimetres between the edge of a cell and its words: a line beside a number is no digit."""


Cell = str | Sequence[tuple[str, bool]]
"""Words, or paragraphs of which some are bold."""

_TALL = 60.0
"""Millimetres of a row for which the rest of a page is left free rather than parting it from its title."""

_Lines = list[tuple[str, bool]]


@dataclass(frozen=True)
class Column:
    """A column: its heading, and its share of the width."""

    heading: str
    share: float


def table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    size: float = 8.0,
    lowest: float = 0.0,
    of: float | None = None,
    title: str = "",
) -> None:
    """Write the rows below each other; each is at least `lowest` millimetres high, to write in by hand.

    `of` is the share that the whole width stands for, where the columns leave some of it free. `title` stands
    above it, on the page of its first row.
    """
    unit = sheet.room / (of or sum(column.share for column in columns))
    widths = [column.share * unit for column in columns]
    headings = _lines([column.heading for column in columns], widths, size, bold=True)
    first = _lines(rows[0], widths, size) if rows else []
    least = _height(headings, size) + max(min(_height(first, size), _TALL), lowest)
    if title:
        sheet.heading(title, keep=least)
    else:
        sheet.need(least)
    _row(sheet, headings, widths, size, shaded=True)
    for row in rows:
        left = _lines(row, widths, size)
        while left:
            fits = max(
                int((sheet.end - sheet.begin - _height(headings, size) - 2 * PAD) / line_height(size)), 1
            )
            part, left = [cell[:fits] for cell in left], [cell[fits:] for cell in left]
            if sheet.need(max(_height(part, size), lowest)):
                _row(sheet, headings, widths, size, shaded=True)
            _row(sheet, part, widths, size, lowest=lowest)
            left = left if any(left) else []


def _lines(cells: Sequence[Cell], widths: Sequence[float], size: float, bold: bool = False) -> list[_Lines]:
    return [_cell(cell, width - 2 * PAD, size, bold) for cell, width in zip(cells, widths, strict=True)]


def _cell(cell: Cell, room: float, size: float, bold: bool) -> _Lines:
    parts = [(cell, bold)] if isinstance(cell, str) else cell
    return [(line, strong) for text, strong in parts for line in wrapped(text, room, size, strong)]


def _height(cells: Sequence[_Lines], size: float) -> float:
    return max((len(cell) for cell in cells), default=1) * line_height(size) + 2 * PAD


def _row(
    sheet: Sheet,
    cells: Sequence[_Lines],
    widths: Sequence[float],
    size: float,
    *,
    shaded: bool = False,
    lowest: float = 0.0,
) -> None:
    height, x = max(_height(cells, size), lowest), sheet.left
    for cell, width in zip(cells, widths, strict=True):
        sheet.put(Box(x, sheet.y, width, height, fill="grey" if shaded else "none"))
        for place, (line, bold) in enumerate(cell, 1):
            y = sheet.y + PAD + place * line_height(size) - size * POINT * 0.3
            sheet.put(Words(x + PAD, y, line, size, bold))
        x += width
    sheet.y += height
