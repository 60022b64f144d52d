"""Answer a handover: accept it, refuse it, or refuse one patient of it. Another person than its giver does.

Whoever is signed on answers as themselves. Where that is the person who gave it, the other one shows who they
are with initials and PIN without signing anybody off, as for the second check of a dose.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import HandoverAccepted, HandoverRefused, Person, What
from protocols.entries.wording import person_text
from protocols.record.handovers import Handover
from protocols.record.people import NEWEST, known_people, same_person
from protocols.rules.handovers import MAY_CARE
from protocols.values.formatting import when_text
from protocols.values.text import visible
from store.errors import LedgerError
from tui.forms.base.form import Form
from tui.forms.base.second_person import SecondPerson
from tui.parsing import Fault
from tui.views.handover.sheets import patient_name, sheet_again
from tui.views.handover.waiting import handovers
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

_ANSWERS = (Option("A", "accept", "Accept"), Option("R", "refuse", "Refuse"))
_OF_WHOM = (Option("W", "whole", "The whole handover"), Option("O", "one", "One patient"))
HAND_OVER = "Hand the keyboard over: the other person answers."
ASK = "Choose who answers: another person than the one who gave it."
_SATISFIED = (Option("Y", "yes", "Yes"), Option("N", "no", "No"))


class AnswerForm(Form):
    """Accepted or refused, what that needs, and who answers."""

    TITLE_TEXT: ClassVar[str] = "Answer a handover"
    ABOUT: ClassVar[str] = (
        "Accepts a handover, or refuses it or one patient of it with a reason. The person who gave it cannot."
    )
    FIRST: ClassVar[str] = "#answer"

    def __init__(self, handover: str) -> None:
        super().__init__("")
        self.id_of = handover

    def made_with(self) -> tuple[str, ...]:
        """The handover."""
        return (self.id_of,)

    @property
    def handover(self) -> Handover:
        """The handover as it now stands."""
        return next(one for one in handovers(self.session.ledger) if one.id == self.id_of)

    def fields(self) -> Iterable[Widget]:
        """What was given, the answer, what it needs, then who answers."""
        given, ledger = self.handover.given, self.session.ledger
        only = self.handover.what.only
        of_whom = patient_name(ledger, only) if only else f"the ward {visible(ledger.ward)}"
        about = f"Of {of_whom}. Given {when_text(given.at, given.zone)} by {person_text(given.by)}."
        yield Static(plain(about), classes="says", markup=False)
        yield Choice("Answer", _ANSWERS, across=True, id="answer")
        yield Choice("Satisfied with it", _SATISFIED, across=True, id="satisfied")
        yield Field("Remarks", lines=True, id="remarks")
        yield Choice("Not taken over", _OF_WHOM, across=True, id="whom")
        yield Field("Bed or MRN", required=True, id="which")
        yield Field("Reason", hint="why it is refused", required=True, lines=True, id="reason")
        yield Static(id="answers", classes="after", markup=False)
        people = known_people(ledger.recent(NEWEST))
        others = [person for person in people if not same_person(person, given.by, ledger.staff)]
        yield SecondPerson(others, alone=(), ask=ASK)

    @property
    def own(self) -> Person | None:
        """Whoever is signed on, if they may answer."""
        person = self.session.person
        if person is None or person.role not in MAY_CARE:
            return None
        if same_person(person, self.handover.given.by, self.session.ledger.staff):
            return None
        return person

    def rearrange(self) -> None:
        """Ask only for what the answer needs, and for a second person only where one is needed."""
        answer, own = self.query_one("#answer", Choice).value, self.own
        for name, asked in (
            ("satisfied", answer == "accept"),
            ("remarks", answer == "accept"),
            ("whom", answer == "refuse" and not self.handover.what.only),
            ("which", answer == "refuse" and self._one),
            ("reason", answer == "refuse"),
        ):
            self.query_one(f"#{name}").display = asked
        self.query_one("#remarks", Field).required = self.query_one("#satisfied", Choice).value == "no"
        taker = self.query_one(SecondPerson)
        taker.display = own is None
        taker.rearrange()
        who = f"You answer: {person_text(own)}." if own else HAND_OVER
        self.query_one("#answers", Static).update(plain(who))

    async def submit(self) -> None:
        """The answer first, then whose it is: a wrong PIN leaves everything as it was typed."""
        if self.version != self.record.version:
            self._acknowledge()
            return
        try:
            what = await self._answer()
        except Fault as fault:
            self.refuse(fault)
            return
        entry = self.session.entry(what, *self.addressed(), None, self._id_for(what, None))
        await self._append(entry, self.version)

    async def _answer(self) -> What:
        answer, only = self.query_one("#answer", Choice).value, self.handover.what.only
        satisfied = self.query_one("#satisfied", Choice).value
        if answer is None or (answer == "accept" and satisfied is None):
            raise Fault("Choose the answer: A accept or R refuse, and when accepted Y or N for satisfied.")
        if answer == "refuse" and not only and self.query_one("#whom", Choice).value is None:
            raise Fault("Choose what is not taken over: W the whole handover or O one patient.")
        which = self._patient() if answer == "refuse" and self._one else ""
        taker = self.own or await self._second()
        if answer == "accept":
            return HandoverAccepted(self.id_of, taker, satisfied == "yes", self._text("remarks"))
        return HandoverRefused(self.id_of, taker, self._text("reason"), which)

    async def _second(self) -> Person:
        """The other person. The sign-on may record wrong PINs: that is no news to this form."""
        try:
            return await self.query_one(SecondPerson).person()
        finally:
            self.version = self.record.version

    @property
    def _one(self) -> bool:
        """Whether one patient of the ward is not taken over, and the others may be."""
        return not self.handover.what.only and self.query_one("#whom", Choice).value == "one"

    def _patient(self) -> str:
        """The hospital number of the one patient who is not taken over. Raises Fault."""
        said = self._text("which").casefold()
        try:
            sheet, _ = sheet_again(self.session.ledger, self.handover)
        except LedgerError as error:
            raise Fault(str(error)) from error
        found = [block for block in sheet.blocks if said in (block.mrn.casefold(), block.bed.casefold())]
        if len(found) != 1:
            raise Fault("No one patient of this handover has that bed or MRN. Look at the sheet.")
        return found[0].mrn

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value
