"""A form in two parts where the protocol asks for it: the first person's, then a second check unseen.

Nothing is recorded until both agree, then one entry holds both. Whether they agree, and who may
check, is said by protocols/course/second_check.py and protocols/rules/second_check.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from textual import on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from protocols.course.second_check import asked, difference
from protocols.entries import DoseGiven
from protocols.entries.wording import dose_key_text, person_text
from protocols.record.people import NEWEST, known_people, same_person
from protocols.record.slots import slot_instant
from protocols.rules.preview import as_if
from protocols.values.formatting import time_text
from protocols.values.refusal import Refused
from protocols.values.text import visible
from tui.forms.base.form import Form
from tui.forms.base.second_check import SecondCheckFields
from tui.parsing import Fault
from tui.views.lines.lines import Line, spread, wrap
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.plain import plain
from tui.widgets.shown import shown

HIDDEN = "Second check: another person, unseen"


class CheckedForm(Form):
    """What a dose was comes first; `first` keeps it while the second person is at the keyboard."""

    first: tuple[DoseGiven, datetime | None] | None = None

    def first_fields(self) -> Iterable[Widget]:
        """The first person's fields, mandatory ones first."""
        return ()

    def rearrange_first(self) -> None:
        """Show and hide the first person's fields after a change."""

    def fields(self) -> Iterable[Widget]:
        """Both parts, of which one is shown."""
        ledger, first = self.session.ledger, self.session.person
        people = [] if ledger.staff else known_people(ledger.recent(NEWEST))  # staff show who they are
        others = [
            person for person in people if first is None or not same_person(person, first, ledger.staff)
        ]
        yield Vertical(*self.first_fields(), id="first")
        second = SecondCheckFields(self.chart, others)
        second.display = False
        yield second

    @property
    def second(self) -> SecondCheckFields:
        """The second person's part."""
        return self.query_one(SecondCheckFields)

    def rearrange(self) -> None:
        """The part that is shown."""
        if self.first is None:
            self.rearrange_first()
        else:
            self.second.rearrange()

    def redraw(self) -> None:
        """Say at the top whose part it is."""
        super().redraw()
        if self.first is not None:
            who = person_text(self.session.person) if self.session.person else ""
            self.query_one("#form-title", Static).update(plain(spread(HIDDEN, who, self.cells)))

    def header(self, cells: int) -> list[Line]:
        """While the second person types, the dose is named by its time alone."""
        if self.first is None:
            return super().header(cells)
        chart, what = self.chart, self.first[0]
        line = chart.lines.get(what.makes_up)
        key = what.dose or (chart.key_of(line) if line else None)
        which = "dose not on the schedule"
        if key is not None:
            which = f"{dose_key_text(key)}, {time_text(slot_instant(chart.plan, key), chart.zone)}"
        protocol = chart.protocol
        words = f"{visible(protocol.drug)} {visible(protocol.form)}, {visible(protocol.route)}, {which}"
        return [[("DOSE ", "dim"), (text, "strong")] for text in wrap(words, cells - 6)]

    async def submit(self) -> None:
        """The first part goes on to the second where one is asked for; both together are recorded."""
        if self.frozen:
            await super().submit()
        elif self.version != self.record.version:
            self._acknowledge()
        elif self.first is not None:
            await self._check_and_record(*self.first)
        elif not await self._hand_over():
            await super().submit()

    async def _hand_over(self) -> bool:
        """Show the second part, if what was entered could be recorded with a second check."""
        try:
            what, at = self.build()
            if not isinstance(what, DoseGiven) or not asked(self.chart, what, at or self.session.now()):
                return False
            excused = msgspec.structs.replace(what, no_second_check="-")
            entry = self.session.entry(excused, *self.addressed(), at, "outlook")
            as_if(self.record, entry, self.session.now(), self.session.ledger.newest)
        except (Fault, Refused):
            return False
        self.app.deaf = True  # until the second part is there, no key changes what the first one says
        try:
            await self.second.begin(what.amount)
        finally:
            self.app.deaf = False
        self._show_part((what, at))
        self.to_needed()
        return True

    @on(Input.Submitted, "#second Input")
    def _next_figure(self, event: Input.Submitted) -> None:
        """Enter goes on in order, also past a strength of which there is none."""
        event.prevent_default()
        fields = [w for w in self.second.query("Choice, Field") if isinstance(w, Choice | Field) and shown(w)]
        here = next(place for place, widget in enumerate(fields) if widget.has_focus_within)
        later = fields[here + 1 :]
        if any(not widget.value for widget in later):
            self._focus_field(later[0])
        else:
            self.to_needed()

    def _show_part(self, first: tuple[DoseGiven, datetime | None] | None) -> None:
        """The second person's part while there is a first one to be checked."""
        self.first = first
        self.query_one("#first").display = first is None
        self.second.display = first is not None
        self.say()
        self.redraw()
        self.rearrange()

    async def _check_and_record(self, what: DoseGiven, at: datetime | None) -> None:
        try:
            if self.second.reason:
                what = msgspec.structs.replace(what, no_second_check=self.second.reason)
            else:
                check = await self.second.build(self.session.now())
                what = msgspec.structs.replace(what, second=check)
        except Fault as fault:
            self.refuse(fault)
            return
        assert self.session.person is not None
        differing = difference(self.chart, what, self.session.person)
        if differing:
            self.say(*differing, "Enter it again, or press Esc to go back to what the first person entered.")
            self.second.clear()
            self.to_needed()
            return
        entry = self.session.entry(what, *self.addressed(), at, self._id_for(what, at))
        await self._append(entry, self.version)

    def after_change(self) -> None:
        """What the first person entered is to be looked at again before anybody checks it."""
        self._show_part(None)

    def action_back(self) -> None:
        """From the second part to the first; from there leave without recording."""
        if self.first is None:
            super().action_back()
            return
        self._show_part(None)
        self.set_focus(self.query_one("#record", Button))
