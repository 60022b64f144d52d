"""The case timeline in lines: date, course day, protocol day, and what it was."""

from __future__ import annotations

from protocols.course.day_numbers import day_label
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.timeline import Event, Kind, Timeline, timeline
from protocols.values.formatting import date_text
from tui.views.lines.lines import Line, Tone, wrap

_TONES: dict[Kind, Tone] = {"skin": "bad", "hold": "bad", "restart": "strong", "target": "strong"}
_HEAD = f"{'Date':<12}{'Course':>7}{'Protocol':>9}  "
"""The two counts of days never stand under one name (domain.md 4.4 row 17)."""


def case_lines(record: Record, chart: Chart, cells: int) -> list[Line]:
    """The case timeline, or how to make it whole."""
    found = timeline(record, chart)
    lines: list[Line] = [[("Case timeline, by course day and protocol day", "strong")], [(_HEAD, "dim")]]
    for event in found.events:
        lines += _event(event, found, cells)
    if found.course_begins is None:
        words = "Course days count from the first dose before the reaction: < records that reaction."
        lines += [[(text, "dim")] for text in wrap(words, cells)]
    return lines


def _event(event: Event, found: Timeline, cells: int) -> list[Line]:
    course, protocol = (
        day_label(day) for day in (found.course_day(event.day), found.protocol_day(event.day))
    )
    until = f", until {date_text(event.until)}" if event.until else ""
    texts = wrap(event.words + until, cells - len(_HEAD))
    head = f"{date_text(event.day):<12}{course:>7}{protocol:>9}  "
    lines: list[Line] = [[(head, "dim"), (texts[0], _TONES.get(event.kind, ""))]]
    return lines + [[(" " * len(_HEAD) + more, _TONES.get(event.kind, ""))] for more in texts[1:]]
