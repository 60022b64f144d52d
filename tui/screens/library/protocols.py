"""The library: the protocols on the shelf, to read and to compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from protocols.definition.comparison import MOST, comparable
from protocols.definition.protocol import Protocol
from protocols.reports.versions import InUse
from protocols.toml.faults import ProtocolFault
from protocols.values.formatting import plural
from protocols.values.refusal import Refused
from store.site.library import shelf
from tui.keymap.commands import bindings
from tui.screens.base.finding import FindingScreen
from tui.views.lines.lines import wrap
from tui.views.picture.shelf import Row, shelf_rows
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain


class ProtocolsScreen(FindingScreen):
    """One line a protocol; Enter reads it, Space marks it to be compared."""

    PLACE = "protocols"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("protocols"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.shelf: tuple[Protocol, ...] = ()
        self.faults: tuple[ProtocolFault, ...] = ()
        self.used: list[InUse] = []
        self.rows: list[Row] = []
        self.marked: list[str] = []

    def on_mount(self) -> None:
        """Read the site's own files, each time the library is opened."""
        self.shelf, self.faults = shelf(self.session.ledger.place)
        self.used = self.session.ledger.in_use()
        super().on_mount()

    def body(self) -> Iterable[Widget]:
        """A word on what these are, the list, and the line to find one."""
        yield Static(id="counts", markup=False)
        yield Rows(id="rows")
        yield Input(placeholder="Find by any words. Enter keeps, Esc shows all.", id="find", compact=True)

    def draw(self) -> None:
        """The protocols that match, as wide as the screen, keeping the cursor on its protocol."""
        here = self.highlighted
        approvals = self.session.ledger.approvals
        room = self.cells - 2
        self.rows = shelf_rows(self.shelf, self.faults, self.sought, self.marked, approvals, room, self.used)
        self.show("#counts", plain(f" {self._words()}"))
        options = self.query_one(OptionList)
        prompts = [
            plain(_whole(row.text, room), multiline=True).stylize("bold" if row.heading else "")
            for row in self.rows
        ]
        if [option.prompt for option in options.options] != prompts:
            options.clear_options()
            options.add_options(
                Option(prompt, disabled=row.protocol is None)
                for prompt, row in zip(prompts, self.rows, strict=True)
            )
        places = [place for place, row in enumerate(self.rows) if row.protocol is not None]
        if places:
            options.highlighted = next((at for at in places if self.rows[at].protocol == here), places[0])
        if not isinstance(self.focused, Input):
            options.focus()

    def _words(self) -> str:
        if self.sought and not self.rows:
            return "No protocol matches. Esc shows all."
        if self.marked:
            return f"{len(self.marked)} marked: = puts them side by side."
        if self.faults:
            return f"{plural(len(self.faults), 'file')} of this site cannot be used: see the end of the list."
        return "Published schedules from case reports: not validated, a prescriber chooses."

    @property
    def highlighted(self) -> Protocol | None:
        """The protocol under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self.rows[at].protocol if at is not None and at < len(self.rows) else None

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Read the highlighted protocol."""
        if self.highlighted is not None:
            self.app.open("protocol", self.highlighted)

    def action_mark(self) -> None:
        """Mark the highlighted protocol, or take its mark away."""
        here = self.highlighted
        if here is None:
            return
        if here not in self.shelf:
            self._tell("This version is no file of the shelf. Enter reads it, with what differs.")
        elif here.id in self.marked:
            self.marked.remove(here.id)
        elif len(self.marked) == MOST:
            self._tell(f"{MOST} are marked, as many as fit side by side. Space on one of them unmarks it.")
        else:
            self.marked.append(here.id)
        self.draw()

    def action_compare(self) -> None:
        """The marked protocols side by side, in the order in which they were marked."""
        chosen = [protocol for name in self.marked for protocol in self.shelf if protocol.id == name]
        if len(chosen) < 2:
            self._tell("Mark two or more first: Space marks the highlighted protocol, then = compares.")
            return
        try:
            comparable(chosen)
        except Refused as refused:
            self._tell(str(refused))
            return
        self.app.open("compare", chosen)

    def _tell(self, words: str) -> None:
        self.app.tell(words, 6)

    def action_library(self) -> None:
        """Already here."""
        self._tell("This is the library. Enter reads the highlighted protocol, Esc goes back.")


def _whole(text: str, cells: int) -> str:
    """A line that may go on below, indented: no dose in it is cut."""
    lead = text[: len(text) - len(text.lstrip())]
    return "\n".join(f"{lead}{line}" for line in wrap(text.lstrip(), cells - len(lead), " " * 4))
