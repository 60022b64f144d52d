"""A screen that is opened is styled, laid out and drawn once."""

from __future__ import annotations

from typing import Any, cast

from textual import events, messages
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget


class DrawnOnce(MessagePump):
    """Stands before Textual's `Screen` among the bases of a screen.

    Every part asks to be laid out and drawn when it comes, and again when it is told its size. The first
    layout and drawing of the whole screen are the answer to all of that.
    """

    _opened = False
    _answering = False
    """Whether what is asked for was asked before the screen was drawn for the first time."""

    class Drawn(Message):
        """The screen has been drawn for the first time: what comes behind this was asked later."""

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Its widgets got their styles when they came: what is opened for the first time has them."""
        if self._opened:
            return
        self._opened, event.refresh_styles = True, False
        event.prevent_default()
        screen = cast(Screen[Any], self)
        parts: list[Widget] = [screen, *screen.walk_children(Widget)]
        bars = {part: part.scrollbars_enabled for part in parts if part.is_scrollable}
        size = screen._size
        super()._on_screen_resume(event)  # type: ignore[misc]
        if screen._size == size or not screen.is_current or screen.app._batch_count:
            return  # it has not been drawn
        for part in parts:
            part._repaint_required = False
            if part.scrollbars_enabled == bars.get(part, (False, False)):  # a bar takes cells of the rest
                part._layout_required = False
        self._answering = True
        self.post_message(self.Drawn())

    def on_drawn_once_drawn(self) -> None:
        """From here on whatever is asked for is done."""
        self._answering = False

    async def _on_layout(self, message: messages.Layout) -> None:
        self._leave_out(message)

    async def _on_update(self, message: messages.Update) -> None:
        self._leave_out(message)

    def _leave_out(self, message: Message) -> None:
        """Do nothing about what the first drawing has done."""
        if self._answering:
            message.stop()
            message.prevent_default()

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """What asks again, with other words than these, before it has come to rest is laid out again.

        Textual takes both for one question, and leaves it as tall as it was.
        """
        super()._refresh_layout(size, scroll)  # type: ignore[misc]
        for part in cast(Screen[Any], self).walk_children(Widget):
            part._layout_updates += part._layout_required

    def _screen_resized(self, size: Size) -> None:
        """Told of the size that it has, it stays as it is: whatever changed in it says so by itself."""
        if size != cast(Screen[Any], self)._compositor.size:
            super()._screen_resized(size)  # type: ignore[misc]
