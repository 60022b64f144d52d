"""How many cells a character takes, as terminals count them.

Rich gives the vowel signs that stand beside their letter (Unicode Mc: Hindi, Tamil, Burmese ...) no cell of
their own. PuTTY, xterm, VTE, screen and the C library give them one; so does everything here, Textual's own
layout too. The width of a text is the sum of its characters: a mark makes none of them wider.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

from rich import cells
from rich._unicode_data import load
from rich.cells import CellTable, cell_len, set_cell_size

__all__ = ["cell_len", "set_cell_size"]


_JOINING = ("Mn", "Me", "Cf", "Cc", "Cn")
_JAMO = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))
"""Parts of a Korean syllable that are drawn in the cells of the first part."""


def _cells(code: int) -> int:
    """The cells of a character to which Rich gives none: a mark beside its letter, a filler, a skin tone."""
    char = chr(code)
    if unicodedata.category(char) in _JOINING or any(first <= code <= last for first, last in _JAMO):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@lru_cache(1)
def _table(_version: str = "auto") -> CellTable:
    """Rich's table of widths, but one cell for each spacing mark."""
    known = load("latest")
    widths: list[tuple[int, int, int]] = []
    for start, end, width in known.widths:
        if width:
            widths.append((start, end, width))
            continue
        for own, group in groupby(range(start, end + 1), key=_cells):
            codes = list(group)
            widths.append((codes[0], codes[-1], own))
    return CellTable(known.unicode_version, widths, narrow_to_wide=frozenset())


cast(Any, cells).load_cell_table = _table
"""The one name through which Rich, and with it Textual, learns widths."""
