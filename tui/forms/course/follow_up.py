"""Record a follow-up: how the patient is, weeks or years after the last step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import What
from tui.forms.base.form import Form
from tui.forms.course.follow_up_fields import FollowUpFields
from tui.widgets.plain import plain
from tui.widgets.when import When


class FollowUpForm(Form):
    """A letter, a number, a letter, then Enter on Record."""

    TITLE_TEXT: ClassVar[str] = "Record a follow-up"
    ABOUT: ClassVar[str] = "How the patient is after the last step."

    def fields(self) -> Iterable[Widget]:
        """What was learned, and when it was so."""
        yield Static(plain(self._early()), id="early", classes="warns", markup=False)
        yield FollowUpFields(self.chart)
        yield When(self.session.now, self.chart.zone, "Time of follow-up", beside=True)

    def on_mount(self) -> None:
        """Nothing is warned of once the steps are over."""
        super().on_mount()
        self.query_one("#early").display = bool(self._early())

    def _early(self) -> str:
        chart = self.chart
        if chart.ended is not None or chart.step_number >= chart.target:
            return ""
        where = f"on step {chart.step_number}" if chart.stretches else "not started"
        return f"The course is {where}, its target is step {chart.target}. A note of today: Esc, then n."

    def rearrange(self) -> None:
        """Show and hide fields after a change."""
        self.query_one(FollowUpFields).rearrange()

    def build(self) -> tuple[What, datetime | None]:
        """The follow-up, at its time."""
        return self.query_one(FollowUpFields).build(), self.query_one(When).instant()
