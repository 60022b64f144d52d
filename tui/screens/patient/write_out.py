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
from store.location.config import LocationFault
from store.site.exports import FOLDER
from tui.host import Hosted
from tui.paper.outputs import OUTPUTS, Output, Subject, print_paper, said_before, write_out
from tui.paper.printer import printer_names
from tui.views.course.alarm import alarm_lines
from tui.views.course.banner import banner
from tui.views.lines.lines import wrap
from tui.widgets.drawing import drawn, put
from tui.widgets.in_sight import Rows
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain

HINT = f"Enter writes a new file into the folder {FOLDER}. Esc goes back."
PRINTABLE = "Enter prints it, or writes it as a new file: the next list asks. Esc goes back."


class WriteOutScreen(Hosted, DrawnOnce, ModalScreen[None]):
    """Enter writes the highlighted line as a new file, or prints it; Esc goes back. No path is asked for."""

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
        self.printers: list[str] = []
        self.paper: Output | None = None
        """The paper of which is asked where it is to come out."""

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The patient and course it is about, for the red flag."""
        return (self.patient, self.course) if self.patient else None

    def compose(self) -> ComposeResult:
        """Who it is about, what can be written, where it goes."""
        yield Static(plain(f" {self.TITLE_TEXT}"), classes="bar", markup=False)
        yield Static(id="alarm", classes="alarm", markup=False)
        yield Static(id="banner", classes="banner", markup=False)
        yield Rows(id="rows", click_opens=False)
        yield Static(id="wrote", classes="says", markup=False)

    def on_mount(self) -> None:
        """The lines that fit what is chosen."""
        self.app.clear_notifications()
        about = {"ward", *(["patient"] if self.patient else []), *(["course"] if self.course else [])}
        self.outputs = [output for output in OUTPUTS if output.about in about]
        try:
            self.printers = printer_names()
        except LocationFault as fault:
            self.app.tell(str(fault), 30)
        self._list([output.label for output in self.outputs])
        self.redraw()

    def on_resize(self) -> None:
        """The patient in the width that there is."""
        if self.is_mounted:
            self.redraw()

    def _list(self, labels: list[str], at: int = 0) -> None:
        """Offer these lines."""
        options = self.query_one("#rows", OptionList)
        options.clear_options()
        options.add_options([Option(plain(f" {label}")) for label in labels])
        options.highlighted = at
        options.focus()

    def redraw(self) -> None:
        """Open red flags, and the patient as the record has it now."""
        cells = max(self.app.size.width - 2, 40)
        alarm, lines = (
            self.query_one("#alarm", Static),
            alarm_lines(self.app.ward.alarms, cells, self.session.ledger, self.patient),
        )
        put(alarm, drawn(lines))
        alarm.set_class(bool(lines), "shown")
        record: Record = self.session.ledger.record(self.patient)
        shown = self.query_one("#banner", Static)
        shown.display = bool(self.patient)
        put(shown, drawn(banner(record, self.session.now(), self.session.ledger.zone, cells)))

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        """What Enter does; of a paper, whether letters of a name cannot be printed here."""
        if self.paper is not None:
            return
        hint = PRINTABLE if self._can_print(self.outputs[event.option_index]) else HINT
        ledger = self.session.ledger
        record = ledger.record(self.patient)
        of = Subject(ledger, record, record.chart(self.course), self.session.now())
        before = ""
        with suppress(LedgerError):  # without the PDF extra: Enter says so
            before = said_before(self.outputs[event.option_index], of)
        self._say(f"{hint} {before}".rstrip())

    def _can_print(self, output: Output) -> bool:
        return bool(self.printers) and output.suffix == ".pdf"

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        output, printer = self.paper or self.outputs[event.option_index], ""
        if self.paper is not None:
            printer = [*self.printers, ""][event.option_index]
            self._back_to_papers()
        elif self._can_print(output):
            self.paper = output
            where = [f"Print on {name}" for name in self.printers]
            self._list([*where, f"Write a new file into the folder {FOLDER}"])
            self._say(f"{output.label}: where is it to come out? Esc goes back.")
            return
        self.run_worker(self._write(output, printer), exclusive=True)

    def _back_to_papers(self) -> None:
        """The list of what can be written again, at the line it was left at."""
        assert self.paper is not None
        at, self.paper = self.outputs.index(self.paper), None
        self._list([output.label for output in self.outputs], at)

    async def _write(self, output: Output, printer: str) -> None:
        session, about, now = self.session, (self.patient, self.course), self.session.now()
        ledger = session.ledger
        try:
            if printer:
                self._say(f"Printing on {printer} ...")
                await asyncio.to_thread(print_paper, output, ledger, *about, now, printer)
                did, told = "printed", f"Printed on {printer}: {output.label}."
            else:
                path = await asyncio.to_thread(write_out, output, ledger, session.place, *about, now)
                did, told = "wrote", f"Written: {path}. {output.said}".rstrip()
        except LedgerError as fault:
            self._say(str(fault))
        else:
            self.app.note_access("" if output.about == "ward" else self.patient, f"{did} {output.label}")
            self._say(told)

    def _say(self, words: str) -> None:
        lines = wrap(visible(words), max(self.app.size.width - 2, 40))
        self.query_one("#wrote", Static).update(plain("\n".join(lines), multiline=True))

    def action_leave(self) -> None:
        """Back, with nothing more written: from the printers to the papers, from those to where one was."""
        if self.paper is not None:
            self._back_to_papers()
        else:
            self.dismiss(None)
