"""The line of a screen that finds in its list; and a screen with a list and that line alone."""

from __future__ import annotations

from textual import on
from textual.widgets import Input, OptionList

from tui.screens.base.ward_screen import WardScreen


class FindLine(WardScreen):
    """Subclasses show an `OptionList` and an Input `#find`, and draw what holds `sought`."""

    sought: str = ""

    def action_find(self) -> None:
        """Open the line to find something."""
        find = self.query_one("#find", Input)
        find.display = True
        self.set_focus(find)

    @on(Input.Changed, "#find")
    def _seek(self, event: Input.Changed) -> None:
        self.sought = event.value
        self.draw()
        self.go_to(event.value)

    def go_to(self, typed: str) -> None:
        """Whether anything of the list is meant by it alone."""

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        self.query_one(OptionList).focus()

    def action_show_all(self) -> None:
        """Close the line and show everything again."""
        find = self.query_one("#find", Input)
        find.value, self.sought, find.display = "", "", False
        self.query_one(OptionList).focus()
        self.draw()


class FindingScreen(FindLine):
    """Esc closes the line before it leaves the screen."""

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_back(self) -> None:
        """Close the line and show everything again; without the line, go back."""
        if self.query_one("#find", Input).display:
            self.action_show_all()
        else:
            super().action_back()
