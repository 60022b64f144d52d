"""Blanks that a terminal erases instead of being sent them one by one (ECH, ECMA-48 8.3.38).

It keeps the colour behind them only where its terminfo says so (bce); screen and tmux do not say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby

from tui.terminal.painter.cells import Cell
from tui.terminal.painter.colours import only_behind

_ECH = b"\x1b[%p1%dX"
_LAST, _BETWEEN = 6, 11
"""Blanks that take more bytes than to erase them; and where something follows, than to go over them too."""


def many_blanks(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """From where to where there are blanks, all of one colour, that are better erased."""
    at = 0
    for (text, codes), same in groupby(cells):
        end = at + len(list(same))
        least = _LAST if end == len(cells) else _BETWEEN
        if text == " " and end - at >= least and only_behind(codes):
            yield at, end
        at = end


def can_erase(term: str) -> bool:
    """Whether a terminal of that kind erases so, as its terminfo says; False where nobody knows.

    To be asked once in a process: curses tells of the first kind alone.
    """
    try:
        curses = import_module("curses")
    except ImportError:  # on Windows
        return False
    try:
        curses.setupterm(term, 1)
    except curses.error:
        return False
    return bool(curses.tigetflag("bce") == 1 and curses.tigetstr("ech") == _ECH)
