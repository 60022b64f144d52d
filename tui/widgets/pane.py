"""A pane beside a list, which says when it has got another size: its lines are chosen to fit it."""

from __future__ import annotations

from textual import events
from textual.containers import VerticalScroll
from textual.message import Message


class Pane(VerticalScroll, can_focus=False):
    """A titled pane. Its content fits; it scrolls only until it has been drawn in a new size."""

    class Resized(Message):
        """It has got another height or width."""

    def on_resize(self, event: events.Resize) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())

    @property
    def room(self) -> int:
        """The lines in it."""
        return self.size.height
