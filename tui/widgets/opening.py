"""A screen that is opened is styled, laid out and drawn once; Textual does each two or three times."""

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
        """Opened for the first time it has its styles, and is to be laid out and drawn in any case.

        What Textual does besides is done here: notices come along, and what is to have the focus gets it.
        """
        if self._opened:
            return
        self._opened = True
        event.prevent_default()
        screen = cast(Screen[Any], self)
        screen.stack_updates += 1
        screen.app._refresh_notifications()
        screen._update_auto_focus()
        screen._size = screen.app.size
        screen.refresh(repaint=False, layout=True)

    def _screen_resized(self, size: Size) -> None:
        """Told of the size that it has, it stays as it is: whatever changed in it says so by itself."""
        if size != cast(Screen[Any], self)._compositor.size:
            super()._screen_resized(size)  # type: ignore[misc]
