"""Who the second person is: of the second check of a dose, or who answers a handover.

Where the ward has a staff list the second person shows who they are with initials and PIN, without
signing the first one off; elsewhere they state it, as at sign-on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from protocols.entries import Person, Role
from protocols.entries.wording import person_text
from protocols.values.refusal import Refused
from tui.host import Hosted
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field

ALONE = (
    Option("N", "no second person", "No second check: nobody else is here"),
    Option("M", "emergency", "No second check: emergency"),
    Option("L", "recorded afterwards", "No second check: recorded afterwards"),
)
ASK_CHECK = "Choose who makes the second check, or why nobody does."
_REASONS = tuple(option.value for option in ALONE)
_LISTED, _SOMEONE_ELSE = "on the staff list", "someone else"
_ROLES = (
    Option("U", "nurse", "Nurse"),
    Option("H", "pharmacist", "Pharmacist"),
    Option("P", "prescriber", "Prescriber"),
)


class SecondPerson(Hosted, Vertical):
    """One choice, and the fields that go with it. `known` are the people to choose from without a list.

    `alone` are the reasons for having nobody; `ask` is said while nothing is chosen.
    """

    def __init__(
        self, known: Sequence[Person], alone: tuple[Option, ...] = ALONE, ask: str = ASK_CHECK
    ) -> None:
        super().__init__(id="second-person", classes="not-kept")
        self.known, self.alone, self.ask = tuple(known), alone, ask

    def compose(self) -> ComposeResult:
        """Who, then initials and PIN, or name, initials and role of somebody new."""
        if self.session.ledger.staff:
            options = [Option("1", _LISTED, "Second person, with initials and PIN")]
        else:
            options = [Option(str(n), str(n), person_text(person)) for n, person in enumerate(self.known, 1)]
            options.append(Option("0", _SOMEONE_ELSE, "Someone else"))
        only = options[0].value if self.session.ledger.staff and not self.alone else None
        yield Choice("Second person", (*options, *self.alone), chosen=only, folds=True, id="second-who")
        yield Field("Name", required=True, id="second-name")
        yield Field("Initials", required=True, id="second-initials")
        yield Field("PIN", required=True, secret=True, id="second-pin")
        yield Choice("Role", _ROLES, across=True, id="second-role")

    @property
    def who(self) -> str | None:
        """What was chosen."""
        return self.query_one("#second-who", Choice).value

    @property
    def reason(self) -> str:
        """Why there is no second check, "" where somebody makes one or nothing is chosen."""
        return self.who if self.who in _REASONS else ""

    def clear(self) -> None:
        """Nobody is chosen: each time the keyboard is handed over a person says who they are."""
        for choice in self.query(Choice):
            choice.chosen = None
        for field in self.query(Field):
            field.value = ""

    def rearrange(self) -> None:
        """Ask only for what shows who it is."""
        listed, new = self.who == _LISTED, self.who == _SOMEONE_ELSE
        choice = self.query_one("#second-who", Choice)
        choice.display = len(choice.options) > 1
        for name, asked in (("name", new), ("initials", listed or new), ("pin", listed), ("role", new)):
            self.query_one(f"#second-{name}").display = asked

    @on(Input.Changed, "#second-initials Input")
    def _pin_in_one_go(self, event: Input.Changed) -> None:
        """Digits begin the PIN: they never stand readable behind the initials."""
        digits = event.value[len(event.value.rstrip("0123456789")) :]
        if self.who != _LISTED or not digits:
            return
        pin = self.query_one("#second-pin Input", Input)
        event.input.value = event.value[: -len(digits)]
        self.screen.set_focus(pin)
        pin.value += digits
        pin.cursor_position = len(pin.value)

    async def person(self) -> Person:
        """Who it is. Fault when that is not said, or the PIN is not theirs."""
        if self.who is None:
            raise Fault(self.ask)
        if self.who == _LISTED:
            return await self._by_pin()
        if self.who != _SOMEONE_ELSE:
            known = self.known[int(self.who) - 1]
            return Person(known.name, known.initials, known.role, self.session.account)
        name, initials = self._text("name"), self._text("initials")
        role = self.query_one("#second-role", Choice).value
        if not name or not initials or role is None:
            raise Fault("Write the name and initials of the second person and choose the role.")
        return Person(name[:80], initials[:8], cast(Role, role), self.session.account)

    async def _by_pin(self) -> Person:
        initials, pin = self._text("initials"), self._text("pin")
        if not initials or not pin:
            raise Fault("The second person types initials and PIN.")
        try:
            return await asyncio.to_thread(self.session.sign_on.sign_on, initials, pin, second=True)
        except Refused as refused:
            self.query_one("#second-pin", Field).value = ""
            raise Fault(str(refused)) from refused

    def _text(self, name: str) -> str:
        return self.query_one(f"#second-{name}", Field).value
