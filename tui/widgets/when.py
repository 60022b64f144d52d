"""When something happened: time and day, now unless a person says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from protocols.values.time_words import Answer, Filled, This, Which, said, spoken
from tui.parsing import Fault, day, time_of_day
from tui.widgets.field import Field, Line


class When(Vertical):
    """A time and a day on the ward's clock. They show now, and mean now, until somebody types into them: what
    is typed takes the place of what stands there.

    A day that nobody typed is not that person's word: a time without it is the last such time of today, and
    what does not fit there is asked about. `known` stands there instead of now where the time is on record
    already and may be put right.
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
        self._touched: set[str] = set()
        self._filled = self._as_of_now()

    def _as_of_now(self) -> dict[str, str]:
        at = self.known or self.now()
        return {"time": time_text(at, self.zone), "day": date_text(day_of(at, self.zone))}

    def compose(self) -> ComposeResult:
        """Time before day: the day is today's far more often."""
        yield Field(self.caption, self._filled["time"], id="time")
        yield Field("Day", self._filled["day"], id="day")

    def on_mount(self) -> None:
        """Whoever comes to a field that nobody has touched has all of it selected."""
        self._select_untouched()

    def _select_untouched(self) -> None:
        for id in self._filled:
            line = self.query_one(f"#{id}", Field).line
            if isinstance(line, Line):
                line.select_on_focus = id not in self._touched

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self.is_mounted:
            return
        self._touched |= {id for id, filled in self._filled.items() if self._said(id) != filled}
        self._select_untouched()

    @on(events.DescendantBlur)
    @on(Input.Submitted)
    def _say_on_the_clock(self) -> None:
        """What was said as "-30m" or "yesterday 2200" stands as time and day, to be read first."""
        said = spoken(self._said("time"), self.zone, self.now())
        if isinstance(said, This):
            self._touched |= {"time", "day"}
            self.query_one("#time", Field).value = time_text(said.at, self.zone)
            self.query_one("#day", Field).value = date_text(day_of(said.at, self.zone))

    def is_touched(self, field: Widget) -> bool:
        """Whether somebody typed into that one."""
        self._typed()
        return field.id in self._touched

    def _said(self, id: str) -> str:
        return self.query_one(f"#{id}", Field).value

    def renew(self) -> None:
        """Show the present minute wherever nobody has typed."""
        self._typed()
        self._filled |= {id: text for id, text in self._as_of_now().items() if id not in self._touched}
        for id in self._filled.keys() - self._touched:
            field = self.query_one(f"#{id}", Field)
            if field.value != self._filled[id]:
                field.value = self._filled[id]
                if isinstance(field.line, Line) and field.line.has_focus:
                    field.line.select_all()

    def ask(self) -> None:
        """Ask when it was: neither now nor what was known is meant any more."""
        time = self.query_one("#time", Field)
        self._touched.add("time")
        time.value, time.required = "", True

    def instant(self) -> datetime | None:
        """The one instant that was said (UTC); None while nobody said any: the one known, or now.

        Raises Fault where it is none, or has to be asked for.
        """
        self._typed()
        if not self._touched:
            return None
        answer = self._answer()
        if isinstance(answer, This):
            return answer.at
        if isinstance(answer, Which) and len(answer.instants) == 1:
            self._ask_day(answer.instants[0])
            raise Fault(answer.words, "Day")
        raise Fault(f"{self.caption}: {answer.words}", self.caption)

    def _answer(self) -> Answer:
        aloud = spoken(self._said("time"), self.zone, self.now())
        if aloud is not None:
            return aloud
        wall = time_of_day(self._said("time"), self.caption) if "time" in self._touched else None
        named = day(self._said("day"), "Day") if "day" in self._touched else None
        return said(Filled(wall, named), self.zone, self.now(), self.known)

    def _ask_day(self, at: datetime) -> None:
        """Fill in the day that is asked about: it stands there to be read, and is said when it is left."""
        self._touched.add("day")
        self.query_one("#day", Field).value = date_text(day_of(at, self.zone))
