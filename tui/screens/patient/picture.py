"""The picture of a course: its ladder with the real doses, the model, the shelf, the case timeline."""

from __future__ import annotations

from collections.abc import Sequence

from protocols.reports.status import status_of
from tui.keymap.commands import bindings
from tui.screens.base.reading import CourseReading
from tui.views.course.chart import state
from tui.views.lines.lines import Line
from tui.views.picture.picture import picture


class PictureScreen(CourseReading):
    """One course of one patient, drawn."""

    PLACE = "picture"
    HEAD = "state"
    BINDINGS = bindings("picture")

    def head(self) -> Sequence[Line]:
        """Where the course stands."""
        now = self.session.now()
        return state(status_of(self.chart, now), now, self.cells - 2)[:1]

    def lines(self) -> Sequence[Line]:
        """The course in the screen's size."""
        record = self.session.ledger.record(self.patient)
        return picture(record, self.chart, self.session.now(), self.room, self.app.size.height)
