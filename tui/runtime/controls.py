"""The last barrier between text and terminal, under every widget."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from protocols.text import visible


class NoControls(LineFilter):
    """Takes control and format characters out of drawn lines.

    Most have no width, so nothing may take their place here; `tui.plain` shows them as U+FFFD before.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """`segments` with nothing left in their text that a terminal would obey."""
        return [
            segment if segment.control or segment.text.isprintable() else _safe(segment)
            for segment in segments
        ]


def _safe(segment: Segment) -> Segment:
    shown = zip(segment.text, visible(segment.text), strict=True)
    kept = "".join(new for old, new in shown if new == old or cell_len(old))
    return Segment(kept, segment.style)
