"""A dose already recorded as given was vomited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.course.lost_doses import vomited_words
from protocols.entries import DoseGiven, DoseVomited, What
from protocols.entries.wording import dose_key_text
from protocols.record.corrected import CorrectedEntry
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, when_text
from protocols.values.text import visible
from tui.fault import Fault
from tui.forms.base.form import Form
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain
from tui.widgets.when import When

OFFERED = 6
"""Doses offered: no dose given before them can still come up."""


class VomitedForm(Form):
    """Which of the last doses, when, and what was seen of it."""

    TITLE_TEXT: ClassVar[str] = "A dose was vomited"
    ABOUT: ClassVar[str] = (
        "A dose already recorded as given was vomited. It stays on the record and does not count "
        "for the step; what follows is the protocol's."
    )

    def fields(self) -> Iterable[Widget]:
        """The last doses given, newest first, then time and note."""
        taken = [line for line in self.chart.taken if line.id not in self.chart.vomited]
        self.doses = taken[: -OFFERED - 1 : -1]
        options = [Option(str(n), line.id, self._named(line)) for n, line in enumerate(self.doses, 1)]
        yield Choice("Which dose", options, id="which")
        yield Static(
            "No dose is on record that could have been vomited." if not options else "",
            id="none",
            classes="says",
            markup=False,
        )
        yield When(self.app.now, self.chart.zone, "Vomited at", beside=True)
        yield Field("Note", hint="such as: capsule seen whole", id="note")
        yield Static(id="follows", classes="says", markup=False)

    def rearrange(self) -> None:
        """Say what the protocol lets follow."""
        chart, now = self.chart, self.app.now()
        line = chart.lines.get(self.query_one("#which", Choice).value or "")
        words = vomited_words(chart, line, now) if line else ""
        self.query_one("#follows", Static).update(plain(words))
        self.query_one("#follows").display = bool(words)

    def _named(self, line: CorrectedEntry) -> str:
        what = line.what
        assert isinstance(what, DoseGiven)
        which, key = "not on the schedule", self.chart.key_of(line)
        if key is not None:
            same_day = key.day == day_of(line.at, self.chart.zone)
            which = f"{key.slot} dose" if same_day else f"dose of {dose_key_text(key)}"
            which = f"make-up of the {which}" if what.makes_up else which
        amount = amount_text(what.amount, self.chart.protocol.unit)
        by = visible(line.entry.by.initials)
        return f"{amount} given {when_text(line.at, self.chart.zone)} ({by}), {which}"

    def build(self) -> tuple[What, datetime | None]:
        """What came up, and when."""
        which = self.query_one("#which", Choice).value
        if which is None:
            raise Fault("Choose the dose that was vomited: press its number.")
        return DoseVomited(which, self.query_one("#note", Field).value), self.query_one(When).instant()
