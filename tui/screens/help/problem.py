"""A screen for when the ledger cannot be used: what is wrong, and what to do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui.widgets.plain import plain


class ProblemScreen(Screen[None]):
    """Says what stops the ledger. Nothing is recorded while it stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "app.try_again", show=False),
        Binding("enter", "read", show=False),
        Binding("q,ctrl+q", "app.leave_for_ledger", show=False),
    ]

    def __init__(self, words: str, *, readable: bool = False) -> None:
        super().__init__()
        self.words, self.readable = words, readable

    def compose(self) -> ComposeResult:
        """The words, and the two things that can be done."""
        yield Static(plain(" Stepward"), classes="bar", markup=False)
        keys = ["r  Try again", "q  Quit"]
        if self.readable:
            keys.insert(0, "Enter  Read what is there; nothing can be recorded")
        text = "\n".join([self.words, "", *keys])
        yield Static(plain(text, multiline=True), id="reading", markup=False)

    def action_read(self) -> None:
        """Go on reading, where there is something to read."""
        if self.readable:
            self.dismiss()
