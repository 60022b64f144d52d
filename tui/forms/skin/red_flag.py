"""Red flag: hold at once, stop and call, before any grading (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import What
from tui.forms.base.form import Form
from tui.forms.skin.fields import FlagPicks
from tui.widgets.field import Field
from tui.widgets.when import When

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class RedFlagForm(Form):
    """The signs seen, by their letters; Enter, and Enter on Record.

    `points_to` are the signs that a finding just recorded points to: picked already, to be confirmed.
    """

    TITLE_TEXT: ClassVar[str] = "RED FLAG: STOP AND CALL THE PRESCRIBER"
    ABOUT: ClassVar[str] = (
        "A sign that the reaction may be severe. Give no more of the medicine and call the "
        "prescriber now; recording it holds the course at once."
    )
    HINT: ClassVar[str] = "F1 Help"

    def __init__(self, patient: str, course: str = "", points_to: tuple[str, ...] = ()) -> None:
        super().__init__(patient, course)
        self.points_to = points_to

    def fields(self) -> Iterable[Widget]:
        """What it does, the signs, note and time."""
        yield Static(
            "Give no more of this drug: recording holds the course.",
            classes="warns",
            markup=False,
        )
        if self.points_to:
            yield Static(
                "What was just recorded points to the signs marked below. Take back what was not seen.",
                classes="says",
                markup=False,
            )
        yield FlagPicks(self.chart, LETTERS, self.points_to)
        yield Field("Note", lines=True, id="note")
        yield When(self.session.now, self.chart.zone, "Seen at", beside=True)

    def build(self) -> tuple[What, datetime | None]:
        """The signs."""
        flags = self.query_one(FlagPicks).build(self.query_one("#note", Field).value)
        return flags, self.query_one(When).instant()
