"""Admit a patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from protocols.entries import Entry, What
from protocols.values.formatting import name_text
from tui.forms.base.form import Form
from tui.forms.patient.identity import Identity
from tui.parsing import Fault
from tui.widgets.field import Field


class AdmitForm(Form):
    """Hospital number and identity. The number typed is the record the entry begins."""

    TITLE_TEXT: ClassVar[str] = "Admit a patient"
    ABOUT: ClassVar[str] = (
        "Brings a patient onto the board: name, birth date, hospital number, bed and allergies."
    )
    RECORD: ClassVar[str] = "Admit"
    FIRST: ClassVar[str] = "#mrn"
    IN_ORDER: ClassVar[bool] = True

    def fields(self) -> Iterable[Widget]:
        """The number and the identity."""
        yield Field("MRN", hint="the hospital number", required=True, id="mrn")
        yield Identity()

    @property
    def mrn(self) -> str:
        """The hospital number typed, in capitals."""
        return self.query_one("#mrn", Field).value.upper() if self.is_mounted else ""

    def addressed(self) -> tuple[str, str]:
        """The patient with the number typed."""
        return self.mrn, ""

    def rearrange(self) -> None:
        """Look at the record of the number typed, and at who is like this patient."""
        self.version = self.record.version
        identity = self.query_one(Identity)
        identity.rearrange()
        identity.warn_of_namesakes(self.mrn, self.session.ledger)

    def build(self) -> tuple[What, datetime | None]:
        """The admission, now."""
        if not self.mrn:
            raise Fault("Write the hospital number (MRN).")
        return self.query_one(Identity).build(), None

    def done(self, kept: Entry) -> None:
        """Say what comes next, with the name: the board's cursor may be on somebody else."""
        super().done(kept)
        details = self.session.ledger.record(kept.patient).details
        if details is not None:
            name = name_text(details.family, details.given)
            words = f"{name} is on the board. Highlight that line, then e enrols on a protocol."
            self.app.tell(words, 8)
