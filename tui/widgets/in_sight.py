"""Nothing chosen is out of sight: what scrolls follows the line in focus, whatever changed its size."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import OptionList

from tui.terminal.eye import eye


def keep_in_sight(widget: Widget) -> None:
    """Scroll what is around `widget` so that its line in focus is seen, once all has been laid out."""
    widget.call_after_refresh(_scroll_to, widget)


def _scroll_to(widget: Widget) -> None:
    if not widget.is_attached or not widget.has_focus:
        return
    for around in widget.ancestors:
        if isinstance(around, VerticalScroll):
            y = eye(widget).y - around.content_region.y + around.scroll_offset.y
            around.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True, immediate=True)


class Fields(VerticalScroll, can_focus=False):
    """The fields of a form. What is in focus stays in view when words or a banner take lines away."""

    def on_resize(self) -> None:
        """Follow the field in focus."""
        self.keep_in_sight()

    def on_descendant_focus(self) -> None:
        """Show the field that has got the focus at once: a letter may follow."""
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """The field in focus may have moved: follow it."""
        if self.screen.focused is not None and self in self.screen.focused.ancestors:
            keep_in_sight(self.screen.focused)


class Rows(OptionList):
    """A list of lines. The highlighted one stays in view when a notice or a banner takes lines away."""

    def on_resize(self) -> None:
        """Follow the highlight."""
        self.call_after_refresh(self.scroll_to_highlight)
