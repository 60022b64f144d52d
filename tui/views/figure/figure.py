"""The case timeline of one patient as an SVG figure, for a letter or a slide.

What the case report's Figure 3 shows: onset, treatment, resolution, restart, steps, target dose. Above, every
dose on its step by day; below, the numbered events with course day and protocol day, which are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from protocols.definition.totals import step_text
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.course_picture import CoursePicture, course_picture
from protocols.reports.timeline import Timeline, timeline
from protocols.values.clinic_time import day_of
from protocols.values.formatting import when_text
from tui.views.course.banner import identity
from tui.views.figure.days import LEFT, MARGIN, RIGHT, ROW, Days, day_numbers
from tui.views.figure.events import listed, numbered
from tui.views.figure.marks import LEGEND, mark
from tui.views.figure.svg import TENTH, box, line, page, text
from tui.views.lines.lines import wrap

WIDTH = 1000 * TENTH
_LABEL = 54
"""Cells of a step's words before they go on in the next line."""
_NAME = 110
"""Cells of the patient's name and number before they go on in the next line: nothing of them is cut."""


def figure(record: Record, chart: Chart, now: datetime, *, named: bool = False) -> str:
    """The figure as SVG text, the same bytes for the same record and instant.

    The patient is named in it only where that is asked for; free texts are given as they were recorded.
    """
    drawn, found = course_picture(chart, now), timeline(record, chart)
    begin = min([drawn.first, *(event.day for event in found.events)])
    days = Days(begin, drawn.first, _last_day(drawn, found))
    title = f"{chart.protocol.title}: case timeline"
    shapes = [text(MARGIN, 30 * TENTH, title, size=18, bold=True)]
    y = 50 * TENTH
    if named:
        for who in wrap("  ".join(identity(record, now, chart.zone)[:2]), _NAME):
            shapes.append(text(MARGIN, y, who, bold=True))
            y += ROW
    until = f"As recorded until {when_text(now, chart.zone)} ({chart.zone})."
    shapes.append(text(MARGIN, y, until))
    y += ROW
    for part in (_ladder(chart, drawn, days, y), _below(chart, drawn, found, days, y)):
        shapes += part
    y += _rung(chart) * len(chart.protocol.steps) + (6 if drawn.off_schedule else 5) * ROW
    for draw in (numbered, listed):
        more, y = draw(found, days, y)
        shapes += more
    words = " ".join(event.words for event in found.events)
    return page(WIDTH, y + MARGIN, title, words, shapes)


def _last_day(drawn: CoursePicture, found: Timeline) -> date:
    """The last day on the axis: events long after the course stand at its end instead of stretching it."""
    limit = drawn.last + timedelta(days=drawn.days // 3)
    return max([drawn.last, *(event.day for event in found.events if event.day <= limit)])


def _name(chart: Chart, number: int) -> list[str]:
    """A step and its doses in words, whole, in as many lines as they need."""
    goal = " (target)" if number == chart.target else ""
    doses = step_text(chart.protocol.step(number), chart.protocol.unit)
    return wrap(f"Step {number}: {doses}{goal}", _LABEL)


def _rung(chart: Chart) -> int:
    """How high the row of each step is."""
    lines = max((len(_name(chart, n)) for n in range(1, len(chart.protocol.steps) + 1)), default=1)
    return max(24, 5 + 12 * lines) * TENTH


def _ladder(chart: Chart, drawn: CoursePicture, days: Days, top: int) -> Iterator[str]:
    """One row a step, the highest on top, with each dose as what became of it."""
    steps, rung = len(chart.protocol.steps), _rung(chart)
    for number in range(steps, 0, -1):
        y = top + (steps - number) * rung
        words = _name(chart, number)
        for place, part in enumerate(words):
            base = y + (15 if len(words) == 1 else 11 + 12 * place) * TENTH
            yield text(MARGIN, base, part, size=11, bold=number == chart.target)
        yield line(LEFT, y + rung, RIGHT, y + rung, width=3, dashed=True)
        for dose in drawn.doses:
            if dose.step == number:
                x, end = days.x(dose.day, dose.place, dose.of), days.x(dose.day, dose.place + 1, dose.of)
                yield mark(dose.became, x, y + 4 * TENTH, min(end - x, 16 * TENTH), 16 * TENTH)


def _below(chart: Chart, drawn: CoursePicture, found: Timeline, days: Days, top: int) -> Iterator[str]:
    """Holds, and both counts of days; then what the marks mean."""
    y = top + _rung(chart) * len(chart.protocol.steps)
    for span in drawn.holds:
        x = days.x(day_of(span.since, chart.zone))
        end = days.x(day_of(span.until or drawn.now, chart.zone), 1)
        yield box(x, top, max(end - x, 2 * TENTH), 3 * TENTH, "url(#hatch)")
    yield line(LEFT, y, RIGHT, y, width=15)
    if days.broken:
        yield text(days.split - 8 * TENTH, y + 5 * TENTH, "//", size=14, bold=True, anchor="middle")
    ticks = [day for day, _ in drawn.changes] + [event.day for event in found.events] + [days.last]
    yield text(MARGIN, y + ROW, "Protocol day", size=11)
    yield from day_numbers(ticks, found.protocol_day, days, y + ROW)
    if found.course_begins is not None:
        yield text(MARGIN, y + 2 * ROW, "Course day", size=11)
        yield from day_numbers(ticks, found.course_day, days, y + 2 * ROW)
    if drawn.off_schedule:
        yield text(MARGIN, y + 3 * ROW, "Doses no step asked for", size=11)
        for at in drawn.off_schedule:
            yield text(days.x(day_of(at, chart.zone)), y + 3 * ROW, "+", size=12, bold=True)
        y += ROW
    kinds = {dose.became for dose in drawn.doses}
    x = LEFT
    for became, name in LEGEND:
        if became in kinds:
            yield mark(became, x, y + 2 * ROW + 8 * TENTH, 10 * TENTH, 12 * TENTH)
            yield text(x + 15 * TENTH, y + 2 * ROW + 18 * TENTH, name, size=11)
            x += (len(name) * 6 + 35) * TENTH
    if drawn.holds:
        yield box(x, y + 2 * ROW + 11 * TENTH, 20 * TENTH, 6 * TENTH, "url(#hatch)")
        yield text(x + 25 * TENTH, y + 2 * ROW + 18 * TENTH, "held", size=11)
