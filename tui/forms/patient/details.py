"""Change what is known of a patient: bed, name, allergies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from protocols.entries import PatientDetailsChanged, What
from tui.forms.base.form import Form
from tui.forms.patient.identity import Identity
from tui.widgets.field import Field


class DetailsForm(Form):
    """The identity as it now is, with the reason for the change. The earlier one stays on the record."""

    TITLE_TEXT: ClassVar[str] = "Change bed, name or allergies"
    ABOUT: ClassVar[str] = "Puts bed, name or allergies right. The earlier ones stay in the history."
    FIRST: ClassVar[str] = "#bed"

    def fields(self) -> Iterable[Widget]:
        """The identity filled in, then the reason."""
        yield Identity(self.record.details)
        yield Field("Reason", hint="such as: moved to bed 4", required=True, lines=True, id="reason")

    def addressed(self) -> tuple[str, str]:
        """The patient, not one of the courses."""
        return self.patient, ""

    def redraw(self) -> None:
        """Show what others changed meanwhile: only what is typed here is recorded, on top of that."""
        if self.is_mounted and self.record.details is not None:
            self.query_one(Identity).renew(self.record.details)
        super().redraw()

    def rearrange(self) -> None:
        """Ask which allergies only where some are known; say who is like this patient."""
        identity = self.query_one(Identity)
        identity.rearrange()
        identity.warn_of_namesakes(self.patient, self.session.ledger)

    def build(self) -> tuple[What, datetime | None]:
        """The whole identity as it now is."""
        details = self.query_one(Identity).build()
        return PatientDetailsChanged(details, self.query_one("#reason", Field).value), None
