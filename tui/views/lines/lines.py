"""Lines of text with a tone for each part; a screen turns tones into colours.

A tone only repeats what the words already say (CUI MEDa-0120: never colour alone).
"""

from __future__ import annotations

import re
from typing import Literal

from protocols.values.text import BREAK
from tui.widths import cell_len, set_cell_size

Tone = Literal["", "strong", "dim", "bad", "warn", "good", "key", "struck"]
Part = tuple[str, Tone]
Line = list[Part]

BREAKS = re.compile(r" (?!(?:mg|microgram|g|mL|units|hours?|days?|minutes|°C)\b)")
"""Where a line may be broken: at a blank that does not stand between a number and its unit."""

_BREAKS = re.compile(BREAKS.pattern + r"(?!(?<=\d )(?:capsule|tablet)s?\b)")
"""The same on a screen, whose lines are never too short to keep a number with what it counts too."""


def width(text: str) -> int:
    """The cells `text` takes on a terminal."""
    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, its lines in one; a cut is marked. Never for a dose."""
    text = text.replace("\n", BREAK)
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, max(cells - 3, 0)) + "..."[:cells]


def ruled(title: str, cells: int) -> Line:
    """The title of a part of a screen, in a drawn line of `cells` cells."""
    shown = fit(title, min(width(title), max(cells - 6, 1)))
    return [("── ", "dim"), (shown, "strong"), (f" {'─' * max(cells - width(shown) - 4, 0)}", "dim")]


def spread(left: str, right: str, cells: int) -> str:
    """`left` and `right` at the two ends of one line; `right` takes half of it at most."""
    right = right if width(right) <= cells // 2 else fit(right, cells // 2)
    return fit(left, max(cells - width(right), 0)) + right


def wrap(text: str, cells: int, indent: str = "") -> list[str]:
    """`text` in lines of at most `cells` cells; every line but the first begins with `indent`.

    A number stays with its unit and its capsules (CUI MEDi-012: wrap, never cut a dose). Lines that were
    written stay lines.
    """
    if "\n" in text:
        first, *later = text.split("\n")
        room = max(cells - width(indent), 1)
        return wrap(first, cells, indent) + [indent + line for part in later for line in wrap(part, room)]
    room = max(cells - width(indent), 1)
    if width(text) <= room and not text.startswith(" "):
        return [text]
    lines: list[str] = []
    line = ""
    for piece in (piece for word in _BREAKS.split(text) for piece in _chop(word, room)):
        joined = f"{line} {piece}" if line else piece
        if width(joined) > (room if lines else max(cells, room)):
            lines.append(line)
            joined = piece
        line = joined
    lines.append(line)
    return [lines[0], *(indent + later for later in lines[1:])]


def _chop(word: str, room: int) -> list[str]:
    """`word` in pieces that fit `room` cells."""
    if width(word) <= room:
        return [word]
    pieces = [""]
    for char in word:
        if width(pieces[-1] + char) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces


def text_of(lines: list[Line]) -> str:
    """The plain words of `lines`."""
    return "\n".join("".join(part for part, _ in line) for line in lines)


NARROWEST, LOWEST = 80, 23
"""Columns and lines every screen is made for: tmux keeps one of 24 for itself."""


WIDE_FROM = 110
"""Columns from which a screen has two parts beside each other."""


def too_small(size: tuple[int, int]) -> str:
    """A word to whoever has a window of fewer columns and lines than the screens need; "" to others."""
    columns, rows = size
    small = columns < NARROWEST or rows < LOWEST
    return f"Needs {NARROWEST}x{LOWEST}, this window is {columns}x{rows}" if small else ""
