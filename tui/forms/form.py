"""What every form shares: patient and dose in view, Back first, words on refusal, nothing lost.

A form builds one entry and hands it to the ledger. It never decides: what may be recorded is said
by protocols/check.py, in the same words on every path. CUI MEDa-0191 to 0194, 0204 to 0206.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from protocols.chart import Record
from protocols.course import Chart
from protocols.entries import Entry, What
from protocols.refusal import Refused
from protocols.standing import standing
from protocols.words import person_text
from store.errors import Changed, LedgerError
from tui.drawing import drawn
from tui.forms.fault import Fault
from tui.plain import plain
from tui.views.alarm import alarm_lines, alarms
from tui.views.banner import banner
from tui.views.chart import dose_lines
from tui.views.history import new_since
from tui.views.lines import Line, spread, wrap
from tui.views.status import chip
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick

if TYPE_CHECKING:
    from tui.app import StepwardApp


class Form(ModalScreen[Entry | None]):
    """A form about one patient, over the screen it was opened from."""

    CSS_PATH = "forms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("exclamation_mark,f9", "app.red_flag", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("full_stop,ctrl+l", "app.lock", show=False),
    ]

    TITLE_TEXT: ClassVar[str] = ""
    RECORD: ClassVar[str] = "Record"
    FIRST: ClassVar[str] = "#back"
    """What is in focus at first. A form that begins with text begins there: Enter records nothing yet."""

    HINT: ClassVar[str] = "F9 Red flag"
    """What stands beside the buttons."""

    IN_ORDER: ClassVar[bool] = False
    """Whether Enter goes to the next field, asked for or not, instead of the next one that is."""

    app: StepwardApp

    def __init__(self, patient: str, course: str = "") -> None:
        super().__init__()
        self.patient, self.course = patient, course
        self.version = 0
        self._built: tuple[What, datetime | None] | None = None
        self._entry_id = ""

    # for the forms themselves

    def fields(self) -> Iterable[Widget]:
        """The form's fields, mandatory ones first."""
        return ()

    def build(self) -> tuple[What, datetime | None]:
        """What to record, and when it happened (None for now). Raises Fault."""
        raise Fault("There is nothing to record.")

    def rearrange(self) -> None:
        """Show and hide fields after a change."""

    def addressed(self) -> tuple[str, str]:
        """The patient and the course the entry is about."""
        return self.patient, self.course

    def done(self, kept: Entry) -> None:
        """Say that `kept` is recorded."""
        self.app.recorded(kept)

    # what is known

    @property
    def record(self) -> Record:
        """The record the entry goes to, as it is now."""
        return self.app.ledger.record(self.addressed()[0])

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
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields()
            yield Static(id="message", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Back (Esc)", id="back", compact=True)
                yield Button(self.RECORD, id="record", variant="primary", compact=True)
                yield Static(self.HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        """Remember the version of the record that is being looked at; clear what would cover the form."""
        self.version = self.record.version
        self.app.clear_notifications()
        self.query_one("#form-banner").display = bool(self.patient)
        self.query_one("#form-state").display = False
        self.rearrange()
        self.redraw()
        first = self.query_one(self.FIRST)
        first.focus_input() if isinstance(first, Field) else first.focus()

    def redraw(self) -> None:
        """Draw banner and dose again, and say what others recorded meanwhile."""
        cells, now = self.cells, self.app.now()
        who = person_text(self.app.person) if self.app.person else ""
        self.query_one("#form-title", Static).update(plain(spread(self.TITLE_TEXT, who, cells)))
        if self.patient:
            self.query_one("#form-banner", Static).update(
                drawn(banner(self.record, now, self.app.ledger.zone, cells))
            )
            state, lines = self.query_one("#form-state", Static), self.header(cells)
            state.update(drawn(lines))
            state.display = bool(lines)
        self._draw_alarm(cells)
        if self.version != self.record.version:
            self._tell_changes()

    def _draw_alarm(self, cells: int) -> None:
        """An open red flag of another patient; this patient's is in the course's state."""
        others = [name for name in self.app.ledger.patients() if name != self.patient]
        lines = alarm_lines(alarms(map(self.app.ledger.record, others)), cells)
        self.query_one("#form-alarm", Static).update(drawn(lines))
        self.query_one("#form-alarm").set_class(bool(lines), "shown")

    def header(self, cells: int) -> list[Line]:
        """The course's state and dose, in view while the form is open."""
        chart = self.record.chart(self.course)
        if chart is None:
            return []
        found = standing(chart, self.app.now())
        lines = dose_lines(found, self.app.now(), cells - CHIP_ROOM)
        first: Line = [chip(found.word), (" ", ""), *lines[0]]
        rest: list[Line] = [[(" " * CHIP_ROOM, ""), *line] for line in lines[1:]]
        return [first, *rest]

    def say(self, *sentences: str) -> None:
        """Put words above the buttons; no words takes them away."""
        message = self.query_one("#message", Static)
        lines = [line for sentence in sentences for line in wrap(sentence, self.cells - 1, "  ")]
        message.update(plain("\n".join(lines), multiline=True))
        message.set_class(bool(sentences), "shown")

    def _tell_changes(self, *after: str) -> None:
        record = self.record
        new = [entry for entry in record.entries if entry.number > self.version]
        if new:
            told = new_since(new[-3:], record)
            count = f" {len(new)} new entries, the last 3 are:" if len(new) > 3 else ""
            self.say(f"The record has changed while this form was open:{count}", *told, *after)

    # keys

    def on_key(self, event: events.Key) -> None:
        """A letter chooses its line, unless text is being typed."""
        if isinstance(self.focused, Input) or not event.is_printable or event.character is None:
            return
        fields = [widget for widget in self.query("Choice, Tick, Picks") if shown(widget)]
        fields.sort(key=lambda widget: widget is not self.focused)
        for widget in fields:
            if isinstance(widget, Choice | Tick | Picks) and widget.choose_letter(event.character):
                event.stop()
                self.rearrange()
                self.chose(widget)
                return

    def chose(self, widget: Choice | Tick | Picks) -> None:
        """Go on after a letter: to what is needed next, but stay where more can be picked."""
        self.set_focus(widget) if isinstance(widget, Picks) else self.to_needed()

    def to_needed(self) -> None:
        """Put the focus on the first field the form waits for, else on Record."""
        for widget in self.query("Choice, Tick, Picks, Field"):
            if isinstance(widget, Choice | Tick | Picks | Field) and shown(widget) and widget.needed:
                self._focus_field(widget)
                return
        self.set_focus(self.query_one("#record", Button))

    @on(Choice.Changed)
    @on(Tick.Changed)
    @on(Picks.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self.rearrange()

    @on(Choice.Accepted)
    @on(Picks.Accepted)
    @on(Input.Submitted)
    def _next_field(self) -> None:
        fields = [widget for widget in self.query("Choice, Tick, Picks, Field") if shown(widget)]
        here = next((n for n, widget in enumerate(fields) if widget.has_focus_within), len(fields))
        if self.IN_ORDER and here + 1 < len(fields):
            self._focus_field(fields[here + 1])
        else:
            self.to_needed()

    def _focus_field(self, widget: Widget) -> None:
        """At once, so that a key typed ahead is not taken for another field."""
        self.set_focus(widget.query_one(Input) if isinstance(widget, Field) else widget)

    def action_back(self) -> None:
        """Leave without recording."""
        self.dismiss(None)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()

    @on(Button.Pressed, "#record")
    def _record(self) -> None:
        self.run_worker(self.submit(), exclusive=True)

    # recording

    async def submit(self) -> None:
        """Build the entry and hand it to the ledger; say why when it is not recorded."""
        if self.version != self.record.version:
            self._acknowledge()
            return
        try:
            what, at = self.build()
        except Fault as fault:
            self.say(str(fault))
            self.to_needed()
            return
        patient, course = self.addressed()
        entry = self.app.entry(what, patient, course, at, self._id_for(what, at))
        await self._append(entry, self.version)

    async def _append(self, entry: Entry, expected: int) -> None:
        button = self.query_one("#record", Button)
        button.disabled = True
        try:
            kept = await asyncio.to_thread(self.app.ledger.append, entry, expected)
        except Refused as refused:
            self.say(*refused.reasons)
        except Changed:
            self.app.follow()
            self._acknowledge()
        except LedgerError as error:
            self.say(str(error))
        else:
            self.app.when_unlocked(partial(self._close, kept))
            return
        finally:
            button.disabled = False
        self.to_needed()

    def _close(self, kept: Entry) -> None:
        if self.app.screen is self:
            self.done(kept)
            self.dismiss(kept)

    def _acknowledge(self) -> None:
        """Show what has changed; only the next press of Record records (CUI MEDa-0295, 0296)."""
        self._tell_changes("Press Record again if this is still to be recorded.")
        self.version = self.record.version
        self.set_focus(self.query_one("#record", Button))

    def _id_for(self, what: What, at: datetime | None) -> str:
        """One id for one content, so that trying again after an unclear end is stored once."""
        if self._built != (what, at):
            self._built, self._entry_id = (what, at), self.app.new_id()
        return self._entry_id


CHIP_ROOM = 12
"""Cells of the status word before the dose."""
