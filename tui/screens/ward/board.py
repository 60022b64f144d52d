"""The ward board: one line a patient, the most urgent first; below, why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from protocols.entries import Entry
from protocols.record.fold import Record
from protocols.reports.status import TO_DO
from store.errors import LedgerError
from tui.keymap.commands import bindings
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.board import HEADINGS, BoardRow, board, columns, former_matching, order
from tui.views.lines.lines import Line, Part, fit, width, wrap
from tui.widgets.drawing import drawn
from tui.widgets.plain import plain

_EMPTY = """\
No patients yet.

Press a to admit the first patient, then e to enrol on a protocol.
Press l to read the protocols, F1 for help, q to quit.

To look around first, quit and start: stepward --demo"""


class BoardScreen(PatientActions):
    """The ward at a glance. The cursor stays on the same patient when the order changes."""

    PLACE = "board"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("board"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("escape", "show_all", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BoardRow] = []
        self.sought = ""
        self._said: set[str] = set()
        self._read: set[str] = set()
        """Patients whose records were read from older files."""
        self._widths: list[int] = []
        self._prompts: dict[tuple[str, str], tuple[BoardRow, Content]] = {}

    def body(self) -> Iterable[Widget]:
        """Counts, headings, one line a patient, why, and the line to find one."""
        yield Static(id="counts", markup=False)
        yield Static(id="headings", markup=False)
        yield OptionList(id="rows", markup=False)
        yield Static(plain(_EMPTY, multiline=True), id="empty", markup=False)
        yield Static(id="detail", markup=False)
        yield Input(
            placeholder="Find by name, number or bed. Enter keeps, Esc shows all.", id="find", compact=True
        )

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The highlighted patient and course."""
        at = self.query_one(OptionList).highlighted
        return (self.rows[at].patient, self.rows[at].course) if at is not None and self.rows else None

    def draw(self) -> None:
        """Draw the rows again, keeping the cursor on its patient."""
        ledger, now = self.session.ledger, self.session.now()
        keep = self.chosen
        ward = self.app.ward
        if not ward.whole:
            self.show("#counts", plain(f" Reading the ward: {ward.unread} patients are still to come ..."))
            return
        earlier = board(self._earlier(), now, ledger.zone, ledger.clock_doubt(now))
        everyone = sorted([*ward.rows, *earlier], key=order) if earlier else ward.rows
        self.rows = [row for row in everyone if row.matches(self.sought)]
        numbers = max((width(row.number) for row in self.rows), default=0)
        widths = columns(self.cells, numbers, max((width(row.cells[3][0]) for row in self.rows), default=0))
        self.show("#counts", _counts(everyone, self.sought, len(self.rows), self.cells))
        self.show("#headings", drawn([_joined([(name, "") for name in HEADINGS], "MRN", widths)]))
        self._fill([self._prompt(row, widths) for row in self.rows], keep)
        self.query_one("#empty").set_class(not everyone, "open")
        self.query_one(OptionList).display = bool(everyone)
        self._explain()

    def _prompt(self, row: BoardRow, widths: list[int]) -> Content:
        """The line of `row`, made once for as long as neither it nor the width changes."""
        if widths != self._widths:
            self._widths, self._prompts = widths, {}
        known = self._prompts.get((row.patient, row.course))
        if known is None or known[0] is not row:
            known = row, drawn([_joined(row.cells, row.number, widths)])
            self._prompts[row.patient, row.course] = known
        return known[1]

    def _earlier(self) -> list[Record]:
        """Patients whose records are in older files, when their name or number is looked for."""
        ledger = self.session.ledger
        found = former_matching(ledger.former(), self.sought)
        if not self._read.issuperset(found):
            self.run_worker(self._read_older(found), group="older files", exclusive=True)
        return [ledger.record(patient) for patient in found if patient in self._read]

    async def _read_older(self, patients: list[str]) -> None:
        """Read them beside the keys: the first time, an older file is gone through for it."""
        self.show("#counts", plain(" Looking in the older files ..."))
        ledger = self.session.ledger
        try:
            await asyncio.to_thread(lambda: [ledger.record(patient) for patient in patients])
        except LedgerError as error:
            if str(error) not in self._said:
                self._said.add(str(error))
                self.app.tell(str(error), 20)
        else:
            self._read.update(patients)
            self.draw()

    def _fill(self, prompts: list[Content], keep: tuple[str, str] | None) -> None:
        """Change only the lines that differ, so that nothing is sent for the others."""
        options = self.query_one(OptionList)
        if options.option_count != len(prompts):
            options.clear_options()
            options.add_options([Option(prompt) for prompt in prompts])
        else:
            for place, prompt in enumerate(prompts):
                there = options.get_option_at_index(place).prompt
                if there is not prompt and there != prompt:
                    options.replace_option_prompt_at_index(place, prompt)
        places = {(row.patient, row.course): place for place, row in enumerate(self.rows)}
        if self.rows:
            options.highlighted = places.get(keep, 0) if keep else 0
        if not isinstance(self.focused, Input):
            options.focus()

    def _explain(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is None or not self.rows:
            self.show("#detail", plain("" if not self.sought else "Nobody matches. Esc shows all."))
            return
        row = self.rows[at]
        lines = wrap(f"{row.full_name}. {' '.join(row.why)}", self.cells - 3)
        if len(lines) > 4:
            lines = [*lines[:3], fit(lines[3] + " ...", self.cells - 3)]
        self.show("#detail", plain("\n".join(lines), multiline=True))

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._explain()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The chart of the highlighted patient."""
        if self.chosen is not None:
            self.app.open("chart", *self.chosen)

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_edge(self, at: int) -> None:
        """The first or the last line."""
        options = self.query_one(OptionList)
        options.action_first() if at == 0 else options.action_last()

    def takes(self, key: str) -> bool:
        """Esc closes the line to find a patient; where there is none it is quiet."""
        return key == "escape"

    def action_find(self) -> None:
        """Open the line to find a patient."""
        find = self.query_one("#find", Input)
        find.display = True
        self.set_focus(find)

    @on(Input.Changed, "#find")
    def _seek(self, event: Input.Changed) -> None:
        self.sought = event.value
        self.draw()

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        self.query_one(OptionList).focus()

    def action_show_all(self) -> None:
        """Show every patient again."""
        find = self.query_one("#find", Input)
        find.value, self.sought = "", ""
        find.display = False
        self.query_one(OptionList).focus()
        self.draw()

    def action_admit(self) -> None:
        """Admit a patient."""
        self.app.open("admit", "", then=self._go_to)

    def _go_to(self, admitted: Entry | None) -> None:
        """Put the cursor on the patient just admitted."""
        places = [
            place for place, row in enumerate(self.rows) if admitted and row.patient == admitted.patient
        ]
        if places:
            self.query_one(OptionList).highlighted = places[0]

    def action_handover(self) -> None:
        """The handover of the ward."""
        self.open_handover()

    def action_clock(self) -> None:
        """Confirm the computer's clock."""
        self.app.open("clock", "")


def _joined(cells: Sequence[Part], number: str, widths: list[int]) -> Line:
    """The cells beside each other, each as wide as its column; those without room are left out."""
    rooms, parts = list(widths), list(cells)
    if len(rooms) > len(parts):
        rooms.insert(3, rooms.pop())
        parts.insert(3, (number, ""))
    return [(fit(text, room) + " ", tone) for (text, tone), room in zip(parts, rooms, strict=True) if room]


def _counts(rows: list[BoardRow], sought: str, shown: int, cells: int) -> Content:
    """How many are on the ward, and how many ask for something; without a word more where that is much."""
    words = [row.status.label for row in rows if row.status]
    counts = [f"{words.count(word)} {word}" for word in TO_DO if word in words] or ["nothing to do now"]
    if sought:
        long = told = f"Found {shown} of {len(rows)} patients"
    else:
        told = f"To do: {', '.join(counts)}"
        long = f"{len(rows)} on the ward. {told}"
    return plain(fit(f" {long if width(long) < cells else told}", cells) if rows else "")
