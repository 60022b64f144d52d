"""Protocols side by side, to read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.protocol import Protocol
from tui.keymap.commands import bindings
from tui.screens.base.ward_screen import WardScreen
from tui.views.picture.compare import comparison, names
from tui.widgets.drawing import drawn


class CompareScreen(WardScreen):
    """Two to five protocols."""

    PLACE = "compare"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("compare"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, protocols: Sequence[Protocol]) -> None:
        super().__init__()
        self.protocols = protocols

    def body(self) -> Iterable[Widget]:
        """The names stay; what is compared scrolls."""
        yield Static(id="columns", markup=False)
        with VerticalScroll(id="reading"):
            yield Static(id="text", markup=False)

    def draw(self) -> None:
        """As many cells for each protocol as the screen has."""
        cells = self.cells - 4
        self.show("#columns", drawn(names(self.protocols, cells)))
        self.show("#text", drawn(comparison(self.protocols, cells)))
        self.query_one("#reading").focus()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)

    def action_library(self) -> None:
        """Back to the list this was opened from."""
        self.action_back()
