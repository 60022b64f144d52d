"""Where the eye is: the cell for the terminal's own cursor, which braille displays and magnifiers follow.

The cursor itself is hidden; what is highlighted is drawn. It stands where the highlight begins.
"""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea


def eye(widget: Widget) -> Offset:
    """The cell of the screen where what is highlighted in `widget` begins, or where its text is typed."""
    if isinstance(widget, Input | TextArea):
        return widget.cursor_screen_offset
    x, y = widget.content_region.offset
    return Offset(x, y + _line(widget) - widget.scroll_offset.y)


def _line(widget: Widget) -> int:
    """The line of `widget` that is highlighted."""
    if isinstance(widget, OptionList):
        return widget._index_to_line.get(widget.highlighted or 0, 0)
    return int(getattr(widget, "line_in_focus", 0))
