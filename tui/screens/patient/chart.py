"""A patient's chart: who, the dose, the steps, today, the gate in words, the last entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from protocols.reports.status import Status, status_of
from tui.keymap.commands import bindings
from tui.screens.base.patient_actions import PatientActions
from tui.views.course import chart as view
from tui.views.course.banner import banner
from tui.views.course.board import NO_COURSE_YET
from tui.views.course.follow_up import follow_up_lines
from tui.views.course.grades import last_finding
from tui.views.course.history import recent
from tui.views.course.medicines import medicine_lines, prompt_lines
from tui.views.course.plan import steps
from tui.views.course.reaction import reaction
from tui.views.lines.lines import LOWEST, WIDE_FROM, ruled
from tui.widgets.drawing import drawn

ENTRIES = 12
"""The last entries that are shown; more where a window has the lines. All are in the history."""

MOST_STATE = 6
"""Lines that status and dose have at most, as the style sheet says."""


class ChartScreen(PatientActions):
    """One course of one patient."""

    PLACE = "chart"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("chart"),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course
        self.folded = False
        """Whether what is met of the gate is in one line."""

    @property
    def chosen(self) -> tuple[str, str]:
        """This patient; the course enrolled last when none was open yet."""
        latest = self.session.ledger.record(self.patient).latest
        return self.patient, self.course or (latest.id if latest else "")

    def body(self) -> Iterable[Widget]:
        """Banner and dose stay; gate and entries scroll below the steps."""
        yield Static(id="banner", classes="banner", markup=False)
        yield Static(id="state", markup=False)
        with Container(id="chart"):
            with Container(id="panels"):
                yield Static(id="steps", markup=False)
                yield Static(id="today", markup=False)
            with VerticalScroll(id="lower", can_focus=False):
                yield Static(id="gate", markup=False)
                yield Static(id="recent", markup=False)

    @property
    def wide(self) -> bool:
        """Whether ladder and doses stand beside gate and entries."""
        return self.cells >= WIDE_FROM and self.app.size.height >= LOWEST

    @property
    def beside(self) -> int:
        """The cells of the two columns of a wide chart: the left one."""
        return self.cells * 2 // 5

    @property
    def room(self) -> int:
        """The cells of a line of gate and entries."""
        return self.cells - self.beside - 5 if self.wide else self.cells - 4

    def draw(self) -> None:
        """Draw the chart from the record as it is now."""
        self.query_one("#chart").set_class(self.wide, "wide")
        self.query_one("#panels").styles.width = self.beside if self.wide else "100%"
        ledger, now = self.session.ledger, self.session.now()
        record = ledger.record(self.patient)
        self.show("#banner", drawn(banner(record, now, ledger.zone, self.cells - 2, self.session.people)))
        chart = record.chart(self.chosen[1])
        entries = [
            ruled("Last entries", self.room),
            *recent(record, max(ENTRIES, self.app.size.height - 22), self.room),
        ]
        self.show("#recent", drawn([] if record.trouble else entries))
        if chart is None:
            self.show("#state", Content("" if record.trouble else NO_COURSE_YET))
            for part in ("#steps", "#today", "#gate"):
                self.show(part, Content(""))
            return
        self._draw_course(status_of(chart, now, ledger.clock_doubt(now), ledger.approvals.known))

    def _draw_course(self, found: Status) -> None:
        now, half = self.session.now(), self.cells // 2 - 2
        cells = self.cells - 2
        near_stop = prompt_lines(found.chart, now, cells)
        state = [*view.state(found, now, cells), *near_stop]
        self.show("#state", drawn(state))
        low = self.app.size.height < LOWEST
        self.query_one("#panels").display = not low
        half = self.beside - 3 if self.wide else self.room if low else half
        room = 1000 if self.wide or low else self._panel_lines(len(state)) - 1
        ladder = [ruled("Ladder", half), *steps(found, half, room)]
        self.show("#steps", drawn(ladder))
        doses = [ruled("Doses", half), *view.today(found, now, half)]
        beside = medicine_lines(found.chart, now, half)
        fits = len(doses) + len(beside) <= self.app.size.height // 2
        self.show("#today", drawn([*doses, *beside] if fits else doses))
        cells = self.room
        below = [
            *([ruled("Gate", cells)] if self.wide else []),
            *view.gate_lines(found, now, cells, folded=self.folded),
            *view.watch(found, now, cells),
        ]
        below += [*doses, *ladder] if low else []
        below += [] if fits and not low else medicine_lines(found.chart, now, cells)
        below += follow_up_lines(found.chart, cells)
        below += [*last_finding(found.chart, now, cells), *reaction(found.chart, now, cells)]
        self.show("#gate", drawn(below))

    def _panel_lines(self, state: int) -> int:
        """The lines that ladder and doses have above the gate: half of what `state` and the bars leave."""
        above = [self.query_one(f"#{name}", Static) for name in ("alarm", "banner", "elsewhere")]
        told = sum(str(one.content).count("\n") + 1 for one in above if str(one.content))
        return (self.app.size.height - 2 - told - min(state, MOST_STATE)) // 2

    def action_scroll(self, by: int) -> None:
        """Scroll what is below the steps."""
        self.query_one("#lower").scroll_relative(y=by, animate=False)

    def action_fold(self) -> None:
        """What is met of the gate in one line, or everything again."""
        self.folded = not self.folded
        self.draw()

    def action_handover(self) -> None:
        """The handover of this patient alone."""
        self.open_handover(self.patient)
