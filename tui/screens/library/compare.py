"""Protocols side by side, to read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from protocols.definition.protocol import Protocol
from tui.keymap.commands import bindings
from tui.screens.base.reading import ReadingScreen
from tui.views.lines.lines import Line
from tui.views.picture.compare import columns_in, comparison, names


class CompareScreen(ReadingScreen):
    """Two to five protocols. Where not all have room, the first one stays and the others pass by."""

    PLACE = "compare"
    HEAD = "columns"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("compare"),
        Binding("right", "column(1)", show=False),
        Binding("left", "column(-1)", show=False),
    ]

    def __init__(self, protocols: Sequence[Protocol]) -> None:
        super().__init__()
        self.protocols = protocols
        self.passed = 0
        """How many of the others are out of sight on the left."""

    @property
    def shown(self) -> list[Protocol]:
        """Those that have room: the first, and as many of the others as fit."""
        beside = columns_in(self.room) - 1
        first = min(self.passed, self._last) + 1
        return [self.protocols[0], *self.protocols[first : first + beside]]

    @property
    def _last(self) -> int:
        """How many of the others can be passed by at most."""
        return max(len(self.protocols) - columns_in(self.room), 0)

    def head(self) -> Sequence[Line]:
        """The names, and how many are out of sight."""
        hidden = len(self.protocols) - len(self.shown)
        words = f"{hidden} more: Left and Right pass them by, the first one stays."
        told: list[Line] = [[(words, "key")]] if hidden else []
        return [*names(self.shown, self.room), *told]

    def lines(self) -> Sequence[Line]:
        """What is compared, with as many cells for each protocol as the screen has."""
        return comparison(self.shown, self.room)

    def action_column(self, by: int) -> None:
        """The next of the others, or the one before."""
        self.passed = min(max(self.passed + by, 0), self._last)
        self.draw()

    def action_library(self) -> None:
        """Back to the list this was opened from."""
        self.action_back()
