"""Things side by side: a narrow label and equal columns, every cell wrapped and none cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tui.views.lines.lines import Line, Part, fit, wrap

WIDEST = 40
"""Cells of a column at most: longer lines are hard to read."""


@dataclass(frozen=True)
class Grid:
    """`columns` columns on a screen of `cells` cells; the label takes `label` of them, blank included."""

    cells: int
    columns: int
    label: int

    @property
    def column(self) -> int:
        """Cells of one column, with the blank after it."""
        return min((self.cells - self.label) // self.columns, WIDEST)

    def row(self, label: str, cells: Sequence[Part]) -> list[Line]:
        """One row, as many lines high as its fullest cell."""
        columns = [wrap(text, self.column - 1) for text, _ in cells]
        heights = zip_longest(*columns, fillvalue="")
        labels = [label]
        lines: list[Line] = []
        for texts in heights:
            head = fit(labels.pop() if labels else "", self.label)
            parts: Line = [
                (fit(text, self.column), tone) for text, (_, tone) in zip(texts, cells, strict=True)
            ]
            lines.append([(head, "dim"), *parts])
        return lines

    def titled(self, title: str, cells: Sequence[Part]) -> list[Line]:
        """A row with a title above it instead of a label."""
        head: list[Line] = [[(line, "strong")] for line in wrap(title, self.cells)]
        return head + self.row("", cells)
