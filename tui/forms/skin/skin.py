"""Record a skin check: rash-free, which is a positive statement, or what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import RashFreeChecked, What
from protocols.reports.status import status_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import age
from tui.fault import Fault
from tui.forms.base.form import Form
from tui.forms.skin.findings import Findings
from tui.views.course.chart import checked_text
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain
from tui.widgets.tick import Tick
from tui.widgets.when import When

_SEEN = (Option("F", "free", "Rash-free"), Option("R", "rash", "Rash or other findings"))


class SkinForm(Form):
    """A skin check. Both statements, W and M, and Enter make it rash-free; R opens the findings."""

    TITLE_TEXT: ClassVar[str] = "Skin check"
    ABOUT: ClassVar[str] = (
        "One look at the whole skin and the mucosa. Rash-free is two statements, W and M. Any "
        "finding holds the course at once."
    )

    def fields(self) -> Iterable[Widget]:
        """What was seen, the two statements or the findings, note and time."""
        yield Choice("What was seen", _SEEN, across=True, id="seen")
        yield Tick("W", "Whole skin seen, no rash", id="whole-skin")
        yield Tick("M", "Mouth, eyes and genitals (mucosa) seen, clear", id="mucous")
        yield Static(id="early", classes="warns", markup=False)
        yield Findings(self.chart.protocol.ctcae, years=self._years())
        yield Field("Note", id="note")
        yield When(self.app.now, self.chart.zone, "Seen at", beside=True)

    def _years(self) -> int | None:
        details = self.record.details
        return age(details.born, day_of(self.app.now(), self.chart.zone)) if details else None

    def rearrange(self) -> None:
        """Show the statements or the findings; a statement made says that it was rash-free."""
        seen, ticks = self.query_one("#seen", Choice), list(self.query(Tick))
        if seen.value is None and any(tick.ticked for tick in ticks):
            seen.chosen = 0
        for tick in ticks:
            tick.display = seen.value != "rash"
            tick.required = seen.value == "free"
        findings = self.query_one(Findings)
        findings.display = seen.value == "rash"
        findings.rearrange()
        self._tell_early(seen.value)

    def _tell_early(self, seen: str | None) -> None:
        words = "" if seen == "rash" else checked_text(status_of(self.chart, self.app.now()), self.app.now())
        early = self.query_one("#early", Static)
        early.update(plain(words))
        early.display = bool(words)

    def build(self) -> tuple[What, datetime | None]:
        """The check, or the finding."""
        seen, note = self.query_one("#seen", Choice).value, self.query_one("#note", Field).value
        at = self.query_one(When).instant()
        if seen is None:
            raise Fault("Choose what was seen: F rash-free, R rash or other findings.")
        if seen == "rash":
            return self.query_one(Findings).build(note), at
        whole, mucous = (self.query_one(f"#{name}", Tick).ticked for name in ("whole-skin", "mucous"))
        return RashFreeChecked(whole, mucous, note), at
