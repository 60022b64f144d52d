"""The extent of the rash over a course, drawn like the model of the drug level: a day or more a cell.

A day on which nobody looked stays empty: nothing is drawn between two findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from protocols.course.day_numbers import day_label
from protocols.record.chart import Chart
from protocols.reports.skin_trend import TrendDay, trend
from tui.views.lines.lines import Line, Tone, fit, wrap
from tui.views.lines.scale import Marks, joined

LABEL = 13
"""Cells before the picture."""
_WIDEST_DAY = 4
"""Cells of a day at most: wider ones would only be coarser to read."""
_QUARTER = 25
_RANKS = "-o?R!"
"""Marks of the skin; where two days share a cell, the later in this list stays."""


def skin_curve(chart: Chart, now: datetime, cells: int, *, tall: bool = False) -> list[Line]:
    """The worst extent of each day up to `now`, holds, steps and days below it; `tall` has two rows a 25%.

    Nothing where nobody has found a rash: there is no curve to see, and the days are told below.
    """
    days = trend(chart, now)
    if not any(day.worst is not None or day.flagged for day in days):
        return []
    return _Curve(days, cells - LABEL - 1).lines(cells, 2 if tall else 1)


class _Curve:
    """One picture: `each` days a cell, or `wide` cells a day."""

    def __init__(self, days: Sequence[TrendDay], room: int) -> None:
        self.days = days
        self.wide = max(min(room // len(days), _WIDEST_DAY), 1)
        self.each = ceil(len(days) / max(room, 1))
        self.cells = ceil(len(days) / self.each) * self.wide

    def lines(self, cells: int, rows: int) -> list[Line]:
        """The bars from top to bottom, the axis, and what is below it."""
        bars, tones = self._extents(), self._tones()
        top = max(ceil(max(bars) / _QUARTER), 1)
        drawn: list[Line] = [[("Extent of the rash, % of body surface", "strong")]]
        for row in range(top * rows, 0, -1):
            mark = f"{_QUARTER * row // rows}%" if row % rows == 0 else ""
            base, height = _QUARTER * (row - 1) / rows, _QUARTER / rows
            parts = [(_bar(value, base, height), tone) for value, tone in zip(bars, tones, strict=True)]
            drawn.append([*_label(mark, "│"), *joined(parts)])
        axis = Marks(self.cells, "─")
        for cell in range(self.cells):
            axis.put(cell, "─", "dim")
        drawn.append([*_label("0%", "└"), *axis.line()])
        for name, marks in self._below():
            if marks.used:
                drawn.append([(fit(name, LABEL + 1), "dim"), *marks.line()])
        drawn += [[(text, "dim")] for text in wrap(self._words(), cells)]
        return drawn

    def _place(self, number: int) -> int:
        """The first cell of the day with that number, from 0."""
        return number // self.each * self.wide

    def _extents(self) -> list[float]:
        """The worst extent in each cell, 0 for none."""
        found = [0.0] * self.cells
        for number, day in enumerate(self.days):
            extent = day.worst.extent if day.worst is not None else None
            for cell in range(self._place(number), self._place(number) + self.wide):
                found[cell] = max(found[cell], float(extent or 0))
        return found

    def _tones(self) -> list[Tone]:
        """Steps take turns in light and dark; what was seen on a day that was held is red."""
        tones: list[Tone] = [""] * self.cells
        turn, before = 0, self.days[0].step
        for number, day in enumerate(self.days):
            turn, before = turn + (day.step != before), day.step
            tone: Tone = "bad" if day.held or day.flagged else "dim" if turn % 2 else ""
            for cell in range(self._place(number), self._place(number) + self.wide):
                tones[cell] = "bad" if tones[cell] == "bad" and number % self.each else tone
        return tones

    def _below(self) -> list[tuple[str, Marks]]:
        """What was seen, holds, the steps, and the protocol days on which they began."""
        skin, held = Marks(self.cells, _RANKS), Marks(self.cells, "=")
        steps, begun = Marks(self.cells, ""), Marks(self.cells, "")
        before = 0
        for number, day in enumerate(self.days):
            at = self._place(number)
            skin.put(at, *_seen(day))
            for cell in range(at, at + self.wide if day.held else at):
                held.put(cell, "=", "bad")
            if day.step and day.step != before:
                before = day.step
                steps.write(at, str(day.step))
                begun.write(at, day_label(day.protocol_day), "dim")
        return [("skin", skin), ("held", held), ("step", steps), ("protocol day", begun)]

    def _words(self) -> str:
        marks = {_seen(day)[0] for day in self.days}
        told = [words for mark, words in _MEANS.items() if mark in marks]
        told += ["= held"] if any(day.held for day in self.days) else []
        each = f" Each cell is the worst of {self.each} days." if self.each > 1 else ""
        return f"{', '.join(told)}. Steps take turns in light and dark, what is held is red.{each}"


_MEANS = {
    "o": "o rash-free",
    "R": "R rash",
    "!": "! red flag",
    "?": "? a check due, nobody looked",
    "-": "- nobody looked, none due",
}


def _seen(day: TrendDay) -> tuple[str, Tone]:
    """The mark of a day's skin."""
    if day.flagged:
        return "!", "bad"
    if day.worst is not None:
        return "R", "bad"
    if day.rash_free:
        return "o", "good"
    return ("?", "warn") if day.watched else ("-", "dim")


def _label(mark: str, edge: str) -> Line:
    return [(fit(mark.rjust(LABEL - 1), LABEL), "dim"), (edge, "dim")]


def _bar(value: float, base: float, height: float) -> str:
    """One cell of a bar: full, half or empty; whatever was found at all shows on the lowest row."""
    share = (value - base) / height
    if share >= 0.75:
        return "█"
    return "▄" if share >= 0.25 or (base == 0 and value > 0) else " "
