"""Which option of a list a mouse points at, found in the lines as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style

from tui.views.lines.lines import width

_PLACE = "place"


def placed(place: int) -> Style:
    """The style that says which option a piece of a line is."""
    return Style.from_meta({_PLACE: place})


def pointed(lines: Sequence[Content], x: int, y: int) -> int | None:
    """The place of the option in cell `x` of line `y` of `lines`, drawn in the styles of `placed`."""
    if not 0 <= y < len(lines):
        return None
    text = lines[y].plain
    at = next((end for end in range(len(text)) if width(text[: end + 1]) > x), len(text))
    for span in lines[y].spans:
        if isinstance(span.style, Style) and span.start <= at < span.end:
            place = span.style.meta.get(_PLACE)
            return place if isinstance(place, int) else None
    return None
