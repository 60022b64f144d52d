"""Send a patient's record to another site: closed for moves here, and a file that goes along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Entry, PatientSent, RecordTakenBack, What
from protocols.sites.sending import came_from, side_list, where_text
from protocols.values.formatting import plural
from protocols.values.text import visible
from store.errors import LedgerError
from store.exchange.sending import write_record
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

_AWAY = (
    Option("F", "file", "Write the file again, with what was recorded here since"),
    Option("T", "back", "Take the record back: no record came, moves are made here again (a prescriber)"),
)


class SendForm(Form):
    """The site the patient goes to; of a patient who is away, the file again, or the record back."""

    TITLE_TEXT: ClassVar[str] = "Send to another site"
    ABOUT: ClassVar[str] = (
        "The patient goes to another site. The record is closed here for steps and decisions, which are made "
        "there; what happened here can still be recorded, and travels later. A file is written into the "
        "folder exports beside the ledger: take it along, and tell the other site its last number."
    )
    RECORD: ClassVar[str] = "Send"
    FIRST: ClassVar[str] = "#to"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """Where to, or what to do with a record that is away."""
        yield Static(id="where", classes="says", markup=False)
        yield Field("To which site", hint="the hospital, ward 4", required=True, id="to")
        yield Choice("The record is away", _AWAY, id="away")
        yield Field("Note", id="note")

    def _to_first(self) -> None:
        self._focus_field(self.query_one("#away" if self.record.sent else "#to"))

    def rearrange(self) -> None:
        """Ask what fits: the patient is here, or at another site."""
        record = self.record
        away = record.sent is not None
        words = "Steps and decisions are made there from now on. What happened here can still be recorded."
        if away:
            beside = len(side_list(record))
            words = f"{where_text(record)}. Recorded here since: {plural(beside, 'entry')}."
        elif came_from(record):
            words += f" It came from {came_from(record)}: sent there, it goes BACK."
        self.query_one("#where", Static).update(plain(words))
        self.query_one("#to", Field).display = not away
        self.query_one("#away", Choice).display = away
        self.query_one("#note", Field).caption = "Note"

    async def submit(self) -> None:
        """Record, then write the file; of a record that is away, only the file where that was chosen."""
        if self.record.sent is not None and self.query_one("#away", Choice).value == "file":
            self._write()
            self.dismiss(None)
            return
        await super().submit()

    def build(self) -> tuple[What, datetime | None]:
        """The patient goes, or a prescriber takes the record back."""
        note = self.query_one("#note", Field).value
        if self.record.sent is None:
            aside = tuple(sorted(self.record.aside))
            return PatientSent(self.query_one("#to", Field).value, note, aside), None
        if self.query_one("#away", Choice).value is None:
            raise Fault("Choose: F writes the file again, T takes the record back.")
        return RecordTakenBack(note), None

    def done(self, kept: Entry) -> None:
        """Write the file that goes along, and say where it is."""
        super().done(kept)
        if isinstance(kept.what, PatientSent):
            self._write()

    def _write(self) -> None:
        """The file; where it cannot be written, what to do."""
        session = self.session
        try:
            written = write_record(session.ledger, session.place, self.record, session.now())
        except LedgerError as error:
            self.app.tell(
                f"The record is closed here, but NO FILE was written. {error} T writes it again.", 20
            )
            return
        self.app.tell(f"{visible(written.words)} The other site reads it with R, or stepward receive.", 20)
