"""The fields of one kind of entry, for the form that records it and for the one that corrects it."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Vertical

from protocols.entries import Correctable
from tui.forms.base.values import fields
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.shown import shown


class EntryFields(Vertical):
    """Empty, or filled in with an entry as it stands. No letter is E or C, which choose the correction."""

    START: ClassVar[str] = "Choice, Tick, Picks, Field"
    """What is in focus first where these fields are filled in already."""
    reason = ""
    """Why the entry is corrected, for an entry that needs a reason of its own."""

    @property
    def needed(self) -> bool:
        """Whether the form waits for one of these fields."""
        return any(field.needed for field in fields(self) if shown(field))

    def rearrange(self) -> None:
        """Show and hide fields after a change."""

    def build(self) -> Correctable:
        """The entry as filled in. Raises Fault."""
        raise NotImplementedError

    def chosen(self, name: str) -> str | None:
        """What is chosen in the choice of that id."""
        return self.query_one(f"#{name}", Choice).value

    def text(self, name: str) -> str:
        """What is written in the field of that id."""
        return self.query_one(f"#{name}", Field).value
