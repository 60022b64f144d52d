"""Record a follow-up: how the patient is, weeks or years after the last step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from tui.forms.base.fact_form import FactForm
from tui.forms.course.follow_up_fields import FollowUpFields
from tui.widgets.plain import plain


class FollowUpForm(FactForm):
    """A letter, a number, a letter, then Enter on Record."""

    TITLE_TEXT: ClassVar[str] = "Record a follow-up"
    ABOUT: ClassVar[str] = "How the patient is after the last step."
    WHEN: ClassVar[str] = "Time of follow-up"

    def group(self) -> FollowUpFields:
        """What was learned."""
        return FollowUpFields(self.chart)

    def fields(self) -> Iterable[Widget]:
        """Whether it is early, then what was learned, and when it was so."""
        yield Static(plain(self._early()), id="early", classes="warns", markup=False)
        yield from super().fields()

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
