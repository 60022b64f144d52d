"""The skin over a course of one patient: its curve, and day by day, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keymap.commands import bindings
from tui.screens.base.reading import CourseReading
from tui.views.course.trend import heading, trend_lines
from tui.views.lines.lines import Line
from tui.views.picture.skin import skin_curve

TALL = 30
"""Lines of a window in which the curve stays at the top; in a lower one it scrolls with the days."""


class TrendScreen(CourseReading):
    """Extent and grades by day, with steps and holds."""

    PLACE = "trend"
    HEAD = "columns"
    BINDINGS = bindings("trend")

    @property
    def tall(self) -> bool:
        """Whether the curve has room beside the days."""
        return self.app.size.height >= TALL

    def _curve(self) -> list[Line]:
        return skin_curve(self.chart, self.session.now(), self.room, tall=self.tall)

    def head(self) -> Sequence[Line]:
        """What the columns are, and the curve where it has room."""
        *said, columns = heading(self.chart, self.room)
        curve = self._curve()
        if not curve:
            return [*said, columns]
        return [*curve, [], *said, columns] if self.tall else said

    def lines(self) -> Sequence[Line]:
        """The days; before them the curve, where it scrolls with them."""
        days = trend_lines(self.chart, self.session.now(), self.room)
        curve = [] if self.tall else self._curve()
        return [*curve, [], heading(self.chart, self.room)[-1], *days] if curve else days
