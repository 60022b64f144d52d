"""The skin over a course of one patient, day by day, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keymap.commands import bindings
from tui.screens.base.reading import CourseReading
from tui.views.course.trend import heading, trend_lines
from tui.views.lines.lines import Line


class TrendScreen(CourseReading):
    """Extent and grades by day, with steps and holds."""

    PLACE = "trend"
    HEAD = "columns"
    BINDINGS = bindings("trend")

    def head(self) -> Sequence[Line]:
        """The column names."""
        return heading(self.chart, self.room)

    def lines(self) -> Sequence[Line]:
        """The days."""
        return trend_lines(self.chart, self.session.now(), self.room)
