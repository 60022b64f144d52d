"""Protocols side by side, to read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from protocols.definition.protocol import Protocol
from tui.keymap.commands import bindings
from tui.screens.base.reading import ReadingScreen
from tui.views.lines.lines import Line
from tui.views.picture.compare import comparison, names


class CompareScreen(ReadingScreen):
    """Two to five protocols."""

    PLACE = "compare"
    HEAD = "columns"
    BINDINGS = bindings("compare")

    def __init__(self, protocols: Sequence[Protocol]) -> None:
        super().__init__()
        self.protocols = protocols

    def head(self) -> Sequence[Line]:
        """The names."""
        return names(self.protocols, self.room)

    def lines(self) -> Sequence[Line]:
        """What is compared, with as many cells for each protocol as the screen has."""
        return comparison(self.protocols, self.room)

    def action_library(self) -> None:
        """Back to the list this was opened from."""
        self.action_back()
