"""The modelled exposure, drawn under the ladder on the same days. A model, never a measurement."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from protocols.course.exposure import exposure
from protocols.definition.totals import step_text
from protocols.record.chart import Chart
from protocols.reports.course_picture import CoursePicture
from protocols.values.clinic_time import instant_of
from tui.views.lines.lines import Line, Tone, fit, wrap
from tui.views.lines.scale import Marks, Scale, joined

_SAMPLES = 4
"""Instants looked at for one cell; their mean is drawn."""


MOST_QUARTERS = 20
"""No higher is the level drawn: an amount so far from the plan is mostly a slip."""


def curve(
    chart: Chart, picture: CoursePicture, scale: Scale, label: int, cells: int, *, rows: int = 1
) -> list[Line]:
    """The level day by day, `rows` rows for each 25%; a word instead where no model can be made."""
    levels = cell_levels(chart, picture, scale)
    if levels is None:
        words = "No model of the drug level: the protocol gives no peak time and half-life."
        return [[(text, "dim")] for text in wrap(words, cells)]
    if not levels:
        return [[("No model of the drug level yet: no dose was taken.", "dim")]]
    quarters = min(max(ceil((max(levels) - 6) / 25), 4), MOST_QUARTERS)
    now = f"  now about {_now(chart, picture)}%"
    lines: list[Line] = [[("Model of the drug level, not a measurement:", "strong"), (now, "")]]
    tones = _tones(picture, scale)
    for row in range(quarters * rows, 0, -1):
        mark = f"{25 * row // rows}%" if row % rows == 0 else ""
        bars = [_bar(value, 25 * (row - 1) / rows, 25 / rows) for value in levels]
        parts = joined((bar, tones[cell] if bar != " " else "") for cell, bar in enumerate(bars))
        lines.append([(fit(mark.rjust(label - 1), label), "dim"), ("│", "dim"), *parts])
    if max(levels) > 25 * MOST_QUARTERS + 6:
        lines.append([(f"The level goes beyond {25 * MOST_QUARTERS}%: look at the amounts given.", "bad")])
    axis = _axis(picture, scale)
    lines.append([(fit("0%".rjust(label - 1), label), "dim"), ("└", "dim"), *axis.line()])
    return lines + [[(text, "dim")] for text in wrap(_words(chart, axis), cells)]


def _tones(picture: CoursePicture, scale: Scale) -> list[Tone]:
    """The tone of each cell: steps take turns from where they begin, a hold is red."""
    tones: list[Tone] = [""] * scale.cells
    begins = sorted(scale.of_instant(at) for at, _ in picture.starts)
    for cell in range(scale.cells):
        tones[cell] = "dim" if sum(begin <= cell for begin in begins) % 2 else ""
    for span in picture.holds:
        for cell in range(scale.of_instant(span.since), scale.of_instant(span.until or picture.now) + 1):
            tones[cell] = "bad"
    return tones


def _axis(picture: CoursePicture, scale: Scale) -> Marks:
    """The line at 0% with holds, rashes and red flags on it, as on the ladder above."""
    axis = Marks(scale.cells, "─=R!")
    for cell in range(scale.cells):
        axis.put(cell, "─", "dim")
    for span in picture.holds:
        for cell in range(scale.of_instant(span.since), scale.of_instant(span.until or picture.now) + 1):
            axis.put(cell, "=", "bad")
    for at, seen in picture.checks:
        if seen != "rash-free":
            axis.put(scale.of_instant(at), "R" if seen == "rash" else "!", "bad")
    return axis


def _bar(value: float, base: float, height: float) -> str:
    """One cell of a bar: full, half or empty; whatever is there at all shows on the lowest row."""
    share = (value - base) / height
    if share >= 0.75:
        return "█"
    return "▄" if share >= 0.25 or (base == 0 and value > 0) else " "


def cell_levels(chart: Chart, picture: CoursePicture, scale: Scale) -> list[float] | None:
    """The mean level in each cell up to now, none before the first dose; None where there is no model."""
    if chart.first_dose is None:
        return None if exposure(chart, []) is None else []
    origin = instant_of(scale.first, "00:00", scale.zone)
    width = timedelta(days=scale.days_each) / scale.per_day
    end = min(picture.now, instant_of(picture.last + timedelta(days=1), "00:00", scale.zone))
    cells = [_within(origin + cell * width, width) for cell in range(scale.cells)]
    shown = [[at for at in times if at <= end] for times in cells]
    levels = exposure(chart, [at for times in shown for at in times])
    if levels is None:
        return None
    following = iter(levels)
    return [sum(next(following) for _ in times) / len(times) for times in shown if times]


def _within(begin: datetime, width: timedelta) -> list[datetime]:
    return [begin + width * (2 * sample + 1) / (2 * _SAMPLES) for sample in range(_SAMPLES)]


def _now(chart: Chart, picture: CoursePicture) -> int:
    levels = exposure(chart, [picture.now])
    return round(levels[0]) if levels else 0


def _words(chart: Chart, axis: Marks) -> str:
    target = step_text(chart.protocol.step(chart.target), chart.protocol.unit)
    marks = {mark for mark, _ in axis.marks}
    seen = [text for mark, text in (("=", "= held"), ("R", "R rash"), ("!", "! red flag")) if mark in marks]
    on_it = f"On the axis {', '.join(seen)}. " if seen else ""
    return (
        f"{on_it}Steps take turns in light and dark. 100% is the average at steady state of the target, "
        f"{target}. One compartment, from the peak time and half-life of the protocol and the doses taken "
        "here; a vomited dose counts as not taken, food and the patient's own body are not in it. No rule "
        "of Stepward uses it."
    )
