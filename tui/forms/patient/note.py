"""Write a note on the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from protocols.entries import NoteAdded, What
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.form import Form
from tui.widgets.field import Field
from tui.widgets.when import When


class NoteFields(EntryFields):
    """The text."""

    def __init__(self, known: NoteAdded | None = None) -> None:
        super().__init__()
        self.known = known

    def compose(self) -> ComposeResult:
        """The text as it stands."""
        yield Field("Note", self.known.text if self.known else "", required=True, id="note")

    def build(self) -> NoteAdded:
        """The note."""
        return NoteAdded(self.text("note"))


class NoteForm(Form):
    """Free text. Enter leaves the text for Record, Enter there records."""

    TITLE_TEXT: ClassVar[str] = "Write a note"
    ABOUT: ClassVar[str] = "A note for whoever reads the chart next. It changes nothing else."
    FIRST: ClassVar[str] = "#note"

    def fields(self) -> Iterable[Widget]:
        """The text and its time."""
        yield NoteFields()
        yield When(self.session.now, self.session.ledger.zone, "Time", beside=True)

    def build(self) -> tuple[What, datetime | None]:
        """The note."""
        return self.query_one(NoteFields).build(), self.query_one(When).instant()
