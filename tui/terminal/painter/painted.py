"""What stands on the terminal cell by cell, so that only what has changed is sent.

Textual sends every widget that was touched, whole, and each piece of text with its colours before and a reset
behind. Over a slow line that is the difference between a list that follows the hand and one that does not. A
screen that has just been opened is sent whole all the same: what another program wrote over it is gone then.
So is a line with text that terminals do not agree about, whenever anything in it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from tui.terminal.painter.cells import UNKNOWN, Cell, cells_of
from tui.terminal.painter.colours import PLAIN, turn
from tui.terminal.painter.doubtful import apart, holds_doubtful, parts

_GAP = 6
"""Cells that have not changed and are sent again, because to jump over them takes as many bytes."""


class Painted:
    """The cells as they were last sent."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self._doubtful: set[int] = set()
        """The rows that held text which terminals do not agree about when they were last sent."""
        self.ascii_only = False
        """Whether to send ASCII only, cell by cell."""

    def forget(self) -> None:
        """Take nothing for granted: the next update is sent whole."""
        self._rows.clear()

    def sequence(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """What has to be sent to make the terminal look like `update`."""
        pen = _Pen()
        for y, spans in self._take(update, console).items():
            row = self._rows[y]
            if holds_doubtful(row):
                self._doubtful.add(y)
                pen.row(y, row)
            elif y in self._doubtful:
                self._doubtful.remove(y)
                pen.row(y, row)
            else:
                for start, end in _joined(spans):
                    pen.line(y, start, row[start:end])
        return pen.sequence()

    def _take(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> dict[int, list[tuple[int, int]]]:
        """Take the cells of `update`; from where to where each row of them differs from before."""
        changed: dict[int, list[tuple[int, int]]] = {}
        for x, y, strip in _pieces(update):
            cells = cells_of(strip, console, self.ascii_only)
            row = self._rows.setdefault(y, [])
            row.extend([UNKNOWN] * (x + len(cells) - len(row)))
            spans = [(x + start, x + end) for start, end in _changed(row[x : x + len(cells)], cells)]
            row[x : x + len(cells)] = cells
            if spans:
                changed.setdefault(y, []).extend(spans)
        return changed


class _Pen:
    """Writes cells, remembering where and in which colours."""

    def __init__(self) -> None:
        self._sent: list[str] = []
        self._drawn = PLAIN
        self._at: tuple[int, int] | None = None

    def go(self, y: int, x: int) -> None:
        """To that cell: over the line where it goes on, which takes fewer bytes."""
        if self._at is not None and self._at[0] == y and 0 < x - self._at[1] < 100:
            self._sent.append(f"\x1b[{x - self._at[1]}C")
        else:
            self._sent.append(f"\x1b[{y + 1};{x + 1}H")
        self._at = None

    def line(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Cells that nobody doubts the width of, from that place on."""
        self.go(y, x)
        self.write(cells)
        self._at = y, x + len(cells)

    def write(self, cells: Iterable[Cell]) -> None:
        """Cells where the pen is."""
        for text, wanted in cells:
            sequence, self._drawn = turn(self._drawn, wanted, text == " ")
            self._sent += sequence, text

    def row(self, y: int, cells: Sequence[Cell]) -> None:
        """A row that holds doubtful text, or held some: all of it, each part at its own column."""
        cells = apart(cells)
        for (start, end), doubtful in parts(cells):
            self.go(y, start)
            if doubtful:
                self.write((" ", codes) for _, codes in cells[start:end])
                self.go(y, start)
            self.write(cells[start:end])
            if doubtful:
                # screen and tmux, which go only as far as they believe they have to, know their column again.
                self._sent.append("\r")

    def sequence(self) -> str:
        return "".join(self._sent if self._drawn == PLAIN else [*self._sent, "\x1b[0m"])


class OnlyChanges(CompositorUpdate):
    """An update of Textual's that sends what is new in it, once it is really written."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, painted: Painted) -> None:
        self._update, self._painted = update, painted

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal."""
        return self._painted.sequence(self._update, console)


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Column, row and content of each piece, in the order in which Textual would send them."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield x, y, strip
                x += strip.cell_length
        return
    for y, left, right in update.spans:
        for end, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if piece is not None and x <= right and end > left:
                yield x, y, piece.crop(0, min(end, right) - x)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same from left to right, those in one where the next begins at the end of the one before."""
    joined = list[tuple[int, int]]()
    for start, end in sorted(spans):
        if joined and start == joined[-1][1]:
            start, _ = joined.pop()
        joined.append((start, end))
    return joined


def _changed(old: list[Cell], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """From where to where `new` differs; a wide character is sent whole, and near places in one go."""
    start = end = -1
    for at in [at for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]:
        if start >= 0 and at - end > _GAP:
            yield start, end
            start = -1
        if start < 0:
            start = at
            while start and not new[start][0]:
                start -= 1
        end = at + 1
        while end < len(new) and not new[end][0]:
            end += 1
    if start >= 0:
        yield start, end
