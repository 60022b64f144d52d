"""A screen with a list and a line that finds in it."""

from __future__ import annotations

from textual import on
from textual.widgets import Input, OptionList

from tui.screens.base.ward_screen import WardScreen


class FindingScreen(WardScreen):
    """Subclasses show an `OptionList` and an Input `#find`, and draw what holds `sought`."""

    sought = ""

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_find(self) -> None:
        """Open the line to find something."""
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

    def action_back(self) -> None:
        """Close the line and show everything again; without the line, go back."""
        find = self.query_one("#find", Input)
        if not find.display:
            super().action_back()
            return
        find.value, self.sought, find.display = "", "", False
        self.query_one(OptionList).focus()
        self.draw()
