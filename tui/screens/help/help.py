"""Help over the screen or form it was asked for on: one text that scrolls."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from protocols.entries.wording import person_text
from tui.host import Hosted
from tui.views.lines.lines import Line, spread
from tui.widgets.drawing import drawn, put
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain


class HelpScreen(Hosted, DrawnOnce, ModalScreen[None]):
    """Help for the screen or form it was opened from; `lines` gives it for so many cells."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter", "close", show=False),
        Binding("full_stop,ctrl+l", "app.lock", show=False),
        Binding("exclamation_mark,f9", "app.red_flag", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, lines: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="title", classes="bar", markup=False)
        with VerticalScroll(id="reading"):
            yield Static(id="lines", markup=False)

    def on_mount(self) -> None:
        """The keys scroll at once."""
        self.on_resize()
        self.query_one("#reading").focus()

    def on_resize(self) -> None:
        """Say it in the width that there is."""
        who = f"{person_text(self.session.person)} " if self.session.person else ""
        title = spread(" Help    Up and Down scroll    Esc closes", who, self.app.size.width)
        put(self.query_one("#title", Static), plain(title))
        put(self.query_one("#lines", Static), drawn(self.lines(max(self.app.size.width - 4, 30))))

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)
