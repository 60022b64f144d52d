"""A screen that is opened is styled once, and laid out no more often than it has to be."""

from __future__ import annotations

from typing import Any, cast

from textual import events
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.screen import Screen


class DrawnOnce(MessagePump):
    """Stands before Textual's `Screen` among the bases of a screen."""

    _opened = False

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Its widgets got their styles when they came: what is opened for the first time has them."""
        if not self._opened:
            self._opened, event.refresh_styles = True, False

    def _screen_resized(self, size: Size) -> None:
        """Told of the size that it has, it stays as it is: whatever changed in it says so by itself."""
        if size != cast(Screen[Any], self)._compositor.size:
            super()._screen_resized(size)  # type: ignore[misc]
