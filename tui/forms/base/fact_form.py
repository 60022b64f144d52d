"""A form that records what one group of fields says, at its time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from protocols.entries import What
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.form import Form
from tui.widgets.when import When


class FactForm(Form):
    """Subclasses give the group, the same that corrects such an entry."""

    WHEN: ClassVar[str] = "Time"
    """What the time is called."""

    def group(self) -> EntryFields:
        """The fields, empty."""
        raise NotImplementedError

    def fields(self) -> Iterable[Widget]:
        """What happened, and when."""
        yield self.group()
        yield When(self.session.now, self.zone, self.WHEN, beside=True)

    @property
    def zone(self) -> str:
        """The time zone of what is typed."""
        return self.chart.zone

    def rearrange(self) -> None:
        """Show and hide fields after a change."""
        self.query_one(EntryFields).rearrange()

    def build(self) -> tuple[What, datetime | None]:
        """What the fields say, at its time."""
        at = self.query_one(When).instant()
        return self.query_one(EntryFields).build(), at
