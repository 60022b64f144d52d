"""What every form shares: patient and dose in view, Back first, words on refusal, nothing lost.

A form builds one entry and hands it to the ledger. It never decides: what may be recorded is said
by protocols/rules/check.py, in the same words on every path. CUI MEDa-0191 to 0194, 0204 to 0206.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Button

from protocols.entries import Entry, What
from protocols.values.refusal import Refused
from store.errors import Changed, LedgerError
from tui.forms.base.focus import FormFocus
from tui.forms.base.help import form_help
from tui.forms.base.values import Values, fields, put_back, values
from tui.parsing import Fault
from tui.views.course.history import new_since
from tui.widgets.plain import plain
from tui.widgets.when import When


class Form(FormFocus):
    """A form about one patient, over the screen it was opened from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f8", "throw_away", show=False),
        Binding("exclamation_mark,f9", "app.red_flag", show=False),
        Binding("f1,question_mark", "help", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("full_stop,ctrl+l", "app.lock", show=False),
    ]

    FREEZES: ClassVar[bool] = False
    """Whether a change of the plan stops the form until somebody has read it (CUI MEDa-0295, 0296)."""

    def __init__(self, patient: str, course: str = "") -> None:
        super().__init__(patient, course)
        self.version, self.thrown_away = 0, False
        self.opened_with = {}
        self.plan_seen: object = None
        self._built: tuple[What, datetime | None] | None = None
        self._entry_id, self._asks_again = "", ""

    # for the forms themselves

    def build(self) -> tuple[What, datetime | None]:
        """What to record, and when it happened (None for now). Raises Fault."""
        raise Fault("There is nothing to record.")

    def after_change(self) -> None:
        """The plan is another one, and that has been read: nothing chosen before may change its meaning."""
        self.rearrange()

    def done(self, kept: Entry) -> None:
        """Say that `kept` is recorded."""
        self.app.recorded(kept)

    # opening, and what others record

    def on_mount(self) -> None:
        """Remember the version of the record that is being looked at; clear what would cover the form."""
        self.version, self.plan_seen = self.record.version, self._plan()
        self.app.clear_notifications()
        self.query_one("#form-banner").display = bool(self.patient)
        self.query_one("#form-state").display = False
        self.rearrange()
        self.redraw()
        self.opened_with = values(self)
        self._to_first()

    def out_of_reach(self) -> bool:
        """Whether the record cannot be read any more: then nothing is recorded, and what was typed stays."""
        record = self.record
        if not self.patient or not record.trouble:
            return False
        if not self.query_one("#fields").disabled or self.frozen:
            self._set_frozen(False)
            self.query_one("#fields").disabled = self.query_one("#record").disabled = True
            self.query_one("#form-state").display = False
            self.draw_banner()
            self.say("Nothing can be recorded in it. Keep what you typed on paper.")
            self.set_focus(self.query_one("#back"))
        return True

    def on_resize(self) -> None:
        """Draw the frame in the size that the window has now."""
        if self.is_mounted and self.drawn_in != self.app.size and not self.out_of_reach():
            self.redraw()

    def redraw(self) -> None:
        """Draw the frame again, and say what others recorded meanwhile."""
        super().redraw()
        if self.version != self.record.version:
            self._tell_changes()

    def go_on_from(self, typed: Values, version: int, told: str) -> None:
        """Put in the words typed on `version` of the record; say so, and what others have recorded since.

        What states or decides something, and when it was, is asked again: it was true then.
        """
        for field in fields(self):
            put_back(self, field, typed)
            self.rearrange()
        for when in self.query(When):
            when.ask()
        self.offered_again = True
        self.say(told)
        if version != self.record.version:
            self.version, self.plan_seen = version, None
            self._tell_changes(told)
        self._asks_again = STILL if self._needed() is None else ""
        if not self.frozen:
            self.to_a_field()

    def action_throw_away(self) -> None:
        """Leave a form that was offered again, and let its draft go."""
        self.thrown_away = True
        self.action_back()

    @property
    def tried(self) -> str:
        """The id of the entry that was last handed to the ledger, "" when none was."""
        return self._entry_id

    def _plan(self) -> object:
        """What decides which doses are due."""
        chart = self.record.chart(self.course)
        return chart.asked if chart else None

    def _tell_changes(self, *after: str) -> None:
        if self.FREEZES and not self.frozen and self._plan() != self.plan_seen:
            self._freeze()
        if self.frozen:
            after = (FROZEN,)
        record = self.record
        new = record.since(self.version)
        if new:
            told = new_since(list(new[-3:]), record)
            count = f" {len(new)} new entries, the last 3 are:" if len(new) > 3 else ""
            self.say(f"The record has changed while this form was open:{count}", *told, *after)

    def _freeze(self) -> None:
        """Take no more keys until what has changed was read: only Tab, Enter, and Esc."""
        self._set_frozen(True)
        self.set_focus(None)

    def _thaw(self) -> None:
        """What was given before can be recorded now (CUI MEDa-0297)."""
        self._set_frozen(False)
        self.version, self.plan_seen = self.record.version, self._plan()
        self.after_change()
        self.say(READ)
        self.to_needed()

    def _set_frozen(self, frozen: bool) -> None:
        self.frozen = frozen
        self.query_one("#fields").disabled = self.query_one("#back").disabled = frozen
        record = self.query_one("#record", Button)
        record.label = plain("I have read this" if frozen else self.RECORD)
        record.refresh(layout=True)

    # leaving

    def action_help(self) -> None:
        """What the form is for, and what the field in focus asks."""
        self.app.open("help", partial(form_help, self))

    def action_back(self) -> None:
        """Leave without recording."""
        self.dismiss(None)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back()

    @on(Button.Pressed, "#record")
    def _record(self) -> None:
        self.run_worker(self._submit(), exclusive=True)

    # recording

    async def _submit(self) -> None:
        """Record; also where what another session wrote meanwhile cannot be read here, nothing ends."""
        try:
            await self.submit()
        except LedgerError as error:
            self.say(str(error))

    async def submit(self) -> None:
        """Build the entry and hand it to the ledger; say why when it is not recorded."""
        if self.out_of_reach():
            return
        if self.frozen:
            self._thaw()
            return
        if self.version != self.record.version:
            self._acknowledge()
            return
        if self._asks_again:
            self.say(self._asks_again)
            self._asks_again = ""
            self.to_a_field()
            return
        try:
            what, at = self.build()
        except Fault as fault:
            self.refuse(fault)
            return
        await self.append_built(what, at)

    async def append_built(self, what: What, at: datetime | None = None) -> None:
        """Hand what was built to the ledger, as an entry of this form's patient and course."""
        entry = self.session.entry(what, *self.addressed(), at, self._id_for(what, at))
        await self._append(entry, self.version)

    async def _append(self, entry: Entry, expected: int) -> None:
        button = self.query_one("#record", Button)
        button.disabled = self.app.deaf = True
        why: Refused | None = None
        waits = self.set_timer(NOTICED, partial(self.say, RECORDING))
        try:
            kept = await asyncio.to_thread(self.session.ledger.append, entry, expected)
        except Refused as refused:
            why = refused
        except Changed:
            self.app.follow()
            button.disabled = False  # or it could not have the focus, and the next Enter would press Back
            self._acknowledge()
        except LedgerError as error:
            self.say(str(error))
        else:
            self.app.when_unlocked(partial(self._close, kept))
            return
        finally:
            waits.stop()
            button.disabled = self.app.deaf = False
        if why is not None:
            self.refuse(why)
        elif not self.frozen:
            self.to_needed()

    def _close(self, kept: Entry) -> None:
        if self.app.screen is self:
            self.app.forget_keys()
            self.done(kept)
            self.dismiss(kept)

    def _acknowledge(self) -> None:
        """Show what has changed; only the next press of Record records (CUI MEDa-0295, 0296)."""
        self._tell_changes("Press Record again if this is still to be recorded.")
        if self.frozen:
            return
        self.version = self.record.version
        self.set_focus(self.query_one("#record", Button))

    def take_back(self) -> None:
        """Letters of a code may have chosen something: Record says so, and records when pressed again."""
        self._asks_again = CHANGED

    def _id_for(self, what: What, at: datetime | None) -> str:
        """One id for one content, so that trying again after an unclear end is stored once."""
        if self._built != (what, at):
            self._built, self._entry_id = (what, at), self.session.new_id()
        return self._entry_id


NOTICED = 0.2
"""Seconds after which somebody who waits is told what for."""
RECORDING = "Recording: waiting for the disk, or for another session that is recording ..."
FROZEN = "Nothing is recorded yet. Tab, then Enter: I have read this. Esc: leave without recording."
READ = "The plan is as shown above. Record here what was given before that, at its true time."
CHANGED = (
    "Nothing is recorded yet. Letters of a code came as keys and may have changed something here. "
    "Look it over, then record."
)
STILL = "Nothing is recorded yet. This was typed before: is it still so? Put right what is not, then record."
