"""The computer's clock: what is wrong, how to set it; once it is right, when what was done meanwhile was."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from protocols.entries import ClockConfirmed, Entry, What
from protocols.reports.doubtful import Doubtful, doubtful_times
from protocols.values.formatting import listed, plural
from protocols.values.refusal import Refused
from protocols.values.time_words import lately, moment_text
from store.access.account import is_remote
from store.errors import Changed, LedgerError
from tui.forms.base.form import Form
from tui.forms.base.line_time import pinned, told_lately
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.views.round.kept import whom
from tui.views.sites.clock import doubtful_line, setting_lines, state_lines, waiting_lines
from tui.widgets.field import Field
from tui.widgets.plain import plain

MOST = 12
"""Times on one form; the others come when these are recorded."""


class ClockForm(Form):
    """What the clock was compared with: an entry of the ledger. Or, by a right clock, times to put right."""

    TITLE_TEXT: ClassVar[str] = "The computer's clock"
    ABOUT: ClassVar[str] = (
        "Says what is wrong with the computer's clock and how to set it. Is it right, somebody says what it "
        "was compared with; until then what is recorded is marked, and moves wait. Once it is right, it "
        "asks when what was recorded meanwhile happened: with its true time it counts like any other."
    )
    FIRST: ClassVar[str] = "#compared"
    KEPT: ClassVar[bool] = False

    def __init__(self, patient: str = "", course: str = "") -> None:
        super().__init__("", "")
        self.waiting: dict[str, Doubtful] = {}
        self.versions: dict[str, int] = {}
        self.doubt = False

    def fields(self) -> Iterable[Widget]:
        """The clock as it shows; what it was compared with, or a line for each time that is not known."""
        ledger = self.session.ledger
        self.doubt = ledger.clock_mark(self.session.now()) != "ok"
        records = [ledger.record(patient) for patient in ledger.patients()]
        found = [one for record in records for one in doubtful_times(record)]
        self.waiting = {f"true-{n}": one for n, one in enumerate(found[:MOST], 1)}
        self.versions = {record.patient: record.version for record in records}
        yield Static(id="clock-now", classes="says", markup=False)
        yield Field("Compared with", hint="such as: ward clock and a phone", required=True, id="compared")
        for id, one in self.waiting.items() if not self.doubt else ():
            said = wrap(self._said(one), self.cells - 1, "  ")
            yield Static(plain("\n".join(said), multiline=True), classes="says", markup=False)
            yield Field("True time", hint="07:10, or 05-Nov-2026 07:10; empty: not known yet", id=id)
            yield Static(id=f"{id}-kept", classes="says", markup=False)

    def _said(self, one: Doubtful) -> str:
        ledger = self.session.ledger
        return doubtful_line(one, ledger.record(one.patient), ledger.zone)

    @property
    def asks_times(self) -> bool:
        """Whether it is about times, and not about the clock."""
        return bool(self.waiting) and not self.doubt

    def _to_first(self) -> None:
        self._focus_field(self.query_one("#true-1" if self.asks_times else "#compared"))

    def rearrange(self) -> None:
        """Below each time that is typed, the day and time that it is kept as."""
        self.query_one("#compared").display = not self.asks_times
        for id in self.waiting if self.asks_times else ():
            words, zone = "", self.session.ledger.zone
            with suppress(Fault):
                at = self._typed(id)
                words = f"  = {moment_text(at, self.session.now(), zone)}" if at else ""
            below = self.query_one(f"#{id}-kept", Static)
            below.update(plain(words))
            below.display = bool(words)

    def redraw(self) -> None:
        """The clock goes on while the form is open."""
        super().redraw()
        now, ledger = self.session.now(), self.session.ledger
        mark, kept = ledger.clock_mark(now), ledger.synchronised()
        words = state_lines(now, ledger.newest, mark, ledger.zone, kept=kept)
        if self.asks_times:
            words.append(
                "Recorded while it was in doubt: write when each was. Without a time it meets nothing."
            )
        else:
            words += setting_lines(sys.platform, remote=is_remote())
            words += waiting_lines(len(self.waiting))
            words.append("Is it right after comparing it with another clock, write which one.")
        lines = [line for sentence in words for line in wrap(sentence, self.cells - 1, "  ")]
        self.query_one("#clock-now", Static).update(plain("\n".join(lines), multiline=True))

    def build(self) -> tuple[What, datetime | None]:
        """The confirmation, for the ledger as a whole."""
        return ClockConfirmed(self.query_one("#compared", Field).value), None

    def done(self, kept: Entry) -> None:
        """Say that it is recorded, and go on with the times that wait."""
        super().done(kept)
        if self.waiting:
            self.app.call_later(self.app.open, "clock", "")

    def _typed(self, id: str) -> datetime | None:
        """The instant that stands there; None for none. Raises Fault."""
        text, now, zone = self.query_one(f"#{id}", Field).value, self.session.now(), self.session.ledger.zone
        if not text:
            return None
        at, rest = told_lately(text, "True time", zone, now)
        if rest:
            raise Fault(f'True time: write a time, or a day and a time. "{rest}" is neither.')
        return at

    @on(events.DescendantBlur)
    @on(Input.Submitted)
    def _pin(self) -> None:
        """Write out a time that is said as of now, while now is when it was said."""
        zone, now = self.session.ledger.zone, self.session.now()
        for id in self.waiting if self.asks_times else ():
            field = self.query_one(f"#{id}", Field)
            written = pinned(field.value, zone, now, lambda wall: lately(wall, zone, now))
            if written != field.value:
                field.value = written

    async def submit(self) -> None:
        """Record the confirmation, or the times that are typed, one after the other."""
        if not self.asks_times:
            await super().submit()
            return
        true: dict[str, datetime] = {}
        for id in self.waiting:
            try:
                at = self._typed(id)
            except Fault as fault:
                self.refuse(fault, self.query_one(f"#{id}", Field))
                return
            if at is not None:
                true[id] = at
        if not true:
            words = "No time is written yet. Esc leaves them as they are: they meet nothing."
            self.refuse(Fault(words), self.query_one(f"#{next(iter(self.waiting))}", Field))
            return
        button = self.query_one("#record", Button)
        button.disabled = True
        done, why = await asyncio.to_thread(self._record_all, true)
        button.disabled = False
        self.app.follow()
        self.app.when_unlocked(partial(self._finish, done, why))

    def _record_all(self, true: dict[str, datetime]) -> tuple[list[str], str]:
        """Which were recorded, and why the next one was not. Blocks: for a thread."""
        done: list[str] = []
        for id, at in sorted(true.items(), key=lambda item: item[1]):
            one = self.waiting[id]
            entry_id = f"{one.line.id}-true-{at.timestamp():.0f}"
            entry = self.session.entry(one.at(at), one.patient, one.chart.id, None, entry_id)
            try:
                kept = self.session.ledger.append(entry, self.versions[one.patient])
            except Changed:
                return done, "Somebody else has recorded something for this patient: Esc, then z again."
            except (Refused, LedgerError) as error:
                return done, f"{self._said(one)} NOT recorded: {error}"
            self.versions[one.patient] = kept.number
            done.append(id)
        return done, ""

    def _finish(self, done: list[str], why: str) -> None:
        """Close when all that was typed is recorded; else say what is, and what is not."""
        if self.app.screen is not self:
            return
        self.app.redraw()
        records = [self.session.ledger.record(one) for one in {self.waiting[id].patient: "" for id in done}]
        times = plural(len(done), "true time")
        recorded = f"Recorded: {times} of {listed([whom(record) for record in records])}." if done else ""
        if not why:
            left = len(self.waiting) - len(done)
            if len(records) == 1:
                self.app.recorded(records[0].entries[-1], times)
            else:
                self.app.tell(recorded, 15)
            if left:
                self.app.tell(f"{plural(left, 'entry')} still without a time: z.", 15)
            self.dismiss(None)
            return
        for id in done:
            self.query_one(f"#{id}", Field).value = ""
        self.say(*(words for words in (recorded, why) if words))
