"""Red flag: hold at once, stop and call, before any grading (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import RedFlagSeen, What
from protocols.scales.red_flags import red_flags
from tui.fault import Fault
from tui.forms.base.form import Form
from tui.widgets.choice import Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
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
            "Give no more of this medicine. Recording this holds the course at once on every screen.",
            classes="warns",
            markup=False,
        )
        if self.points_to:
            yield Static(
                "What was just recorded points to the signs marked below. Take back what was not seen.",
                classes="says",
                markup=False,
            )
        flags = zip(LETTERS, red_flags(self.chart.protocol), strict=False)
        yield Picks(
            "What is seen: press the letters, then Enter",
            [Option(letter, flag, flag[:1].upper() + flag[1:]) for letter, flag in flags],
            columns=2,
            picked=self.points_to,
            id="flags",
        )
        yield Field("Note", id="note")
        yield When(self.app.now, self.chart.zone, "Seen at", beside=True)

    def build(self) -> tuple[What, datetime | None]:
        """The signs."""
        flags = self.query_one("#flags", Picks).values
        if not flags:
            raise Fault("Choose at least one red flag: press its letter.")
        return RedFlagSeen(flags, self.query_one("#note", Field).value), self.query_one(When).instant()
