"""Many doses from a paper record in one go, at their true times, for one reason.

Each dose becomes its own entry, in the order of their times, checked like any other. Where one is not
recorded the form says which were and which were not, and keeps what was typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import ClassVar

import msgspec
from textual.widget import Widget
from textual.widgets import Button, Static

from protocols.course.forecast import StayingDose, without_record
from protocols.course.second_check import asked
from protocols.definition.wording import slot_lead
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, Entry, What
from protocols.entries.wording import dose_key_text
from protocols.record.corrected import is_open
from protocols.values.formatting import amount_text, day_text, listed, plural, time_text
from protocols.values.refusal import Refused
from protocols.values.time_words import moment_text
from store.errors import Changed, LedgerError
from tui.forms.base.form import Form
from tui.forms.doses.paper_line import Common, letters, read_line
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.widgets.field import Field
from tui.widgets.plain import plain

MOST = 40
"""Doses on one form; the others come when these are recorded."""

REASON = "downtime"
"""What the reason is until somebody writes another one."""

LATER = "recorded afterwards"
"""Why a dose from paper has no second check of its own."""

Typed = tuple[StayingDose, DoseGiven | DoseNotGiven, datetime]


class FromPaperForm(Form):
    """One line a dose: its letter, then the time or why. Enter goes on to the next line."""

    TITLE_TEXT: ClassVar[str] = "Enter doses from paper"
    ABOUT: ClassVar[str] = (
        "Doses that were written on paper while the computers were down: one line a dose, with its letter "
        "and its true time, and one reason for all. Each becomes an entry of its own."
    )
    RECORD: ClassVar[str] = "Record all"
    FIRST: ClassVar[str] = "#reason"
    IN_ORDER: ClassVar[bool] = True
    FREEZES: ClassVar[bool] = True

    def __init__(self, patient: str, course: str = "") -> None:
        super().__init__(patient, course)
        self.doses: dict[str, StayingDose] = {}
        self.kept: list[Entry] = []
        self._ids: dict[tuple[What, datetime], str] = {}

    def fields(self) -> Iterable[Widget]:
        """What is said once, then a line for each dose without a record."""
        waiting = without_record(self.chart, self.session.now())
        self.doses = {_id(dose.key): dose for dose in waiting[:MOST]}
        said = [*letters(self.chart.protocol.with_food), *_more(len(waiting)), *_BESIDE]
        lines = [line for sentence in said for line in wrap(sentence, self.cells - 1, "  ")]
        yield Field("Reason for all", REASON, required=True, id="reason")
        yield Field("Given by, if not you", id="giver")
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
            self._line(next(iter(self.doses))).focus_input()
        else:
            self.query_one("#back").focus()
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

    @property
    def tried(self) -> str:
        """No single entry stands for this form: what is recorded of it is no longer asked."""
        return ""

    def _line(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    def _typed(self) -> list[Typed]:
        """What is typed, in the order of the doses. Raises Fault, with the cursor in that line."""
        if not self._line("reason").value:
            raise Fault("Write the reason for all, such as downtime.")
        found: list[Typed] = []
        for name, dose in self.doses.items():
            line = self._line(name)
            if not line.display or not line.value:
                continue
            try:
                found.append((dose, *self._read(line.value, dose)))
            except Fault:
                line.focus_input()
                raise
        if not found:
            raise Fault("Nothing is written yet. Write a letter and a time in the line of a dose.")
        return found

    async def submit(self) -> None:
        """Record what is typed, dose by dose."""
        if self.frozen or self.version != self.record.version:
            await super().submit()
            return
        try:
            typed = self._typed()
        except Fault as fault:
            self.say(str(fault))
            return
        await self._record_all(typed)

    async def _record_all(self, typed: list[Typed]) -> None:
        button = self.query_one("#record", Button)
        button.disabled = True
        done: list[Entry] = []
        why: tuple[str, ...] = ()
        for dose, what, at in typed:
            try:
                kept = await asyncio.to_thread(self._append_dose, what, at)
            except Refused as refused:
                why = refused.reasons
            except Changed:
                why = ("Somebody else has recorded something for this patient: read it first.",)
            except LedgerError as error:
                why = (str(error),)
            if why:
                why = (f"NOT recorded: {dose_key_text(dose.key)}. {why[0]}", *why[1:])
                break
            self.version = kept.number
            done.append(kept)
        button.disabled = False
        self.kept += done
        self.app.follow()
        self.app.when_unlocked(partial(self._finish, typed, done, why))

    def _append_dose(self, what: DoseGiven | DoseNotGiven, at: datetime) -> Entry:
        if isinstance(what, DoseGiven) and asked(self.chart, what, at):
            what = msgspec.structs.replace(what, no_second_check=LATER)
        entry_id = self._ids.setdefault((what, at), self.session.new_id())
        entry = self.session.entry(what, *self.addressed(), at, entry_id)
        return self.session.ledger.append(entry, self.version)

    def _finish(self, typed: list[Typed], done: list[Entry], why: tuple[str, ...]) -> None:
        """Close when all is recorded; else say exactly what is and what is not."""
        if self.app.screen is not self:
            return
        if not why:
            self.done(done[-1])
            self.dismiss(done[-1])
            return
        self.rearrange()
        names = [dose_key_text(dose.key) for dose, _, _ in typed]
        recorded = f"Recorded: {listed(names[: len(done)])}." if done else "Nothing was recorded."
        rest = names[len(done) + 1 :]
        left = [f"Not tried after it: {listed(rest)}. What you typed is still here."] if rest else []
        self.say(recorded, *why, *left)
        failed = typed[len(done)][0]
        self._line(_id(failed.key)).focus_input()

    def done(self, kept: Entry) -> None:
        """Say what is recorded."""
        self.app.redraw()
        said = f"Recorded: {plural(len(self.kept), 'dose')}, up to entry {kept.number}."
        self.app.tell(said, 6)


def _id(key: DoseKey) -> str:
    """A name for the line of a dose, the same whenever the form is opened."""
    return "dose-" + "".join(char if char.isalnum() else "-" for char in f"{key.day}-{key.slot}")


def _more(waiting: int) -> list[str]:
    if waiting <= MOST:
        return []
    return [
        f"The oldest {MOST} of {waiting} doses. The others come when these are recorded and + is pressed."
    ]


_BESIDE = (
    "An empty line stays without a record. Another amount, or vomited: d for that dose. "
    "a skin check on paper: s, at its true time; a finding before any dose.",
)
