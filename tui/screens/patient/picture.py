"""The picture of a course: its ladder with the real doses, the model, the shelf, the case timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from protocols.reports.status import status_of
from tui.keymap.commands import bindings
from tui.screens.base.working import WorkedCourse
from tui.views.course.chart import state
from tui.views.lines.lines import Line
from tui.views.picture.picture import picture


class PictureScreen(WorkedCourse):
    """One course of one patient, drawn."""

    PLACE = "picture"
    HEAD = "state"
    BINDINGS = bindings("picture")

    def head(self) -> Sequence[Line]:
        """Where the course stands."""
        now = self.session.now()
        return state(status_of(self.chart, now), now, self.cells - 2)[:1]

    def drawing(self) -> Callable[[], Sequence[Line]]:
        """The course in the screen's size."""
        record = self.session.ledger.record(self.patient)
        return partial(picture, record, self.chart, self.session.now(), self.room, self.app.size.height)
