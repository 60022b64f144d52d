"""A dose already recorded as given was vomited."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from protocols.course.lost_doses import vomited_words
from protocols.entries import DoseGiven, DoseVomited
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.people import initials_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, when_text
from protocols.values.text import visible
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.fact_form import FactForm
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

OFFERED = 6
"""Doses offered: no dose given before them can still come up."""


class VomitedFields(EntryFields):
    """Which of the last doses, and what was seen of it.

    A correction keeps the dose: for another one the entry is marked as made in error and made again.
    """

    def __init__(self, chart: Chart, now: datetime, known: DoseVomited | None = None) -> None:
        super().__init__(id="vomited")
        self.chart, self.now, self.known = chart, now, known

    def compose(self) -> ComposeResult:
        """The last doses given, newest first, then what follows and the note."""
        if self.known is None:
            taken = [line for line in self.chart.taken if line.id not in self.chart.vomited]
            doses = taken[: -OFFERED - 1 : -1]
            options = [Option(str(n), line.id, self._named(line)) for n, line in enumerate(doses, 1)]
            yield Choice("Which dose", options, id="which")
            none = "" if options else "No dose is on record that could have been vomited."
            yield Static(none, id="none", classes="says", markup=False)
            yield Static(id="follows", classes="says", markup=False)
        note = self.known.note if self.known else ""
        yield Field("Note", note, hint="such as: capsule seen whole", lines=True, id="note")

    @property
    def entry(self) -> str:
        """The record of the dose that is meant, "" before it is chosen."""
        return self.known.entry if self.known else self.chosen("which") or ""

    def rearrange(self) -> None:
        """Say what the protocol lets follow."""
        if self.known is None:
            line = self.chart.lines.get(self.entry)
            words = vomited_words(self.chart, line, self.now) if line else ""
            follows = self.query_one("#follows", Static)
            follows.update(plain(words))
            follows.display = bool(words)

    def _named(self, line: CorrectedEntry) -> str:
        what = line.what
        assert isinstance(what, DoseGiven)
        which, key = "not on the schedule", self.chart.key_of(line)
        if key is not None:
            same_day = key.day == day_of(line.at, self.chart.zone)
            which = f"{key.slot} dose" if same_day else f"dose of {dose_key_text(key)}"
            which = f"make-up of the {which}" if what.makes_up else which
        amount = amount_text(what.amount, self.chart.protocol.unit)
        by = visible(initials_of(self.chart.initials, line.entry.by))
        return f"{amount} given {when_text(line.at, self.chart.zone)} ({by}), {which}"

    def build(self) -> DoseVomited:
        """What came up. Raises Fault."""
        if not self.entry:
            raise Fault("Choose the dose that was vomited: press its number.")
        return DoseVomited(self.entry, self.text("note"))


class VomitedForm(FactForm):
    """Which of the last doses, what was seen of it, and when."""

    TITLE_TEXT: ClassVar[str] = "A dose was vomited"
    ABOUT: ClassVar[str] = (
        "A dose already recorded as given was vomited. It stays on the record and does not count "
        "for the step; what follows is the protocol's."
    )
    WHEN: ClassVar[str] = "Vomited at"

    def group(self) -> VomitedFields:
        """The dose."""
        return VomitedFields(self.chart, self.session.now())
