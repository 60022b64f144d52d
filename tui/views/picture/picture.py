"""A course as a picture of text: ladder, model of exposure, what is still needed, the case timeline."""

from __future__ import annotations

from datetime import datetime

from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.course_picture import course_picture
from tui.views.lines.lines import Line
from tui.views.lines.scale import scale_for
from tui.views.picture.exposure import curve
from tui.views.picture.ladder import label_cells, ladder
from tui.views.picture.needs import needs_lines
from tui.views.picture.timeline import case_lines

_TALL = 36
"""Rows of a screen from which the model is drawn twice as high."""


def picture(record: Record, chart: Chart, now: datetime, cells: int, rows: int) -> list[Line]:
    """Everything, top to bottom, for `cells` cells on a screen of `rows` rows."""
    drawn, label = course_picture(chart, now), label_cells(chart, cells)
    scale = scale_for(drawn, cells - label - 1, chart)
    blank: Line = [("", "")]
    return [
        *ladder(chart, drawn, scale, cells),
        blank,
        *curve(chart, drawn, scale, label, cells, rows=2 if rows >= _TALL else 1),
        blank,
        *needs_lines(chart, now, cells),
        blank,
        *case_lines(record, chart, cells),
    ]
