"""A statement that is made by ticking it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from protocols.values.text import visible


class Tick(Widget, can_focus=True):
    """One statement, not made until a person ticks it, with its letter or the space bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("enter,down", "next", show=False),
        Binding("up", "previous", show=False),
    ]

    ticked: reactive[bool] = reactive(False)

    class Changed(Message):
        """The statement was made or taken back."""

    def __init__(
        self,
        letter: str,
        words: str,
        *,
        ticked: bool = False,
        required: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.letter, self.words, self.required = letter, words, required
        self.set_reactive(Tick.ticked, ticked)

    @property
    def needed(self) -> bool:
        """Whether the form waits for this."""
        return self.required and self.display and not self.ticked

    def choose_letter(self, letter: str) -> bool:
        """Tick or untick by its letter; False when it is another's."""
        if not self.letter or letter.lower() != self.letter.lower():
            return False
        self.ticked = not self.ticked
        return True

    def watch_ticked(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed())

    def on_mouse_down(self) -> None:
        """The same with the mouse."""
        self.ticked = not self.ticked

    def action_tick(self) -> None:
        """Make the statement, or take it back."""
        self.ticked = not self.ticked

    def action_next(self) -> None:
        """On to the next field."""
        self.screen.focus_next()

    def action_previous(self) -> None:
        """Back to the field before."""
        self.screen.focus_previous()

    def render(self) -> Content:
        """The box, the letter, the words."""
        mark = "[x]" if self.ticked else "[ ]"
        letter = f"{self.letter} " if self.letter else ""
        style = "bold $text-accent" if self.has_focus else "bold" if self.ticked else ""
        return Content.styled(f" {mark} {letter} {visible(self.words)}", style)
