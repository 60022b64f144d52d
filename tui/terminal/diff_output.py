"""What stands on the terminal cell by cell, so that only what has changed is sent.

Textual sends every widget that was touched, whole, and each piece of text with its colours before and a reset
behind. Over a slow line that is the difference between a list that follows the hand and one that does not. A
screen that has just been opened is sent whole all the same: what another program wrote over it is gone then.

This is the last barrier before the terminal too: no character gets through that it would obey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from protocols.values.text import visible
from tui.glyphs import stand_in

Cell = tuple[str, str]
"""What is in a cell and the codes of its colours; the second cell of a wide character has no text."""

_NEVER: Cell = ("\0", "")
_COLOURS = re.compile(r"[34]8;5;[0-9]+|[34]8;2;[0-9]+;[0-9]+;[0-9]+|[349][0-7]|10[0-7]|[34]9")
_GAP = 6
"""Cells that have not changed and are sent again, because to jump over them takes as many bytes."""


class Painted:
    """The cells as they were last sent."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self.ascii_only = False
        """Whether to send ASCII only, cell by cell."""

    def forget(self) -> None:
        """Take nothing for granted: the next update is sent whole."""
        self._rows.clear()

    def sequence(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """What has to be sent to make the terminal look like `update`."""
        sent: list[str] = []
        codes = ""
        for x, y, strip in _pieces(update):
            cells = _cells(strip, console, self.ascii_only)
            row = self._rows.setdefault(y, [])
            row.extend([_NEVER] * (x + len(cells) - len(row)))
            for start, end in _changed(row[x : x + len(cells)], cells):
                sent.append(f"\x1b[{y + 1};{x + start + 1}H")
                for text, wanted in cells[start:end]:
                    if wanted != codes:
                        sent.append(_turn(codes, wanted))
                        codes = wanted
                    sent.append(text)
            row[x : x + len(cells)] = cells
        if codes:
            sent.append("\x1b[0m")
        return "".join(sent)


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


def _cells(strip: Strip, console: Console, ascii_only: bool) -> list[Cell]:
    system = console._color_system or ColorSystem.TRUECOLOR  # as Textual has it
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        codes = Strip.render_ansi(style, system) if style else ""
        if not text.isprintable():
            text = harmless(text)
        if ascii_only:
            text = "".join(map(stand_in, text))
        if text.isascii():
            cells += [(char, codes) for char in text]
            continue
        for char in text:
            width = cell_len(char)
            if width:
                cells += [(char, codes), *[("", codes)] * (width - 1)]
            elif cells:
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
    return cells


def harmless(text: str) -> str:
    """`text` without them. Most have no width, so nothing may take their place; `plain` shows them."""
    shown = zip(text, visible(text), strict=True)
    return "".join(new for old, new in shown if new == old or cell_len(old))


@lru_cache(4096)
def _turn(codes: str, wanted: str) -> str:
    """The shortest sequence that turns what is drawn with `codes` into what is drawn with `wanted`."""
    attributes, ink, behind = _parts(codes)
    new_attributes, new_ink, new_behind = _parts(wanted)
    if not attributes <= new_attributes or not wanted:
        return f"\x1b[0;{wanted}m" if wanted else "\x1b[0m"
    parts = sorted(new_attributes - attributes)
    parts += [new_ink or "39"] if new_ink != ink else []
    parts += [new_behind or "49"] if new_behind != behind else []
    return f"\x1b[{';'.join(parts)}m"


@lru_cache(1024)
def _parts(codes: str) -> tuple[frozenset[str], str, str]:
    """The attributes, the colour of the text and the colour behind it ("" for the terminal's own)."""
    found = _COLOURS.findall(codes)
    ink = next((code for code in found if code[0] in "39"), "")
    behind = next((code for code in found if code[0] in "41"), "")
    return frozenset(part for part in _COLOURS.sub("", codes).split(";") if part), ink, behind


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
