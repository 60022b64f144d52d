"""Write a note on the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from protocols.entries import NoteAdded, What
from tui.forms.base.form import Form
from tui.widgets.field import Field
from tui.widgets.when import When


class NoteForm(Form):
    """Free text. Enter leaves the text for Record, Enter there records."""

    TITLE_TEXT: ClassVar[str] = "Write a note"
    ABOUT: ClassVar[str] = "A note for whoever reads the chart next. It changes nothing else."
    FIRST: ClassVar[str] = "#note"

    def fields(self) -> Iterable[Widget]:
        """The text and its time."""
        yield Field("Note", required=True, id="note")
        yield When(self.app.now, self.app.ledger.zone, "Time", beside=True)

    def build(self) -> tuple[What, datetime | None]:
        """The note."""
        return NoteAdded(self.query_one("#note", Field).value), self.query_one(When).instant()
