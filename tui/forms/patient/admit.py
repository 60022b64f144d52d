"""Admit a patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Entry, What
from protocols.record.fold import Record
from protocols.values.formatting import date_text, listed, name_text
from protocols.values.text import visible
from tui.fault import Fault
from tui.forms.base.form import Form
from tui.forms.patient.identity import Identity
from tui.widgets.field import Field
from tui.widgets.plain import plain


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
        """The number, the identity, and who else has the same name."""
        yield Field("MRN", hint="the hospital number", required=True, id="mrn")
        yield Identity()
        yield Static(id="same-name", classes="warns", markup=False)

    @property
    def mrn(self) -> str:
        """The hospital number typed, in capitals."""
        return self.query_one("#mrn", Field).value.upper() if self.is_mounted else ""

    def addressed(self) -> tuple[str, str]:
        """The patient with the number typed."""
        return self.mrn, ""

    def rearrange(self) -> None:
        """Look at the record of the number typed, and at who has the same family name."""
        self.version = self.record.version
        identity = self.query_one(Identity)
        identity.rearrange()
        others = same_family(identity.family, self.mrn, self._records())
        warning = self.query_one("#same-name", Static)
        warning.update(plain(same_name_warning(others)))
        warning.display = bool(others)

    def _records(self) -> list[Record]:
        ledger = self.app.ledger
        earlier = [Record(patient, details=details) for patient, details in ledger.former().items()]
        return [*(ledger.record(patient) for patient in ledger.patients()), *earlier]

    def build(self) -> tuple[What, datetime | None]:
        """The admission, now."""
        if not self.mrn:
            raise Fault("Write the hospital number (MRN).")
        return self.query_one(Identity).build(), None

    def done(self, kept: Entry) -> None:
        """Say what comes next, with the name: the board's cursor may be on somebody else."""
        super().done(kept)
        details = self.app.ledger.record(kept.patient).details
        if details is not None:
            name = name_text(details.family, details.given)
            words = f"{name} is on the board. Highlight that line, then e enrols on a protocol."
            self.app.notify(plain(words).plain, markup=False, timeout=8)


def same_family(family: str, mrn: str, records: Iterable[Record]) -> list[Record]:
    """The other patients with this family name, however it is capitalised."""
    wanted = family.casefold()
    return [
        record
        for record in records
        if wanted
        and record.details is not None
        and record.details.family.casefold() == wanted
        and record.patient != mrn
    ]


def same_name_warning(others: list[Record]) -> str:
    """Who else has the family name, with two identifiers each; "" for nobody."""
    named = [
        f"{name_text(d.family, d.given)}, born {date_text(d.born)}, MRN {visible(record.patient)}"
        for record in others[:3]
        if (d := record.details) is not None
    ]
    if not named:
        return ""
    return f"SAME FAMILY NAME on this ward: {listed(named)}. Check number and date of birth."
