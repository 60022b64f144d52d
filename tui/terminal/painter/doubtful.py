"""Text of which terminals do not agree how wide it is or where it goes, and how its line is sent.

Whatever a terminal makes of such text, every other cell of the line stays as it was meant: the field of the
text is emptied first, the text is written into it, and what follows is put at its own column. Words from
right to left lie between two cells that keep the line from left to right: no number changes places with them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from protocols.values.text import REPLACEMENT
from tui.terminal.painter.cells import UNKNOWN, Cell

BLANK_FROM_LEFT = "\N{BRAILLE PATTERN BLANK}"
"""A blank that terminals take for a letter written from left to right (Unicode's bidirectional class L)."""

_PLAIN = ((0xA1, 0x24F), (0x1E00, 0x1EFF), (0x2500, 0x259F))
"""Latin letters and drawn lines: where a terminal gives each of them one cell, it gives it to all of them."""

_FROM_RIGHT = ("R", "AL", "AN")
_FURTHER = 2
"""Cells between two words from right to left that belong together, such as a comma and a blank."""

Run = tuple[int, int]


@lru_cache(4096)
def doubtful(text: str) -> bool:
    """Whether a terminal may take more or fewer cells for what is in one cell, or move it."""
    if text.isascii() or text == UNKNOWN[0]:
        return False
    return len(text) > 1 or not any(first <= ord(text) <= last for first, last in _PLAIN)


def holds_doubtful(cells: Sequence[Cell]) -> bool:
    """Whether there is any such text in `cells`."""
    return any(doubtful(text) for text, _ in cells)


def parts(cells: Sequence[Cell]) -> Iterator[tuple[Run, bool]]:
    """From where to where each part goes, and whether it is doubtful; unknown cells are in none."""
    kinds = [cell != UNKNOWN and (doubtful(cell[0]) if cell[0] else None) for cell in cells]
    kinds = [None if cell == UNKNOWN else kind for cell, kind in zip(cells, _filled(kinds), strict=True)]
    at = 0
    for kind, group in groupby(kinds):
        end = at + len(list(group))
        if kind is not None:
            yield (at, end), kind
        at = end


def _filled(kinds: Sequence[bool | None]) -> Iterator[bool | None]:
    """The second cell of a wide character is as the first."""
    last: bool | None = False
    for kind in kinds:
        last = last if kind is None else kind
        yield last


def apart(cells: Sequence[Cell]) -> list[Cell]:
    """`cells` with what keeps words from right to left from moving the others, and no mark in front."""
    kept = [
        (REPLACEMENT, cell[1]) if _is_mark(cell[0]) and not _may_bear(cells[at - 1] if at else None) else cell
        for at, cell in enumerate(cells)
    ]
    for start, end in list(_from_right(kept)):
        _mark_before(kept, start)
        _mark_behind(kept, end)
    return kept


def _is_mark(text: str) -> bool:
    return not text.isascii() and unicodedata.category(text[0]).startswith("M")


def _may_bear(before: Cell | None) -> bool:
    """Whether a mark that joins the cell before it changes nobody else's; the first joins the line above."""
    return before is not None and (before[0] in (" ", "") or doubtful(before[0]))


def _from_right(cells: Sequence[Cell]) -> Iterator[Run]:
    """From where to where words go that are written from right to left."""
    start = end = -1
    for at, (text, _) in enumerate(cells):
        if _way(text) not in _FROM_RIGHT:
            continue
        if start >= 0 and not _belongs(cells[end:at]):
            yield start, end
            start = -1
        start, end = (start if start >= 0 else at), at + 1
    if start >= 0:
        yield start, end


def _belongs(between: Sequence[Cell]) -> bool:
    ways = [_way(text) for text, _ in between]
    return len(ways) <= _FURTHER and "L" not in ways and "EN" not in ways


def _mark_before(cells: list[Cell], start: int) -> None:
    """Where no letter goes before, the line would begin from the right."""
    if any(_way(text) == "L" for text, _ in cells[:start]):
        return
    blanks = [at for at in range(start) if cells[at][0] == " "]
    if blanks:
        cells[blanks[-1]] = (BLANK_FROM_LEFT, cells[blanks[-1]][1])


def _mark_behind(cells: list[Cell], end: int) -> None:
    """The first blank behind, unless a letter from the left comes before it."""
    for at in range(end, len(cells)):
        text, codes = cells[at]
        if text == " ":
            cells[at] = (BLANK_FROM_LEFT, codes)
            return
        if _way(text) == "L":
            return


@lru_cache(4096)
def _way(text: str) -> str:
    return unicodedata.bidirectional(text[0]) if text and text != UNKNOWN[0] else ""
