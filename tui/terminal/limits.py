"""How large a window can be that is drawn, whatever it says of itself."""

from __future__ import annotations

WIDEST, TALLEST = 640, 240
"""Columns and lines: more than the smallest letters on the largest screen make."""


def drawn_size(columns: int, rows: int) -> tuple[int, int]:
    """The columns and lines that are drawn in a window of that size."""
    return min(columns, WIDEST), min(rows, TALLEST)
