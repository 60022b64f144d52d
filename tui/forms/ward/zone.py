"""An admin corrects the time zone of the ward's clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import What, ZoneCorrected
from protocols.values.clinic_time import is_zone
from protocols.values.formatting import when_text
from tui.forms.base.form import Form
from tui.widgets.field import Field
from tui.widgets.plain import plain

OPEN = "Open courses keep their dose times by the old clock until E changes them on each chart."
"""What nobody would see before the first dose at another hour."""


class ZoneForm(Form):
    """The zone, with the time that the ward's clocks would show now."""

    TITLE_TEXT: ClassVar[str] = "The ward's time zone"
    ABOUT: ClassVar[str] = (
        "Corrects the zone of the ward's clocks, where it was set wrongly. What happened stays: steps, "
        "doses and gate go on at the same instants, told by the right clock. A course that is open keeps its "
        "dose times by the old clock until E changes them."
    )
    FIRST: ClassVar[str] = "#zone"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """What it is, what it shall be, why."""
        yield Static(id="now", classes="says", markup=False)
        yield Field("Time zone", required=True, hint="such as Europe/Berlin", id="zone")
        yield Field("Reason", required=True, hint="such as: the server is in another country", id="reason")

    def rearrange(self) -> None:
        """What the clocks show by either zone: compare it with the clock on the wall."""
        ledger, now = self.session.ledger, self.session.now()
        typed = self.query_one("#zone", Field).value.strip()
        told = [f"Now by {ledger.zone}: {when_text(now, ledger.zone)}."]
        if typed:
            told.append(
                f"By {typed}: {when_text(now, typed)}." if is_zone(typed) else f"{typed} is no time zone."
            )
        if any(chart.ended is None for one in ledger.patients() for chart in ledger.record(one).charts):
            told.append(OPEN)
        self.query_one("#now", Static).update(plain("\n".join(told), multiline=True))

    def build(self) -> tuple[What, datetime | None]:
        """The right zone from now on."""
        return ZoneCorrected(
            self.query_one("#zone", Field).value.strip(), self.query_one("#reason", Field).value
        ), None
