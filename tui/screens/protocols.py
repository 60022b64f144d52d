"""The library: the protocols on the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.library import built_in
from tui.commands import bindings
from tui.plain import plain
from tui.screens.ward_screen import WardScreen
from tui.views.lines import fit
from tui.views.protocol import summary


class ProtocolsScreen(WardScreen):
    """One line a protocol; Enter reads it."""

    PLACE = "protocols"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("protocols"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    drawn_cells = 0

    def body(self) -> Iterable[Widget]:
        """A word on what these are, and the list."""
        self.shelf = built_in()
        words = "Published schedules from case reports: not validated, a prescriber chooses."
        yield Static(plain(f" {words}"), id="counts", markup=False)
        yield OptionList(id="rows", markup=False)

    def draw(self) -> None:
        """The list, as wide as the screen."""
        options = self.query_one(OptionList)
        if options.option_count and self.drawn_cells == self.cells:
            return
        self.drawn_cells = self.cells
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(
            [Option(plain(fit(f" {summary(protocol)}", self.cells - 2))) for protocol in self.shelf]
        )
        options.highlighted = at
        options.focus()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Read the highlighted protocol."""
        from tui.screens.reader import ReaderScreen

        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.app.push_screen(ReaderScreen(self.shelf[at]))

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_library(self) -> None:
        """Already here."""
