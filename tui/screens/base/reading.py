"""A screen to read from top to bottom: what stays at the top, and a text that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from protocols.record.chart import Chart
from tui.screens.base.patient_actions import PatientActions
from tui.screens.base.ward_screen import WardScreen
from tui.views.course.banner import banner
from tui.views.lines.lines import Line
from tui.widgets.drawing import drawn


class ReadingScreen(WardScreen):
    """Subclasses give `lines`, and `head` where something stays above them."""

    HEAD: ClassVar[str] = ""
    """The id of what stays at the top, "" where nothing does."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def lines(self) -> Sequence[Line]:
        """The text, for `room` cells."""
        raise NotImplementedError

    @property
    def lost(self) -> bool:
        """Whether what it is about cannot be read: the banner says so, and there is no text."""
        return False

    def head(self) -> Sequence[Line]:
        """What stays at the top."""
        return ()

    @property
    def room(self) -> int:
        """The cells of a line."""
        return self.cells - 4

    def body(self) -> Iterable[Widget]:
        """Banner and head stay, the text scrolls."""
        if self.patient:
            yield Static(id="banner", classes="banner", markup=False)
        if self.HEAD:
            yield Static(id=self.HEAD, markup=False)
        with VerticalScroll(id="reading"):
            yield Static(id="text", markup=False)

    def draw(self) -> None:
        """Draw everything as it is now; the keys scroll at once."""
        if self.patient:
            ledger = self.session.ledger
            record = ledger.record(self.patient)
            self.show("#banner", drawn(banner(record, self.session.now(), ledger.zone, self.cells - 2)))
        if self.HEAD:
            self.show(f"#{self.HEAD}", drawn([] if self.lost else list(self.head())))
        self.show("#text", drawn([] if self.lost else list(self.lines())))
        self.query_one("#reading").focus()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)


class CourseReading(ReadingScreen, PatientActions):
    """The same about one course of a patient, with the keys that record something about it."""

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course this was opened from."""
        return self.patient, self.course

    @property
    def lost(self) -> bool:
        """Whether the record cannot be read any more."""
        return bool(self.session.ledger.record(self.patient).trouble)

    @property
    def chart(self) -> Chart:
        """The course as it is now."""
        chart = self.session.ledger.record(self.patient).chart(self.course)
        assert chart is not None, "a screen about a course is opened from that course"
        return chart
