"""A wrong hospital number put right, or a second one of the same person joined to it, by two people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Confirmed, What
from protocols.record.people import NEWEST, known_people, same_person
from protocols.values.refusal import Refused
from store.errors import LedgerError
from store.exchange.joining import join, outlook, right_number
from tui.forms.base.form import Form
from tui.forms.base.second_person import SecondPerson
from tui.parsing import Fault
from tui.views.sites.receiving import identity_line
from tui.widgets.field import Field
from tui.widgets.plain import plain

HAND_OVER = "Hand the keyboard over: another person compares both with the patient and the wristband."
ASK = "Choose who confirms it: another person."


class NumberForm(Form):
    """The right number. Everything goes on under it; the record under the wrong one is closed."""

    TITLE_TEXT: ClassVar[str] = "Put the hospital number right"
    ABOUT: ClassVar[str] = (
        "All of this record goes on under the right number: steps, doses and gate as they are. Is there a "
        "record of the same person under it already, the two are joined. The old number is closed and leads "
        "there. Two people confirm it; print the wristband anew."
    )
    RECORD: ClassVar[str] = "Join"
    FIRST: ClassVar[str] = "#into"
    KEPT: ClassVar[bool] = False

    def fields(self) -> Iterable[Widget]:
        """The number, who has it, why, and the other person."""
        ledger, first = self.session.ledger, self.session.person
        people = known_people(ledger.recent(NEWEST))
        others = [p for p in people if first is None or not same_person(p, first, ledger.staff)]
        yield Field("Right number", required=True, hint="the hospital number (MRN)", id="into")
        yield Static(id="who-has-it", classes="says", markup=False)
        yield Field("Reason", required=True, hint="such as: two wristbands, one person", id="reason")
        yield Static(plain(HAND_OVER), classes="after", markup=False)
        yield SecondPerson(others, alone=(), ask=ASK)

    def addressed(self) -> tuple[str, str]:
        """The patient, not one of the courses."""
        return self.patient, ""

    @property
    def into(self) -> str:
        """The right number, as it is written here where it is."""
        return right_number(self.session.ledger, self.patient, self.query_one("#into", Field).value.upper())

    def rearrange(self) -> None:
        """Who has the number already, or that nobody has."""
        typed, told = self.query_one("#into", Field).value, self.query_one("#who-has-it", Static)
        told.display = bool(typed)
        if typed:
            try:
                told.update(plain(self._outlook(), multiline=True))
            except Refused as refused:
                told.update(plain(str(refused)))
        self.query_one(SecondPerson).rearrange()

    def _outlook(self) -> str:
        ledger, into = self.session.ledger, self.into
        other = ledger.record(into).details if into != self.patient else None
        who = "Nobody here has this number: the record goes on under it."
        if other is not None:
            who = f"Joined with: {identity_line(into, other)}"
        found = outlook(ledger, self.patient, into)
        return "\n".join([who, *(found.words if found.state == "conflict" else ())])

    def build(self) -> tuple[What, datetime | None]:
        """Nothing by itself: `submit` joins."""
        raise Fault("Press Join.")

    async def submit(self) -> None:
        """Join, once another person has confirmed it."""
        if self.out_of_reach() or self.frozen or self.version != self.record.version:
            await super().submit()
            return
        session = self.session
        try:
            into, reason = self.into, self.query_one("#reason", Field).value
            confirmed = Confirmed(await self.query_one(SecondPerson).person(), session.now())
            assert session.person is not None
            kept = await asyncio.to_thread(
                join, session.ledger, self.patient, into, session.person, confirmed, reason, session.now()
            )
        except (Fault, Refused) as fault:
            self.refuse(fault)
        except LedgerError as error:
            self.say(str(error))
        else:
            self.app.follow()
            self.app.recorded(kept)
            self.dismiss(kept)
