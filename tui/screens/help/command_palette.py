"""The commands of a screen by their words, made from the table of keys and from nothing else.

It offers what a key does there and no more: no file is named in it, no program is started from it, and no
picture of the screen can be taken.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.keymap.command import Command, Place
from tui.keymap.commands import COMMANDS
from tui.views.lines.lines import fit, wrap
from tui.widgets.in_sight import Rows
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain

NONE = " No command matches."


def matching(place: Place, sought: str) -> list[Command]:
    """The commands of a screen that have every word of `sought` in theirs."""
    words = sought.casefold().split()
    here = [command for command in COMMANDS if place in command.places and command.action != "palette"]
    return [
        command
        for command in here
        if all(word in f"{command.label} {command.sentence} {command.group}".casefold() for word in words)
    ]


class PaletteScreen(DrawnOnce, ModalScreen[str | None]):
    """Typing finds, Enter does it as its key would, Esc leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("ctrl+l", "app.lock", show=False),
        Binding("f9", "app.red_flag", show=False),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.found: list[Command] = []
        self._cells = 0

    def compose(self) -> ComposeResult:
        """What to do, the line to type in, the commands."""
        yield Static(
            plain(" Commands of this screen: type a word, Enter, or Esc"), classes="bar", markup=False
        )
        yield Input(placeholder="such as: dose", id="palette", compact=True)
        yield Rows(id="rows", click_opens=False)
        yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """Every command to begin with."""
        self.seek()
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """The same lines in the width that there is, and the same one highlighted."""
        if self._cells != self.app.size.width:
            at = self.query_one(OptionList).highlighted
            self.seek()
            self.query_one(OptionList).highlighted = at

    @on(Input.Changed)
    def seek(self) -> None:
        """Those that match what was typed."""
        self._cells = self.app.size.width
        self.found = matching(self.place, self.query_one(Input).value)
        options = self.query_one(OptionList)
        options.clear_options()
        lines = [
            fit(f" {one.key_text:<6} {one.label:<16} {one.sentence}", self._cells - 2) for one in self.found
        ]
        options.add_options([Option(plain(line)) for line in lines] or [Option(plain(NONE))])
        options.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        at = self.query_one(OptionList).highlighted
        words = self.found[at].sentence if at is not None and at < len(self.found) else ""
        lines = wrap(words, self._cells - 3)
        self.query_one("#detail", Static).update(plain("\n".join(lines), multiline=True))

    def action_move(self, by: int) -> None:
        """One line up or down, while the cursor stays in the line to type in."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self.found):
            self.dismiss(self.found[at].action)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)
