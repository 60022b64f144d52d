"""The handovers that were given, newest first: to be answered, or shown again as they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from protocols.record.handovers import Handover
from protocols.values.formatting import plural
from tui.keymap.commands import bindings
from tui.screens.base.ward_screen import WardScreen
from tui.views.handover.lines import row
from tui.views.handover.sheets import patient_name, whom
from tui.views.handover.state import state
from tui.views.handover.waiting import handovers
from tui.views.lines.lines import wrap
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain


class HandoversScreen(WardScreen):
    """One line a handover; below, what became of the highlighted one."""

    PLACE = "handovers"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("handovers"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Handover, ...] = ()

    def body(self) -> Iterable[Widget]:
        """How many, the list, and about the highlighted one."""
        yield Static(id="counts", markup=False)
        yield Rows(id="rows")
        yield Static(id="detail", markup=False)

    def draw(self) -> None:
        """The list as it is now, keeping the cursor on its handover."""
        kept = self.highlighted.id if self.highlighted else ""
        self.rows = tuple(reversed(handovers(self.session.ledger)))
        count = plural(len(self.rows), "handover") if self.rows else "No handover was given yet"
        self.show("#counts", plain(f" {count}. Enter shows one as it was given."))
        options = self.query_one(OptionList)
        prompts = [drawn([row(one, whom(self.session.ledger, one), self.cells - 3)]) for one in self.rows]
        if [option.prompt for option in options.options] != prompts:
            options.clear_options()
            options.add_options([Option(prompt) for prompt in prompts])
            places = {one.id: place for place, one in enumerate(self.rows)}
            options.highlighted = places.get(kept, 0) if self.rows else None
        options.focus() if self.rows else self.set_focus(None)
        self._explain()

    @property
    def highlighted(self) -> Handover | None:
        """The handover under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        one = self.highlighted
        said = state(one, lambda patient: patient_name(self.session.ledger, patient)) if one else []
        lines = [line for sentence in said for line in wrap(sentence.text, self.cells - 3)]
        self.show("#detail", plain("\n".join(lines), multiline=True))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The highlighted handover as it was given."""
        if self.highlighted is None:
            self.notify("No handover was given yet. o on the sheet gives one.", markup=False, timeout=6)
        else:
            self.app.open("handover", self.highlighted.what.only, self.highlighted.id)

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()
