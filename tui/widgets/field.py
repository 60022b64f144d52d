"""A line of text to type, with its name before it. Every key stays visible, secret ones as dots."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from protocols.values.text import clean
from tui.widgets.plain import plain

BREAK = " / "
"""What stands where several lines were pasted into one: seen, and kept."""


class Line(Input):
    """A line to type into. Of several lines that are pasted none falls away."""

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        event.stop()
        event.prevent_default()
        self.replace(BREAK.join(lines), *self.selection)


class Field(Horizontal):
    """A named line of text. What was typed is judged on Record, in words, never while typing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        name: str,
        value: str = "",
        *,
        hint: str = "",
        required: bool = False,
        secret: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.caption, self.start, self.hint, self.required = name, value, hint, required
        self.secret = secret

    def compose(self) -> ComposeResult:
        """The name, then the line."""
        yield Label(plain(self.caption))
        yield Line(
            self.start,
            placeholder=self.hint,
            password=self.secret,
            compact=True,
            select_on_focus=False,
        )

    @property
    def value(self) -> str:
        """What was typed, without control characters and outer blanks."""
        return clean(self.query_one(Input).value)

    @value.setter
    def value(self, text: str) -> None:
        self.query_one(Input).value = text

    @property
    def needed(self) -> bool:
        """Whether the form waits for this."""
        return self.required and self.display and not self.value

    def focus_input(self) -> None:
        """Put the cursor into the line."""
        self.query_one(Input).focus()
