"""The picture of a course: its ladder with the real doses, the model, the shelf, the case timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from protocols.reports.status import status_of
from tui.keymap.commands import bindings
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.banner import banner
from tui.views.course.chart import state
from tui.views.picture.picture import picture
from tui.widgets.drawing import drawn


class PictureScreen(PatientActions):
    """One course of one patient, drawn."""

    PLACE = "picture"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("picture"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course that are drawn."""
        return self.patient, self.course

    def body(self) -> Iterable[Widget]:
        """The banner and the status stay, the picture scrolls."""
        yield Static(id="banner", classes="banner", markup=False)
        yield Static(id="state", markup=False)
        with VerticalScroll(id="reading"):
            yield Static(id="text", markup=False)

    def draw(self) -> None:
        """Draw the course as it is now, in the screen's size."""
        ledger, now = self.app.ledger, self.app.now()
        record = ledger.record(self.patient)
        self.show("#banner", drawn(banner(record, now, ledger.zone, self.cells - 2)))
        chart = record.chart(self.course)
        if chart is not None:
            status = state(status_of(chart, now), now, self.cells - 2)
            self.show("#state", drawn(status[:1]))
            lines = picture(record, chart, now, self.cells - 4, self.app.size.height)
            self.show("#text", drawn(lines))
        self.query_one("#reading").focus()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)
