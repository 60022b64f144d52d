"""Words in lines as wide as there is room; nothing is cut, and a number stays with its unit."""

from __future__ import annotations

from tui.paper.page.runs import is_mark
from tui.paper.page.typeface import printable, width
from tui.views.lines.lines import BREAKS


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `room` millimetres at `size` points; its own line breaks are kept."""
    return [
        line for paragraph in text.split("\n") for line in _wrapped(printable(paragraph), room, size, bold)
    ]


def _wrapped(text: str, room: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in (piece for word in BREAKS.split(text) for piece in _chopped(word, room, size, bold)):
        joined = f"{line} {piece}" if line else piece
        if line and width(joined, size, bold) > room:
            lines.append(line)
            joined = piece
        line = joined
    return [*lines, line]


def _chopped(word: str, room: float, size: float, bold: bool) -> list[str]:
    """`word` in pieces that fit: a name of 200 letters goes on in the next line."""
    if width(word, size, bold) <= room:
        return [word]
    pieces = [""]
    for char in word:
        if pieces[-1] and not is_mark(char) and width(pieces[-1] + char, size, bold) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces
