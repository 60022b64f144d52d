"""Admit a patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Entry, What
from protocols.sites.arrivals import Arrival
from protocols.values.formatting import name_text
from protocols.values.identity import numbered, unnamed_after
from protocols.values.text import clean
from tui.expected import arrival_text, expected
from tui.forms.base.form import Form
from tui.forms.patient.identity import UNKNOWN, Identity
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain


class AdmitForm(Form):
    """Hospital number and identity. The number typed is the record the entry begins."""

    TITLE_TEXT: ClassVar[str] = "Admit a patient"
    ABOUT: ClassVar[str] = (
        "Brings a patient onto the board: name, birth date, hospital number, bed and allergies. Whom the "
        "hospital's own system tells of is offered, and what it says filled in: compare it with the patient."
    )
    RECORD: ClassVar[str] = "Admit"
    FIRST: ClassVar[str] = "#mrn"
    IN_ORDER: ClassVar[bool] = True

    def __init__(self, patient: str = "", course: str = "") -> None:
        super().__init__(patient, course)
        self.expected: dict[str, Arrival] = {}
        self._filled_from = ""

    def fields(self) -> Iterable[Widget]:
        """Who is expected, then the number and the identity."""
        found = expected(self.session)
        self.expected = {each.patient: each for each in found.offered}
        if self.expected:
            options = [
                Option(str(n), each.patient, arrival_text(each))
                for n, each in enumerate(self.expected.values(), 1)
            ]
            yield Choice("Who is expected", options, required=False, folds=True, id="offered")
        if found.said:
            yield Static(plain("\n".join(found.said), multiline=True), classes="says", id="told")
        yield Field("MRN", hint="the hospital number, ? for none yet", required=True, id="mrn")
        yield Identity()

    @property
    def mrn(self) -> str:
        """The hospital number typed, in capitals."""
        typed = self.query_one("#mrn", Field).value.upper() if self.is_mounted else ""
        return numbered(unnamed_after(self._numbers())) if typed == UNKNOWN else typed

    def _numbers(self) -> Iterable[str]:
        ledger = self.session.ledger
        return {*ledger.patients(), *ledger.former()}

    def addressed(self) -> tuple[str, str]:
        """The patient with the number typed."""
        return self.mrn, ""

    def rearrange(self) -> None:
        """Look at the record of the number typed, and at who is like this patient."""
        self.version = self.record.version
        identity = self.query_one(Identity)
        self._fill(identity)
        identity.unnamed = unnamed_after(self._numbers()) if self.query_one("#mrn", Field).value else ""
        identity.rearrange()
        identity.warn_of_namesakes(self.mrn, self.session.ledger)

    def _fill(self, identity: Identity) -> None:
        """Fill in what is told of whoever was just chosen, once: nothing typed after that is overwritten."""
        chosen = self.query_one("#offered", Choice).value or "" if self.expected else ""
        if chosen == self._filled_from:
            return
        self._filled_from = chosen
        if chosen:
            self.query_one("#mrn", Field).value = clean(chosen)
            identity.fill(self.expected[chosen])

    def _to_first(self) -> None:
        """Whom to choose first, where somebody is expected."""
        self.query_one("#offered").focus() if self.expected else super()._to_first()

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
