"""Write a note on the record."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from protocols.entries import NoteAdded
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.fact_form import FactForm
from tui.widgets.field import Field


class NoteFields(EntryFields):
    """The text."""

    def __init__(self, known: NoteAdded | None = None) -> None:
        super().__init__()
        self.known = known

    def compose(self) -> ComposeResult:
        """The text as it stands."""
        yield Field("Note", self.known.text if self.known else "", required=True, lines=True, id="note")

    def build(self) -> NoteAdded:
        """The note."""
        return NoteAdded(self.text("note"))


class NoteForm(FactForm):
    """Free text. Enter leaves the text for Record, Enter there records."""

    TITLE_TEXT: ClassVar[str] = "Write a note"
    ABOUT: ClassVar[str] = "A note for whoever reads the chart next. It changes nothing else."
    FIRST: ClassVar[str] = "#note"

    def group(self) -> NoteFields:
        """The text."""
        return NoteFields()

    @property
    def zone(self) -> str:
        """The ward's: a note need not be about a course."""
        return self.session.ledger.zone
