"""Which patient is meant, where a key was pressed on a screen that is about none."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.host import Hosted
from tui.views.course.board import BoardRow
from tui.widgets.in_sight import Rows
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain


class WhichPatientScreen(Hosted, DrawnOnce, ModalScreen[tuple[str, str] | None]):
    """Typing finds by name, number or bed; Enter chooses; Esc leaves. One line a patient, not a course."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title_text = title
        self.rows: list[BoardRow] = []

    def compose(self) -> ComposeResult:
        """What is asked, the line to type in, the patients with a course."""
        yield Static(plain(f" {self.title_text}"), classes="bar alarm shown", markup=False)
        yield Static(
            plain(" Which patient? Type a part of name, number or bed. Enter chooses, Esc leaves."),
            classes="warns",
            markup=False,
        )
        yield Input(placeholder="name, number or bed", id="which-patient", compact=True)
        yield Rows(id="rows")

    def on_mount(self) -> None:
        """Everyone to begin with."""
        self.app.clear_notifications()
        self.redraw()
        self.query_one(Input).focus()

    @on(Input.Changed)
    def redraw(self) -> None:
        """The patients that match what was typed, in the order of the board."""
        rows = self.app.ward.rows
        once = {row.patient: row for row in reversed(rows) if row.course}
        sought = self.query_one(Input).value
        found = [row for row in rows if once.get(row.patient) is row and row.matches(sought)]
        options = self.query_one(OptionList)
        if [row.patient for row in found] != [row.patient for row in self.rows] or not options.option_count:
            self.rows = found
            options.clear_options()
            options.add_options([Option(plain(self._line(row))) for row in found] or [Option(NOBODY)])
            options.highlighted = 0

    def _line(self, row: BoardRow) -> str:
        return f" Bed {row.cells[1][0]}  {row.full_name}  MRN {row.patient}  {row.cells[0][0].strip()}"

    def action_move(self, by: int) -> None:
        """One line up or down, while the cursor stays in the line to type in."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self.rows):
            self.dismiss((self.rows[at].patient, self.rows[at].course))

    def action_leave(self) -> None:
        """Nobody."""
        self.dismiss(None)


NOBODY = " Nobody with a course matches."
