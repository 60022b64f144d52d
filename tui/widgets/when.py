"""When something happened: time and day, now unless a person says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from textual.app import ComposeResult
from textual.containers import Vertical

from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from tui.parsing import instant
from tui.widgets.field import Field


class When(Vertical):
    """A time and a day on the clinic's clock, filled in with now; what stands there is what counts.

    `known` is filled in instead of now where the time is known already and may be put right.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: str,
        caption: str = "Time",
        *,
        known: datetime | None = None,
        beside: bool = False,
    ) -> None:
        super().__init__(id="when", classes="beside" if beside else None)
        self.now, self.zone, self.caption, self.known = now, zone, caption, known
        self.opened = known or now()
        self.start = (time_text(self.opened, zone), date_text(day_of(self.opened, zone)))

    def compose(self) -> ComposeResult:
        """Time before day: the day is today's far more often."""
        yield Field(self.caption, self.start[0], id="time")
        yield Field("Day", self.start[1], id="day")

    def instant(self) -> datetime | None:
        """The instant as it stands there; None while it is still the one known, or now. Raises Fault."""
        wall, day = self.query_one("#time", Field).value, self.query_one("#day", Field).value
        if (wall, day) == self.start and (self.known or self.now() - self.opened < timedelta(minutes=2)):
            return None
        return instant(day, wall, self.zone, self.caption)
