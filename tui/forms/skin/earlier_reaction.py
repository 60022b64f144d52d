"""Record the reaction that led to the course: its days, what was taken, how it was treated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import EarlierReaction, What
from protocols.reports.timeline import earlier_reaction
from protocols.values.formatting import date_text
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.form import Form
from tui.parsing import day
from tui.widgets.field import Field
from tui.widgets.plain import plain


class EarlierFields(EntryFields):
    """The days and texts of an earlier reaction, filled in where they are known."""

    def __init__(self, known: EarlierReaction | None = None) -> None:
        super().__init__(id="earlier")
        self.known = known

    def compose(self) -> ComposeResult:
        """When the drug was begun, when the reaction came, what was done, when it had gone."""
        known = self.known
        names = EarlierReaction.__struct_fields__
        shown = {name: _shown(getattr(known, name)) if known else "" for name in names}
        yield Field(
            "First dose then", shown["first_dose"], hint="such as 17-Nov-2026", required=True, id="first-dose"
        )
        yield Field("Dose then", shown["taken"], hint="such as 600 mg twice daily", id="taken")
        yield Field("Onset of reaction", shown["onset"], hint="a day", required=True, id="onset")
        yield Field("Reaction", shown["rash"], hint="such as maculopapular, grade 3", id="rash")
        yield Field("Treatment", shown["treatment"], hint="such as a steroid, tapered", id="treatment")
        with Horizontal(classes="pair"):
            yield Field("Treatment from", shown["treatment_from"], hint="a day", id="treatment-from")
            yield Field("Treatment until", shown["treatment_until"], hint="a day", id="treatment-until")
        yield Field("Resolved", shown["resolved"], hint="a day, empty if not known", id="resolved")

    def build(self) -> EarlierReaction:
        """The reaction as written. Raises Fault."""
        return EarlierReaction(
            first_dose=day(self.text("first-dose"), "First dose then"),
            onset=day(self.text("onset"), "Onset of reaction"),
            taken=self.text("taken"),
            rash=self.text("rash"),
            treatment=self.text("treatment"),
            treatment_from=self._maybe("treatment-from", "Treatment from"),
            treatment_until=self._maybe("treatment-until", "Treatment until"),
            resolved=self._maybe("resolved", "Resolved"),
        )

    def _maybe(self, name: str, what: str) -> date | None:
        return day(self.text(name), what) if self.text(name) else None


class EarlierForm(Form):
    """The reaction before this course. The newest record counts; earlier ones stay in the history."""

    TITLE_TEXT: ClassVar[str] = "The reaction that led to this course"
    ABOUT: ClassVar[str] = (
        "The reaction for which the drug was stopped, as it was before this course. It moves "
        "nothing: it is there to be read."
    )
    FIRST: ClassVar[str] = "#first-dose"
    IN_ORDER: ClassVar[bool] = True

    def fields(self) -> Iterable[Widget]:
        """What is known of it."""
        yield EarlierFields(earlier_reaction(self.chart))
        words = "Course days count from the first dose then. Leave empty what nobody knows."
        yield Static(plain(words), classes="says", markup=False)

    def build(self) -> tuple[What, datetime | None]:
        """The reaction, recorded now."""
        return self.query_one(EarlierFields).build(), None


def _shown(value: date | str | None) -> str:
    return date_text(value) if isinstance(value, date) else value or ""
