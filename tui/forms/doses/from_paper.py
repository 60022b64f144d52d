"""A downtime sheet in one go, at its true times, for one reason: doses, checks, steps, decisions.

Each line becomes its own entry, in the order of their times, checked like any other: a step is judged by the
gate as it stood then. Where a line is not recorded the form says which were and which were not, and keeps
what was typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import ClassVar

import msgspec
from textual import events, on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from protocols.course.forecast import StayingDose, without_record
from protocols.definition.wording import slot_lead
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, Entry, What
from protocols.entries.wording import dose_key_text
from protocols.record.corrected import is_open
from protocols.values.formatting import amount_text, day_text, listed, plural, time_text
from protocols.values.time_words import moment_text
from tui.forms.base.form import Form
from tui.forms.base.values import Values
from tui.forms.doses.paper_line import Common, letters, pinned_line, read_line
from tui.forms.doses.sheet_line import LETTERS, Known, SheetLine, pinned_sheet, read_sheet
from tui.forms.doses.sheet_recorder import SheetRecorder
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.widgets.field import Field
from tui.widgets.plain import plain

MOST = 40
"""Doses on one form; the others come when these are recorded."""

REASON = "downtime"
"""What the reason is until somebody writes another one."""


class FromPaperForm(Form):
    """One line a dose: its letter, then the time or why. Enter goes on to the next line."""

    TITLE_TEXT: ClassVar[str] = "Enter a paper sheet"
    ABOUT: ClassVar[str] = (
        "What was written on paper while the computers were down: one line a dose, with its letter and its "
        "true time, and one reason for all; checks, steps started and decisions in the line above the doses. "
        "Each becomes an entry of its own, in the order of their times. A step is judged by the gate as it "
        "stood then; where it was not open, what happened is kept and a prescriber decides."
    )
    RECORD: ClassVar[str] = "Record all"
    FIRST: ClassVar[str] = "#reason"
    IN_ORDER: ClassVar[bool] = True
    FREEZES: ClassVar[bool] = True

    def __init__(self, patient: str, course: str = "") -> None:
        super().__init__(patient, course)
        self.doses: dict[str, StayingDose] = {}
        self.kept: list[Entry] = []
        self.not_open: list[str] = []
        self.recorder = SheetRecorder(self)

    def fields(self) -> Iterable[Widget]:
        """What is said once, then a line for each dose without a record."""
        waiting = without_record(self.chart, self.session.now())
        self.doses = {_id(dose.key): dose for dose in waiting[:MOST]}
        said = [*letters(self.chart.protocol.with_food), *_more(len(waiting)), *_BESIDE, *LETTERS]
        lines = [line for sentence in said for line in wrap(sentence, self.cells - 1, "  ")]
        yield Field("Reason for all", REASON, required=True, lines=True, id="reason")
        yield Field("Given by, if not you", id="giver")
        with Vertical(id="sheet"):
            yield Field("Beside the doses", hint="c 06:30; u 07:00 AO", id="beside")
            yield Static(id="beside-kept", classes="says", markup=False)
        yield Static(plain("\n".join(lines), multiline=True), classes="says", markup=False)
        for name, dose in self.doses.items():
            yield Field(self._caption(dose), hint="letter, then time or why", id=name)
            yield Static(id=f"{name}-kept", classes="says", markup=False)

    def _caption(self, dose: StayingDose) -> str:
        amount = amount_text(dose.amount, self.chart.protocol.unit)
        when = f"{day_text(dose.key.day)} {time_text(dose.at, self.chart.zone)}"
        return f"{when}, {slot_lead(dose.key.slot)}{amount}"

    def _to_first(self) -> None:
        """Begin with the first dose; with none there is nothing to type."""
        if self.doses:
            self._focus_field(self._line(next(iter(self.doses))))
        else:
            self._focus_field(self._line("beside"))
            now = self.session.now()
            doubt = self.session.ledger.clock_doubt(now)
            self.say(doubt or "Every dose up to now has a record. d records the next one.")

    def rearrange(self) -> None:
        """Doses that have a record by now are gone; what was typed for the others stays."""
        statuses = self.chart.statuses
        for name, dose in self.doses.items():
            line = statuses.get(dose.key)
            self._line(name).display = line is None or is_open(line)
            self._show_kept(name, dose)
        self._show_beside()

    def _show_beside(self) -> None:
        """Below the line beside the doses, when each part of it is kept as."""
        below, now, zone = (
            self.query_one("#beside-kept", Static),
            self.session.now(),
            self.session.ledger.zone,
        )
        words: list[str] = []
        with suppress(Fault):
            words = [f"  = {one.name}: {moment_text(one.at, now, zone)}" for one in self._beside()]
        below.update(plain("\n".join(words), multiline=True))
        below.display = bool(words)

    def _beside(self) -> list[SheetLine]:
        return read_sheet(self._line("beside").value, self.chart.zone, self.session.now())

    def _show_kept(self, name: str, dose: StayingDose) -> None:
        """Below what is typed, the day and time that it is kept as."""
        typed, below = self._line(name), self.query_one(f"#{name}-kept", Static)
        words = ""
        if typed.display and typed.value:
            with suppress(Fault):
                what, at = self._read(typed.value, dose)
                if isinstance(what, DoseGiven):
                    words = f"  = given {moment_text(at, self.session.now(), self.session.ledger.zone)}"
        below.update(plain(words))
        below.display = bool(words)

    def _read(self, text: str, dose: StayingDose) -> tuple[DoseGiven | DoseNotGiven, datetime]:
        common = Common(*(self._line(name).value for name in ("reason", "giver")))
        return read_line(text, dose, self.chart, common, self.session.now())

    @on(events.DescendantBlur)
    @on(Input.Submitted)
    def _pin(self) -> None:
        """Write out what is said as of now ("c 06:30", "-30m"), while now is when it was said."""
        chart, now = self.record.chart(self.course), self.session.now()
        if chart is None:  # the record cannot be read any more: what was typed stays as it is
            return
        pins = {"beside": pinned_sheet} | dict.fromkeys(self.doses, pinned_line)
        for name, pin in pins.items():
            line = self._line(name)
            if (text := pin(line.value, chart.zone, now)) != line.value:
                line.value = text

    def filled_in(self) -> Values:
        """What a person filled in, as it was meant when it was."""
        self._pin()
        return super().filled_in()

    @property
    def tried(self) -> str:
        """No single entry stands for this form: what is recorded of it is no longer asked."""
        return ""

    def _line(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    def _typed(self) -> list[SheetLine]:
        """What is typed, in the order of their times. Raises Fault, about the line that cannot be read."""
        if not self._line("reason").value:
            raise Fault("Write the reason for all, such as downtime.", self._line("reason").caption)
        found: list[SheetLine] = []
        try:
            found += self._beside()
        except Fault as fault:
            raise Fault(str(fault), self._line("beside").caption) from fault
        for name, dose in self.doses.items():
            line = self._line(name)
            if not line.display or not line.value:
                continue
            try:
                what, at = self._read(line.value, dose)
            except Fault as fault:
                raise Fault(str(fault), line.caption) from fault
            found.append(SheetLine(dose_key_text(dose.key), at, partial(self._dose, dose.key, what)))
        if not found and not self._held():
            first = next((name for name in self.doses if self._line(name).display), "beside")
            words = "Nothing is written yet. Write a letter and a time in the line of a dose."
            raise Fault(words, self._line(first).caption)
        return sorted(found, key=lambda one: one.at)

    def _held(self) -> list[Entry]:
        """What was done on paper and waits for the rest of the sheet."""
        return [hold.entry for hold in self.chart.open_holds if hold.cause == "paper"]

    def _dose(self, key: DoseKey, what: DoseGiven | DoseNotGiven, known: Known) -> What:
        """The dose as it is due once the lines before it are kept, with the amount of the step by then."""
        if not isinstance(what, DoseGiven):
            return what
        now = without_record(self.chart, self.session.now())
        amount = next((dose.amount for dose in now if dose.key == key), what.amount)
        return msgspec.structs.replace(what, amount=amount)

    async def submit(self) -> None:
        """Record what is typed, dose by dose."""
        if self.frozen or self.version != self.record.version:
            await super().submit()
            return
        try:
            typed = self._typed()
        except Fault as fault:
            self.refuse(fault)
            return
        await self._record_all(typed)

    async def _record_all(self, typed: list[SheetLine]) -> None:
        button = self.query_one("#record", Button)
        button.disabled = True
        waiting, done, why = self._held(), list[Entry](), tuple[str, ...]()
        self.recorder.version = self.version
        for line in typed:
            kept, why = await asyncio.to_thread(self.recorder.keep, line)
            if kept is None:
                why = (f"NOT recorded: {line.name}. {why[0]}", *why[1:])
                break
            self.not_open += [f"{line.name}: {' '.join(why)}"] if why else []
            why = ()
            done.append(kept)
        for entry in waiting if not why else ():
            kept, _ = await asyncio.to_thread(self.recorder.prove, entry)
            done += [kept] if kept else []
        button.disabled = False
        self.version = self.recorder.version
        self.kept += done
        self.app.follow()
        self.app.when_unlocked(partial(self._finish, typed, done, why))

    def _finish(self, typed: list[SheetLine], done: list[Entry], why: tuple[str, ...]) -> None:
        """Close when all is recorded; else say exactly what is and what is not."""
        if self.app.screen is not self:
            return
        if not why and (done or typed):
            self.done(done[-1])
            self.dismiss(done[-1])
            return
        self.rearrange()
        names = [line.name for line in typed]
        recorded = f"Recorded: {listed(names[: len(done)])}." if done else "Nothing was recorded."
        rest = names[len(done) + 1 :]
        left = [f"Not tried after it: {listed(rest)}. What you typed is still here."] if rest else []
        self.say(recorded, *(why or (STILL_HELD,)), *left)
        self._go_on(names[len(done) :])

    def _go_on(self, names: list[str]) -> None:
        """Leave the lines beside the doses that are not recorded yet, and put the cursor where it failed."""
        said = {dose_key_text(dose.key): name for name, dose in self.doses.items()}
        self._line("beside").value = "; ".join(name for name in names if name not in said)
        failed = names[0] if names else ""
        self._focus_field(self._line(said.get(failed, "beside")))

    def done(self, kept: Entry) -> None:
        """Say what is recorded."""
        counted = sum(isinstance(entry.what, DoseGiven | DoseNotGiven) for entry in self.kept)
        others = len(self.kept) - counted
        told = [plural(counted, "dose")] if counted else []
        told += [plural(others, "other line")] if others else []
        self.app.recorded(kept, f"{listed(told)} from paper")
        if self.not_open:
            said = f"KEPT AS WHAT HAPPENED, HELD until a prescriber decides: {' '.join(self.not_open)}"
            self.app.tell(said, 20)


def _id(key: DoseKey) -> str:
    """A name for the line of a dose, the same whenever the form is opened."""
    return "dose-" + "".join(char if char.isalnum() else "-" for char in f"{key.day}-{key.slot}")


def _more(waiting: int) -> list[str]:
    if waiting <= MOST:
        return []
    return [
        f"The oldest {MOST} of {waiting} doses. The others come when these are recorded and + is pressed."
    ]


_BESIDE = ("An empty line stays without a record. Another amount, or vomited: d for that dose.",)
STILL_HELD = "What was done on paper is still not what the gate asks for: a prescriber decides."
