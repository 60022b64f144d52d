"""The button that leaves a form: not with the first Enter on a form that nobody has touched."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import Button


class BackButton(Button):
    """Enter on it leaves only once it was chosen: whoever has just opened a form means its first field."""

    chosen = False
    """Whether the focus came here by a key or a click, instead of being here when the form opened."""

    class Unchosen(Message):
        """Enter was pressed on it before anything else was."""

    def action_press(self) -> None:
        """Enter."""
        if self.chosen:
            super().action_press()
        else:
            self.post_message(self.Unchosen())

    def on_blur(self) -> None:
        """From now on whoever comes back means it."""
        self.chosen = True
