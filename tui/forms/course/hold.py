"""Hold the course: anyone may, only a prescriber ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import HoldPlaced, What
from tui.forms.base.form import Form
from tui.widgets.field import Field


class HoldForm(Form):
    """The reason for a hold. Enter leaves it for Hold, Enter there records."""

    TITLE_TEXT: ClassVar[str] = "Hold the course"
    ABOUT: ClassVar[str] = (
        "Holds the course for a reason of yours: nothing is due until a prescriber ends the hold."
    )
    RECORD: ClassVar[str] = "Hold"
    FIRST: ClassVar[str] = "#reason"

    def fields(self) -> Iterable[Widget]:
        """What a hold does, and its reason."""
        yield Static(
            "Nothing is due on this course until a prescriber decides. For a rash press Esc, then s; "
            "for a red flag Esc, then !.",
            classes="says",
            markup=False,
        )
        yield Field("Reason", required=True, lines=True, id="reason")

    def build(self) -> tuple[What, datetime | None]:
        """The hold, from now on."""
        return HoldPlaced(self.query_one("#reason", Field).value), None
