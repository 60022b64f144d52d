"""What stands on the terminal cell by cell, so that only what has changed is sent.

Textual sends every widget that was touched, whole, and each piece of text with its colours before and a reset
behind. Over a slow line that is the difference between a list that follows the hand and one that does not. A
screen that has just been opened is sent whole all the same: what another program wrote over it is gone then.
So is a line with text that terminals do not agree about, whenever anything in it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from tui.terminal.painter.cells import UNKNOWN, Cell, cells_of
from tui.terminal.painter.doubtful import holds_doubtful
from tui.terminal.painter.pen import Pen

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
        self.erases = False
        """Whether the terminal erases cells with the colour in use: many blanks in a few bytes."""

    def forget(self) -> None:
        """Take nothing for granted: the next update is sent whole."""
        self._rows.clear()

    def sequence(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """What has to be sent to make the terminal look like `update`."""
        changed = self._take(update, console)
        doubtful = {y for y in changed if holds_doubtful(self._rows[y])}
        whole = doubtful | (self._doubtful & changed.keys())
        self._doubtful = (self._doubtful - whole) | doubtful
        bar = {y for y in changed.keys() - whole if self._ends_in_bar(y, changed[y])}
        ways = [set[int](), bar] if bar else [bar]
        return min((self._written(changed, whole, bar) for bar in ways), key=len)

    def _written(
        self, changed: Mapping[int, Iterable[tuple[int, int]]], whole: Set[int], bar: Set[int]
    ) -> str:
        """What is `changed`, from above to below: the rows in `whole` altogether. The ends of those in `bar`
        come by themselves, so that no row has to turn to its colours again behind the bar of another.
        """
        pen, last = Pen(self.erases), list[int]()
        for y, spans in changed.items():
            row = self._rows[y]
            if y in whole:
                pen.row(y, row)
                continue
            for start, end in _joined(spans):
                if y in bar and end == len(row):
                    last.append(y)
                    end -= 1
                pen.line(y, start, row[start:end])
        for y in last:
            pen.line(y, len(self._rows[y]) - 1, self._rows[y][-1:])
        return pen.sequence()

    def _ends_in_bar(self, y: int, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether a piece of a scroll bar has changed there: no letter, and other colours than its line."""
        row = self._rows[y]
        text, codes = row[-1]
        changed = len(row) > 1 and any(end == len(row) for _, end in spans)
        return changed and (text == " " or "\u2580" <= text <= "\u259f") and codes != row[-2][1]

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
