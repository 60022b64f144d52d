"""Bare Textual apps with the widgets of a screen and nothing behind them, to measure the screens against.

`python -m benchmarks.bare door|board|table ROWS`
"""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, DataTable, Input, Label, OptionList, Static

LINE = "ok NEXT     {0:<4} OKONKWO, Amara report... 3 of 5 12  450 mg 20:00      ok 4hr"
HEADINGS = ("Status", "Bed", "Patient", "Protocol", "Step", "Day", "Next", "Skin")
READY = "READY"


class BareForm(ModalScreen[None]):
    """The widgets of a form: title, banner, state, ten fields, two buttons."""

    CSS = """
    #form { width: 100%; height: 100%; } #fields { height: 1fr; }
    .line { height: 1; } .line Label { width: 22; } .line Input { width: 1fr; } #buttons { height: 1; }
    """
    BINDINGS: ClassVar = [("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        """The parts of a form."""
        with Vertical(id="form"):
            yield Static("Record a dose", markup=False)
            yield Static("OKONKWO, Amara  Born 09-Apr-1961 (65y)  female  MRN 00481-7", markup=False)
            yield Static("DOSE 450 mg", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for name in ("Given at", "Day", "Reason", "Note"):
                    with Horizontal(classes="line"):
                        yield Label(name)
                        yield Input(compact=True, select_on_focus=False)
                for number in range(6):
                    yield Static(f"( ) {number}  One of several", markup=False)
            yield Static("", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Back", compact=True)
                yield Button("Record", compact=True)

    def on_mount(self) -> None:
        """As a note form starts: in a line of text."""
        self.query(Input).last().cursor_blink = False
        self.query(Input).last().focus()


class BareDoor(ModalScreen[None]):
    """The widgets of the sign-on: title, words, two lines to type in, a button, words."""

    CSS = (
        ".line { height: 1; } .line Label { width: 22; } .line Input { width: 1fr; } #buttons { height: 1; }"
    )

    def compose(self) -> ComposeResult:
        """The parts of a sign-on."""
        with Vertical():
            yield Static("Stepward  Ward 3", markup=False)
            yield Static("What this is, in three lines.", markup=False)
            for name in ("Initials", "PIN"):
                with Horizontal(classes="line"):
                    yield Label(name)
                    yield Input(compact=True, select_on_focus=False)
            yield Static("", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Sign on", compact=True)
            yield Static(READY, markup=False)

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query(Input).first().cursor_blink = False
        self.query(Input).first().focus()


class DoorFirst(App[None]):
    """An app that begins with the sign-on."""

    ENABLE_COMMAND_PALETTE = False

    def on_mount(self) -> None:
        """Nothing but the sign-on."""
        self.push_screen(BareDoor())


class Bare(App[None]):
    """Title, counts, headings, one line a patient, why, keys."""

    CSS = "Static { height: 1; } #rows { height: 1fr; border: none; } #detail { height: 4; }"
    BINDINGS: ClassVar = [("f", "form")]
    ENABLE_COMMAND_PALETTE = False
    ROWS: ClassVar[int] = 0

    def compose(self) -> ComposeResult:
        """The same widgets as on the ward board."""
        yield Static(" Stepward  Ward 3", markup=False)
        yield Static("", markup=False)
        yield Static("500 on the ward", markup=False)
        yield Static(" ".join(HEADINGS), markup=False)
        yield from self.rows()
        yield Static("", id="detail", markup=False)
        yield Static(f" F1 Help  Enter Open {READY}", markup=False)

    def rows(self) -> ComposeResult:
        """One line a patient, in the widget that the board has."""
        yield OptionList(*[LINE.format(number) for number in range(self.ROWS)], id="rows", markup=False)

    def on_mount(self) -> None:
        """The list takes the keys."""
        self.query_one("#rows").focus()

    def action_form(self) -> None:
        """Open the form."""
        self.push_screen(BareForm())


class BareTable(Bare):
    """The same with a DataTable."""

    def rows(self) -> ComposeResult:
        """One row a patient."""
        yield DataTable(id="rows", cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns(*HEADINGS)
        for number in range(self.ROWS):
            table.add_row("ok NEXT", str(number), "OKONKWO, Amara", "report", "3 of 5", "12", "450 mg", "ok")
        table.focus()


if __name__ == "__main__":
    Bare.ROWS = int(sys.argv[2])
    kinds: dict[str, type[App[None]]] = {"door": DoorFirst, "board": Bare, "table": BareTable}
    kinds[sys.argv[1]]().run(mouse=False)
