"""The fields of a follow-up, for the form that records one and the one that corrects it."""

from __future__ import annotations

from typing import cast

from textual.app import ComposeResult

from protocols.course.follow_up import DISEASE, OUTCOMES, highest_dose
from protocols.entries import FollowUpRecorded
from protocols.entries.follow_up import Disease, Outcome, Recurrence
from protocols.record.chart import Chart
from tui.forms.base.entry_fields import EntryFields
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field

_OUTCOMES = tuple(
    Option(letter, value, words) for letter, (value, words) in zip("ALXDK", OUTCOMES.items(), strict=True)
)
_DISEASE = tuple(Option(str(n), value, words) for n, (value, words) in enumerate(DISEASE.items(), start=1))
_RASH = (Option("N", "no", "No"), Option("Y", "yes", "Yes"), Option("U", "unknown", "Not known"))


class FollowUpFields(EntryFields):
    """Outcome, disease, rash, and the highest dose, which is filled in from the chart and kept as stated."""

    def __init__(self, chart: Chart, told: FollowUpRecorded | None = None) -> None:
        super().__init__(id="follow-up")
        self.chart, self.told = chart, told

    def compose(self) -> ComposeResult:
        """Three choices, then the words."""
        told = self.told
        highest = told.highest if told else highest_dose(self.chart)
        yield Choice(
            "The patient is", _OUTCOMES, chosen=told.outcome if told else None, columns=2, id="outcome"
        )
        yield Choice(
            "The disease is", _DISEASE, chosen=told.disease if told else None, columns=2, id="disease"
        )
        yield Choice(
            "Rash came back", _RASH, chosen=told.recurrence if told else None, across=True, id="recurrence"
        )
        yield Field(
            "When it came back",
            told.recurred if told else "",
            hint="a day, about when, or: not known",
            required=True,
            id="recurred",
        )
        yield Field("Highest dose reached", highest, hint="or: not known", required=True, id="highest")
        yield Field("Note", told.note if told else "", lines=True, id="follow-up-note")

    def rearrange(self) -> None:
        """Ask when the rash came back only where it did."""
        self.query_one("#recurred").display = self.chosen("recurrence") == "yes"

    def build(self) -> FollowUpRecorded:
        """What was learned. Raises Fault."""
        outcome, disease, rash = (self.chosen(name) for name in ("outcome", "disease", "recurrence"))
        if outcome is None:
            raise Fault("Choose how the patient is: press its letter.")
        if disease is None:
            raise Fault("Choose how the disease is: press its number.")
        if rash is None:
            raise Fault("Say whether the rash came back: N no, Y yes, U not known.")
        return FollowUpRecorded(
            outcome=cast(Outcome, outcome),
            disease=cast(Disease, disease),
            highest=self.text("highest"),
            recurrence=cast(Recurrence, rash),
            recurred=self.text("recurred") if rash == "yes" else "",
            note=self.text("follow-up-note"),
        )
