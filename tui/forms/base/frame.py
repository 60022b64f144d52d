"""The frame of every form: patient and dose in view, the fields, words above the two buttons.

CUI MEDa-0191 to 0194: a form never hides the patient or the dose it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Entry
from protocols.entries.wording import person_text
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.status import status_of
from protocols.values.text import visible
from tui.host import Hosted
from tui.views.course.alarm import alarm_lines, elsewhere_line
from tui.views.course.banner import banner
from tui.views.course.chart import dose_lines
from tui.views.lines.lines import Line, spread, width, wrap
from tui.views.lines.status import chip
from tui.widgets.back_button import BackButton
from tui.widgets.drawing import drawn, put
from tui.widgets.in_sight import Fields
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain
from tui.widgets.press_button import PressButton
from tui.widgets.when import When


class FormFrame(Hosted, DrawnOnce, ModalScreen[Entry | None]):
    """What a form shows, whatever it asks."""

    AUTO_FOCUS = ""
    """Nothing: the form says where it begins."""
    TITLE_TEXT: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    """What the form is for, as its help says it."""
    RECORD: ClassVar[str] = "Record"
    HINT: ClassVar[str] = "F1 Help  F9 Red flag"
    """What stands beside the buttons."""
    KEPT: ClassVar[bool] = True
    """Whether what was typed is kept for its person when the connection breaks."""

    def __init__(self, patient: str, course: str = "") -> None:
        super().__init__()
        self.patient, self.course = patient, course
        self.drawn_in = Size(0, 0)

    def fields(self) -> Iterable[Widget]:
        """The form's fields, mandatory ones first."""
        return ()

    def addressed(self) -> tuple[str, str]:
        """The patient and the course the entry is about."""
        return self.patient, self.course

    def made_with(self) -> tuple[str, ...]:
        """What the form has to be made with to be the same again."""
        return self.patient, self.course

    # what is known

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course this is about; where it is about no course, the one enrolled last."""
        patient, course = self.addressed()
        latest = self.record.latest if patient and not course else None
        return patient, latest.id if latest else course

    @property
    def record(self) -> Record:
        """The record the entry goes to, as it is now."""
        return self.session.ledger.record(self.addressed()[0])

    @property
    def cells(self) -> int:
        """The width to draw in."""
        return max(min(self.app.size.width, 100) - 2, 40)

    @property
    def chart(self) -> Chart:
        """The course's chart as it is now."""
        chart = self.record.chart(self.course)
        assert chart is not None
        return chart

    # the frame

    def compose(self) -> ComposeResult:
        """Banner, dose, fields, message, and the two buttons with Back in front."""
        with Vertical(id="form"):
            yield Static(id="form-title", markup=False)
            yield Static(id="form-alarm", classes="alarm", markup=False)
            yield Static(id="form-banner", classes="banner", markup=False)
            yield Static(id="form-state", markup=False)
            with Fields(id="fields"):
                yield from self.fields()
            yield Static(id="message", markup=False)
            yield Static(id="form-elsewhere", markup=False)
            with Horizontal(id="buttons"):
                yield BackButton("Back (Esc)", id="back", compact=True)
                yield PressButton(self.RECORD, id="record", variant="primary", compact=True)
                yield Static(self.HINT, id="hint", markup=False)

    def redraw(self) -> None:
        """Draw banner and dose again, and say what others recorded meanwhile."""
        cells, self.drawn_in = self.cells, self.app.size
        person = self.session.person
        who = person_text(person) if person else ""
        if width(who) > min(cells // 2, cells - width(self.TITLE_TEXT) - 1) and person:
            who = f"{visible(person.initials)}, {person.role}"
        put(self.query_one("#form-title", Static), plain(spread(self.TITLE_TEXT, who, cells)))
        if self.patient:
            self.draw_banner()
            state, lines = self.query_one("#form-state", Static), self.header(cells)
            put(state, drawn(lines))
            state.display = bool(lines)
            state.styles.max_height = 5 if self.app.size.height > SHORT else 3
        for when in self.query(When):
            when.renew()
        self._draw_alarm(cells)

    def draw_banner(self) -> None:
        """Who this is; in red why the record cannot be read, where it cannot."""
        now, zone = self.session.now(), self.session.ledger.zone
        lines = banner(self.record, now, zone, self.cells, self.session.people)
        put(self.query_one("#form-banner", Static), drawn(lines))

    def _draw_alarm(self, cells: int) -> None:
        """A lost connection; below the fields red flags of others by bed. This patient's is in the state."""
        told = [one for one in self.app.ward.alarms if one.patient != self.patient]
        lines = alarm_lines(told if not self.patient else (), cells, self.session.ledger)
        quiet = elsewhere_line(told, cells, self.patient)
        for name, content in (("form-alarm", lines), ("form-elsewhere", quiet)):
            put(self.query_one(f"#{name}", Static), drawn(content))
            self.query_one(f"#{name}").set_class(bool(content), "shown")

    def header(self, cells: int) -> list[Line]:
        """The course's state and dose, in view while the form is open."""
        chart = self.record.chart(self.course)
        if chart is None:
            return []
        now = self.session.now()
        found = status_of(chart, now, self.session.ledger.clock_doubt(now))
        lines = dose_lines(found, now, cells - CHIP_ROOM)
        first: Line = [chip(found.label), (" ", ""), *lines[0]]
        rest: list[Line] = [[(" " * CHIP_ROOM, ""), *line] for line in lines[1:]]
        return [first, *rest]

    def on_fields_scrolled(self) -> None:
        """Say beside the buttons how many lines of the form are out of sight: the bar alone is overlooked."""
        above, below = self.query_one(Fields).out_of_sight
        hint = self.query_one("#hint", Static)
        put(hint, plain(hint_text(self.HINT, above, below, hint.size.width)))

    def say(self, *sentences: str) -> None:
        """Put words above the buttons; no words takes them away."""
        message = self.query_one("#message", Static)
        lines = [line for sentence in sentences for line in wrap(sentence, self.cells - 1, "  ")]
        room = max(self.app.size.height - BESIDE, 3)
        if len(lines) > room:
            lines = [*lines[: room - 1], "... Enlarge the window to read on."]
        put(message, plain("\n".join(lines), multiline=True))
        message.set_class(bool(sentences), "shown")


def hint_text(keys: str, above: int, below: int, cells: int) -> str:
    """The lines out of sight and the keys, in `cells` cells; the first key gives way, then all."""
    if not (above or below):
        return keys
    lines = [f"{count} {where}" for count, where in ((above, "above"), (below, "below")) if count]
    more, last = ", ".join(lines), keys.rpartition("  ")[2]
    tries = (f"... {more}  {keys}", f"... {more}  {last}", f"{more}  {last}", f"... {more}", more)
    return next((text for text in tries if width(text) <= cells), lines[-1])


BESIDE = 14
"""Lines that patient, dose, three lines of fields and the buttons need beside the words above them."""
SHORT = 15
"""Lines of a window up to which the dose leaves more of them to fields and buttons."""
CHIP_ROOM = 12
"""Cells of the status word before the dose."""
