"""What a follow-up should have said."""

from __future__ import annotations

from textual.app import ComposeResult

from protocols.entries import Correctable, FollowUpRecorded
from tui.forms.correction.fields import Right
from tui.forms.course.follow_up_fields import FollowUpFields


class RightFollowUp(Right):
    """The follow-up as it stands, to be changed where it is wrong."""

    def compose(self) -> ComposeResult:
        """Every field, filled in."""
        what = self.wrong.what
        yield FollowUpFields(self.wrong.chart, what if isinstance(what, FollowUpRecorded) else None)

    def rearrange(self) -> None:
        """Show and hide fields after a change."""
        self.query_one(FollowUpFields).rearrange()

    def build(self, reason: str) -> Correctable:
        """What was truly learned."""
        return self.query_one(FollowUpFields).build()
