"""A button that records, signs on or begins something: Enter presses it, a click only goes to it."""

from __future__ import annotations

from textual import events
from textual.widgets import Button


class PressButton(Button):
    """Pointing never records: a hand that slips on a mouse, or a click meant for what stood there before."""

    async def _on_click(self, event: events.Click) -> None:
        """The press of the mouse has put the focus here already."""
        event.prevent_default()
        event.stop()
