"""The typeface of every paper: which characters it has, and how wide they are.

DejaVu Sans Condensed rides along, so that a paper looks the same on every computer. What it cannot
print stands as its code in brackets, "[U+6F22]": visible, told from others, never left out.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from protocols.values.text import visible
from tui.paper.page.fault import needs_extra

FOLDER = Path(__file__).parents[1] / "fonts"
FILES = {False: FOLDER / "DejaVuSansCondensed.ttf", True: FOLDER / "DejaVuSansCondensed-Bold.ttf"}
"""The font file of plain and of bold words."""

POINT = 25.4 / 72
"""Millimetres of a point."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@cache
def widths(bold: bool) -> dict[int, float]:
    """How wide each character is, in parts of the size."""
    with needs_extra():
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    with TTFont(FILES[bold], lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}


def printable(text: str) -> str:
    """`text` as the paper can show it, in one line.

    Scripts that run from right to left are shown as codes too: set from the left they would read backwards.
    """
    shown = unicodedata.normalize("NFC", visible(text))
    return shown if shown.isascii() else "".join(_shown(char) for char in shown)


def _shown(char: str) -> str:
    known = ord(char) in widths(False) and ord(char) in widths(True)
    if known and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT:
        return char
    return f"[U+{ord(char):04X}]"


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide printable `text` is, in millimetres, at `size` points."""
    known = widths(bold)
    return sum(known[ord(char)] for char in text) * size * POINT
