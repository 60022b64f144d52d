"""What can be printed, and how wide it is.

A character that no font here has stands as its code in brackets, "[U+6F22]": visible, told from others,
never left out.
"""

from __future__ import annotations

import unicodedata

from protocols.values.text import visible
from tui.paper.page.fonts import BUNDLED, advances, font_for
from tui.paper.page.runs import can_shape, is_simple, needs_shaping, run_width, runs

POINT = 25.4 / 72
"""Millimetres of a point."""


def printable(text: str) -> str:
    """`text` as the paper can show it, in one line."""
    shown = unicodedata.normalize("NFC", visible(text))
    return shown if shown.isascii() else "".join(_shown(char) for char in shown)


def _shown(char: str) -> str:
    known = font_for(char) is not None and (can_shape() or not needs_shaping(char))
    return char if known else f"[U+{ord(char):04X}]"


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide printable `text` is, in millimetres, at `size` points."""
    if is_simple(text):
        known = advances(BUNDLED.file(bold))
        return sum(known[ord(char)] for char in text) * size * POINT
    return sum(run_width(run, bold) for run in runs(text)) * size * POINT
