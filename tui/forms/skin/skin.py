"""Record a skin check: rash-free, which is a positive statement, or what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from protocols.entries import What
from tui.forms.base.form import Form
from tui.forms.skin.fields import SkinFields
from tui.widgets.when import When


class SkinForm(Form):
    """A skin check. Both statements, W and M, and Enter make it rash-free; R opens the findings."""

    TITLE_TEXT: ClassVar[str] = "Skin check"
    ABOUT: ClassVar[str] = (
        "One look at the whole skin and the mucosa. Rash-free is two statements, W and M. Any "
        "finding holds the course at once."
    )

    def fields(self) -> Iterable[Widget]:
        """What was seen, and when."""
        yield SkinFields(self.chart, self.session.now(), self.record.details)
        yield When(self.session.now, self.chart.zone, "Seen at", beside=True)

    def rearrange(self) -> None:
        """Show the statements or the findings."""
        self.query_one(SkinFields).rearrange()

    def build(self) -> tuple[What, datetime | None]:
        """The check, or the finding."""
        at = self.query_one(When).instant()
        return self.query_one(SkinFields).build(), at
