"""A protocol to read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.protocol import Protocol
from protocols.record.approvals import approvable
from protocols.values.refusal import Refused
from tui.keymap.commands import bindings
from tui.screens.base.ward_screen import WardScreen
from tui.views.lines.lines import Line, wrap
from tui.views.picture.protocol import approval_text, reading
from tui.widgets.drawing import drawn
from tui.widgets.plain import plain


class ReaderScreen(WardScreen):
    """Everything one protocol says."""

    PLACE = "reader"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("reader"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, protocol: Protocol) -> None:
        super().__init__()
        self.protocol = protocol

    def body(self) -> Iterable[Widget]:
        """One text that scrolls."""
        with VerticalScroll(id="reading"):
            yield Static(id="text", markup=False)

    def draw(self) -> None:
        """Wrap the text to the screen's width."""
        state = approval_text(self.app.ledger.approvals, self.protocol, self.app.ledger.zone)
        head: list[Line] = [[(text, "warn")] for text in wrap(state, self.cells - 4)] if state else []
        self.show("#text", drawn([*head, *reading(self.protocol, self.cells - 4)]))
        self.query_one("#reading").focus()

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#reading").scroll_relative(y=by, animate=False)

    def action_decision(self) -> None:
        """A prescriber's approval of a site's own protocol."""
        from tui.forms.ward.approve import ApproveForm

        try:
            approvable(self.app.ledger.approvals, self.protocol)
        except Refused as refused:
            self.notify(plain(str(refused)).plain, markup=False, timeout=6)
            return
        self.app.push_screen(ApproveForm(self.protocol))

    def action_library(self) -> None:
        """Back to the list this was opened from."""
        self.action_back()
