"""The events of the case: a numbered circle on its day, and below what each number is."""

from __future__ import annotations

from protocols.course.day_numbers import day_label
from protocols.reports.timeline import Event, Timeline
from protocols.values.formatting import date_text
from tui.views.figure.days import MARGIN, RIGHT, ROW, Days
from tui.views.figure.svg import TENTH, box, circle, line, text
from tui.views.lines.lines import wrap

_RADIUS = 9 * TENTH
_WORDS = 88
"""Cells of an event's words before they go on in the next row."""
_COLUMNS = (MARGIN, MARGIN + 35 * TENTH, MARGIN + 130 * TENTH, MARGIN + 205 * TENTH, MARGIN + 285 * TENTH)


def numbered(found: Timeline, days: Days, top: int) -> tuple[list[str], int]:
    """Each event's number on its day, one below the other where they would touch; where the next part begins.

    What lasted has a bar until its last day. Rashes and holds are black.
    """
    shapes: list[str] = []
    taken: list[tuple[int, int, int]] = []
    for place, event in enumerate(found.events, start=1):
        x = min(days.x(event.day), RIGHT - 2 * _RADIUS) + _RADIUS
        end = max(days.x(event.until, 1) if event.until else 0, x + _RADIUS)
        level = _free_level(taken, x - _RADIUS, end)
        taken.append((level, x - _RADIUS, end))
        y = top + level * 22 * TENTH
        if event.until is not None:
            shapes.append(box(x, y - 3 * TENTH, max(end - x, TENTH), 6 * TENTH, "url(#hatch)"))
        shapes += _disc(place, event, x, y)
    levels = max((level for level, _, _ in taken), default=0) + 1
    return shapes, top + levels * 22 * TENTH + ROW


def _free_level(taken: list[tuple[int, int, int]], low: int, high: int) -> int:
    level = 0
    while any(level == other and low < end and high > start for other, start, end in taken):
        level += 1
    return level


def _disc(place: int, event: Event, x: int, y: int) -> list[str]:
    dark = event.kind in ("skin", "hold")
    number = text(x, y + 4 * TENTH, str(place), size=11, bold=True, anchor="middle")
    if dark:
        number = number.replace("<text ", '<text fill="#fff" ', 1)
    return [circle(x, y, _RADIUS, "#000" if dark else "#fff"), number]


def listed(found: Timeline, days: Days, top: int) -> tuple[list[str], int]:
    """What each number is: date, course day, protocol day, words; where the list ends."""
    heads = ("", "Date", "Course day", "Protocol day", "")
    shapes = [text(x, top, head, size=11, bold=True) for x, head in zip(_COLUMNS, heads, strict=True) if head]
    shapes.append(line(MARGIN, top + 5 * TENTH, MARGIN + 950 * TENTH, top + 5 * TENTH, width=5))
    y = top + ROW
    for place, event in enumerate(found.events, start=1):
        course, protocol = found.course_day(event.day), found.protocol_day(event.day)
        until = f", until {date_text(event.until)}" if event.until else ""
        rows = wrap(event.words + until, _WORDS)
        cells = (
            str(place),
            date_text(event.day),
            day_label(course),
            day_label(protocol),
            rows[0],
        )
        shapes += [text(x, y, cell) for x, cell in zip(_COLUMNS, cells, strict=True)]
        for row in rows[1:]:
            y += ROW
            shapes.append(text(_COLUMNS[-1], y, row))
        y += ROW
    return shapes, y
