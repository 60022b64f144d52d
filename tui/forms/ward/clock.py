"""Say that the computer's clock is right, after comparing it with another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import ClockConfirmed, What
from protocols.record.clock import clock_mark
from protocols.values.formatting import when_text
from tui.forms.base.form import Form
from tui.widgets.field import Field
from tui.widgets.plain import plain


class ClockForm(Form):
    """What the clock was compared with. The entry is the ledger's, about no patient."""

    TITLE_TEXT: ClassVar[str] = "Confirm the computer's clock"
    ABOUT: ClassVar[str] = (
        "Says that the computer's clock is right, after it was compared with another one. Until "
        "then what is recorded is marked, and moves wait."
    )
    FIRST: ClassVar[str] = "#compared"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """The clock as it shows, and what it was compared with."""
        yield Static(id="clock-now", classes="says", markup=False)
        yield Field("Compared with", hint="such as: ward clock and a phone", required=True, id="compared")

    def redraw(self) -> None:
        """The clock goes on while the form is open."""
        super().redraw()
        now, ledger = self.session.now(), self.session.ledger
        words = [f"This computer says {when_text(now, ledger.zone)} (24-hour clock, {ledger.zone})."]
        mark = clock_mark(now, ledger.newest)
        if mark != "ok" and ledger.newest is not None:
            side = "behind" if mark == "behind" else "far ahead of"
            words.append(f"That is {side} the newest entry, {when_text(ledger.newest, ledger.zone)}.")
        words.append(
            "Compare it with another clock. If it is wrong, press Esc and have the clock set right. "
            "If it is right, write what it was compared with."
        )
        self.query_one("#clock-now", Static).update(plain("\n".join(words), multiline=True))

    def build(self) -> tuple[What, datetime | None]:
        """The confirmation, for the ledger as a whole."""
        return ClockConfirmed(self.query_one("#compared", Field).value), None
