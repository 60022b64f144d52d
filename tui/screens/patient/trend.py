"""The skin over a course of one patient, day by day, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.keymap.commands import bindings
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.banner import banner
from tui.views.course.trend import heading, trend_lines
from tui.widgets.drawing import drawn


class TrendScreen(PatientActions):
    """Extent and grades by day, with steps and holds."""

    PLACE = "trend"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("trend"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course this was opened from."""
        return self.patient, self.course

    def body(self) -> Iterable[Widget]:
        """Banner and column names stay; the days scroll."""
        yield Static(id="banner", classes="banner", markup=False)
        yield Static(id="columns", markup=False)
        with VerticalScroll(id="reading"):
            yield Static(id="text", markup=False)

    def draw(self) -> None:
        """Draw the days from the record as it is now."""
        ledger, now = self.app.ledger, self.app.now()
        record = ledger.record(self.patient)
        self.show("#banner", drawn(banner(record, now, ledger.zone, self.cells - 2)))
        chart, cells = record.chart(self.course), self.cells - 3
        if chart is None:
            self.show("#text", Content("No course yet: press e to enrol on a protocol."))
            return
        self.show("#columns", drawn(heading(chart, cells)))
        self.show("#text", drawn(trend_lines(chart, now, cells)))
        self.query_one("#reading").focus()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)
