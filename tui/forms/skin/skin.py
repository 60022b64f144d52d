"""Record a skin check: rash-free, which is a positive statement, or what was found."""

from __future__ import annotations

from typing import ClassVar

from tui.forms.base.fact_form import FactForm
from tui.forms.skin.fields import SkinFields


class SkinForm(FactForm):
    """A skin check. Both statements, W and M, and Enter make it rash-free; R opens the findings."""

    TITLE_TEXT: ClassVar[str] = "Skin check"
    ABOUT: ClassVar[str] = (
        "One look at the whole skin and the mucosa. Rash-free is two statements, W and M. Any "
        "finding holds the course at once."
    )
    WHEN: ClassVar[str] = "Seen at"

    def group(self) -> SkinFields:
        """What was seen."""
        return SkinFields(self.chart, self.session.now(), self.record.details)
