"""Say that a red flag of the board was seen. It ends no hold: that is a prescriber's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import AlarmSeen, What
from protocols.gate.wording import hold_found
from protocols.record.held import alarm_of
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.widgets.plain import plain
from tui.widgets.tick import Tick


class AlarmSeenForm(Form):
    """Which flag it is, and the statement Y."""

    TITLE_TEXT: ClassVar[str] = "Red flag seen"
    KEPT: ClassVar[bool] = False
    ABOUT: ClassVar[str] = (
        "Your initials and the time stand beside the red flag from then on, and its line on every screen "
        "shrinks until another sign is recorded. The hold stays until a prescriber decides."
    )

    def fields(self) -> Iterable[Widget]:
        """What was found and when, what this does, the statement."""
        yield Static(id="flag", classes="warns", markup=False)
        yield Static(
            "Call the prescriber if nobody has. The hold stays; only the line at the top shrinks.",
            classes="says",
            markup=False,
        )
        yield Tick("Y", "I have seen this red flag", required=True, id="seen")

    def redraw(self) -> None:
        """Draw the flag as it stands now."""
        super().redraw()
        alarm = alarm_of(self.record)
        words = f"{hold_found(alarm.flag, self.record.zone)}." if alarm else "No red flag stands any more."
        self.query_one("#flag", Static).update(plain(words))

    def build(self) -> tuple[What, datetime | None]:
        """The statement about every sign that stands now."""
        alarm = alarm_of(self.record)
        if not self.query_one("#seen", Tick).ticked:
            raise Fault("Press Y to state that you have seen this red flag.")
        return AlarmSeen(alarm.raised if alarm else ()), None
