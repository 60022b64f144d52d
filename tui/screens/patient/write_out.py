"""What to write into the exports folder: a list to choose from, about the patient who was chosen."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from protocols.record.fold import Record
from protocols.values.text import visible
from store.errors import LedgerError
from store.site.exports import FOLDER
from tui.host import Hosted
from tui.paper.outputs import OUTPUTS, Output, Subject, said_before, write_out
from tui.views.course.alarm import alarm_lines
from tui.views.course.banner import banner
from tui.views.lines.lines import wrap
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain

HINT = f"Enter writes a new file into the folder {FOLDER} beside the ledger. Esc goes back."


class WriteOutScreen(Hosted, ModalScreen[None]):
    """Enter writes the highlighted line as a new file; Esc goes back. No path is asked for."""

    CSS_PATH = "../../forms/base/forms.tcss"
    TITLE_TEXT = "Write out"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("exclamation_mark,f9", "app.red_flag", show=False),
        Binding("full_stop,ctrl+l", "app.lock", show=False),
    ]

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course
        self.outputs: list[Output] = []

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The patient and course it is about, for the red flag."""
        return (self.patient, self.course) if self.patient else None

    def compose(self) -> ComposeResult:
        """Who it is about, what can be written, where it goes."""
        yield Static(plain(f" {self.TITLE_TEXT}"), classes="bar", markup=False)
        yield Static(id="alarm", classes="alarm", markup=False)
        yield Static(id="banner", classes="banner", markup=False)
        yield Rows(id="rows", markup=False)
        yield Static(id="wrote", classes="says", markup=False)

    def on_mount(self) -> None:
        """The lines that fit what is chosen."""
        self.app.clear_notifications()
        about = {"ward", *(["patient"] if self.patient else []), *(["course"] if self.course else [])}
        self.outputs = [output for output in OUTPUTS if output.about in about]
        options = self.query_one("#rows", OptionList)
        options.add_options([Option(plain(f" {output.label}")) for output in self.outputs])
        options.highlighted = 0
        options.focus()
        self.redraw()

    def redraw(self) -> None:
        """Open red flags, and the patient as the record has it now."""
        cells = max(self.app.size.width - 2, 40)
        alarm, lines = (
            self.query_one("#alarm", Static),
            alarm_lines(self.app.ward.alarms, cells, self.session.ledger, self.patient),
        )
        alarm.update(drawn(lines))
        alarm.set_class(bool(lines), "shown")
        record: Record = self.session.ledger.record(self.patient)
        shown = self.query_one("#banner", Static)
        shown.display = bool(self.patient)
        shown.update(drawn(banner(record, self.session.now(), self.session.ledger.zone, cells)))

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        """What Enter does; of a paper, whether letters of a name cannot be printed here."""
        ledger = self.session.ledger
        record = ledger.record(self.patient)
        of = Subject(ledger, record, record.chart(self.course), self.session.now())
        before = ""
        with suppress(LedgerError):  # without the PDF extra: Enter says so
            before = said_before(self.outputs[event.option_index], of)
        self._say(f"{HINT} {before}".rstrip())

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.run_worker(self._write(self.outputs[event.option_index]), exclusive=True)

    async def _write(self, output: Output) -> None:
        session, about = self.session, (self.patient, self.course)
        try:
            path = await asyncio.to_thread(
                write_out, output, session.ledger, session.place, *about, session.now()
            )
        except LedgerError as fault:
            self._say(str(fault))
        else:
            self.app.note_access("" if output.about == "ward" else self.patient, f"wrote {output.label}")
            self._say(f"Written: {path}. {output.said}".rstrip())

    def _say(self, words: str) -> None:
        lines = wrap(visible(words), max(self.app.size.width - 2, 40))
        self.query_one("#wrote", Static).update(plain("\n".join(lines), multiline=True))

    def action_leave(self) -> None:
        """Back, with nothing more written."""
        self.dismiss(None)
