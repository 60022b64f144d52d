"""What can be printed, and how wide it is.

A character that no font here has stands as its code in brackets, "[U+6F22]": visible, told from others,
never left out.
"""

from __future__ import annotations

import unicodedata

from protocols.values.text import JOINERS, visible
from tui.paper.page.fonts import BUNDLED, advances, font_for
from tui.paper.page.runs import can_shape, is_simple, needs_shaping, run_width, runs

POINT = 25.4 / 72
"""Millimetres of a point."""


def printable(text: str) -> str:
    """`text` as the paper can show it, in one line."""
    shown = unicodedata.normalize("NFC", visible(text))
    if shown.isascii():
        return shown
    pairs = zip(f" {shown}", shown, strict=False)
    return "".join(_shown(char, before) for before, char in pairs)


def _shown(char: str, before: str) -> str:
    """`char` or its code; a joiner (it is within a word) goes with its letter, and is no code of its own."""
    if char in JOINERS:
        return char if _is_known(before) else ""
    return char if _is_known(char) else f"[U+{ord(char):04X}]"


def _is_known(char: str) -> bool:
    return font_for(char) is not None and (can_shape() or not needs_shaping(char))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide printable `text` is, in millimetres, at `size` points."""
    if is_simple(text):
        known = advances(BUNDLED.file(bold))
        return sum(known[ord(char)] for char in text) * size * POINT
    return sum(run_width(run, bold) for run in runs(text)) * size * POINT
