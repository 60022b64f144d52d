"""What is true instead of a wrong entry: the base of the fields a correction is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from protocols import entries as e
from protocols.record.chart import Chart
from tui.forms.skin.earlier_reaction import EarlierFields
from tui.forms.skin.naranjo import NaranjoFields
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick


@dataclass(frozen=True)
class Wrong:
    """The entry to be corrected: as it stands now, on its chart, looked at `now`."""

    chart: Chart
    entry: e.Entry
    what: e.What
    at: datetime
    now: datetime


class Right(Vertical):
    """The fields for one kind of entry. No letter in them is E or C, which choose the correction."""

    START: ClassVar[str] = "#right-event, #right-seen, #right-text, #reaction, #first-dose"
    """What is in focus first, in whichever of the forms has it."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(id="right")
        self.wrong = wrong

    @property
    def needed(self) -> bool:
        """Whether the form waits for one of these fields."""
        return any(
            field.needed
            for field in self.query("Choice, Tick, Picks, Field")
            if isinstance(field, Choice | Tick | Picks | Field) and shown(field)
        )

    def rearrange(self) -> None:
        """Show and hide fields after a change."""

    def build(self, reason: str) -> e.Correctable:
        """What is true instead; `reason` is that of the correction. Raises Fault."""
        raise NotImplementedError


class RightNote(Right):
    """Another text."""

    def compose(self) -> ComposeResult:
        """The text as it stands."""
        what = self.wrong.what
        yield Field(
            "Note", what.text if isinstance(what, e.NoteAdded) else "", required=True, id="right-text"
        )

    def build(self, reason: str) -> e.Correctable:
        """The note as it should read."""
        return e.NoteAdded(self.query_one(Field).value)


class RightVomited(Right):
    """Another time or note; for another dose the entry is marked as made in error and made again."""

    def compose(self) -> ComposeResult:
        """The note as it stands."""
        what = self.wrong.what
        yield Field("Note", what.note if isinstance(what, e.DoseVomited) else "", id="right-text")

    def build(self, reason: str) -> e.Correctable:
        """The same dose, with another note."""
        what = self.wrong.what
        assert isinstance(what, e.DoseVomited)
        return e.DoseVomited(what.entry, self.query_one(Field).value)


class RightNaranjo(Right):
    """Other answers, or another published sum."""

    def compose(self) -> ComposeResult:
        """The assessment as it stands."""
        what = self.wrong.what
        yield NaranjoFields(what if isinstance(what, e.NaranjoAssessed) else None)

    def rearrange(self) -> None:
        """The sum follows."""
        self.query_one(NaranjoFields).rearrange()

    def build(self, reason: str) -> e.Correctable:
        """The assessment as it should read."""
        return self.query_one(NaranjoFields).build()


class RightEarlier(Right):
    """Other days or words of an earlier reaction."""

    def compose(self) -> ComposeResult:
        """The reaction as it stands."""
        what = self.wrong.what
        yield EarlierFields(what if isinstance(what, e.EarlierReaction) else None)

    def build(self, reason: str) -> e.Correctable:
        """The reaction as it should read."""
        return self.query_one(EarlierFields).build()
