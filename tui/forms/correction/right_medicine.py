"""What the record of another medicine should have said: how it was started, how much, why it stopped."""

from __future__ import annotations

from textual.app import ComposeResult

from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, Correctable
from tui.forms.correction.fields import Right
from tui.forms.patient.medicine_fields import MedicineFields
from tui.widgets.field import Field


class RightMedicine(Right):
    """Drug, amount, how often, until when and why."""

    def compose(self) -> ComposeResult:
        """The start as it stands."""
        what = self.wrong.what
        yield MedicineFields(self.wrong.chart, what if isinstance(what, CoMedicationStarted) else None)

    def build(self, reason: str) -> Correctable:
        """The medicine as it was started."""
        return self.query_one(MedicineFields).build()


class RightMedicineGiven(Right):
    """Another amount; for another medicine the entry is marked as made in error and made again."""

    def compose(self) -> ComposeResult:
        """The amount as it stands."""
        what = self.wrong.what
        amount = what.amount if isinstance(what, CoMedicationGiven) else ""
        yield Field("Amount given", amount, required=True, id="right-text")

    def build(self, reason: str) -> Correctable:
        """The same medicine, with the amount that was given."""
        what = self.wrong.what
        assert isinstance(what, CoMedicationGiven)
        return CoMedicationGiven(what.medicine, self.query_one(Field).value, what.note)


class RightMedicineStopped(Right):
    """Another time, or another reason why it was stopped."""

    def compose(self) -> ComposeResult:
        """The reason as it stands."""
        what = self.wrong.what
        why = what.reason if isinstance(what, CoMedicationStopped) else ""
        yield Field("Why it was stopped", why, required=True, id="right-text")

    def build(self, reason: str) -> Correctable:
        """The same medicine, with the reason why it was stopped."""
        what = self.wrong.what
        assert isinstance(what, CoMedicationStopped)
        return CoMedicationStopped(what.medicine, self.query_one(Field).value)
