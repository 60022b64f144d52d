"""Who is at the keyboard: name, initials and role, as the person states them.

Every entry carries them and the account of the operating system. What is stated is not proved.
"""

from __future__ import annotations

from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from protocols.entries import Person, Role
from protocols.entries.wording import person_text
from protocols.record.people import NEWEST, known_people
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field

ROLES = (
    Option("N", "nurse", "Nurse"),
    Option("P", "prescriber", "Prescriber"),
    Option("H", "pharmacist", "Pharmacist"),
)
SOMEONE_NEW = "new"


class ByNameScreen(SignOnScreen):
    """The people known here, or name, initials and role, as stated."""

    def fields(self) -> ComposeResult:
        """The people known here, or name, initials and role."""
        ledger = self.session.ledger
        self.people = known_people(ledger.recent(NEWEST))
        options = [Option(str(n), str(n), person_text(person)) for n, person in enumerate(self.people, 1)]
        options.append(Option("0", SOMEONE_NEW, "Someone else"))
        yield Choice("Who are you?", options, chosen=None if self.people else SOMEONE_NEW, id="who")
        yield Field("Name", id="name", required=True)
        yield Field("Initials", id="initials", required=True)
        yield Choice("Role", ROLES, id="role")

    def hint(self) -> str:
        """What a stated name is worth, and how to have more."""
        return (
            "\n This ward has no staff list: names are taken on trust, without a PIN."
            "\n To begin the list, sign on and press @, or type: stepward staff add"
        )

    def on_mount(self) -> None:
        """Start with the list, or with the name where nobody is known yet."""
        self._arrange()
        if self.people:
            self.query_one("#who").focus()
        else:
            self.query_one("#name", Field).focus_input()

    @on(Choice.Changed, "#who")
    def _arrange(self) -> None:
        new = self.query_one("#who", Choice).value == SOMEONE_NEW
        for selector in ("#name", "#initials", "#role"):
            self.query_one(selector).display = new

    def on_key(self, event: events.Key) -> None:
        """A number or letter chooses its line; then Enter signs on."""
        if isinstance(self.focused, Input) or event.character is None:
            return
        for choice in self.query(Choice):
            if choice.display and choice.choose_letter(event.character):
                choice.focus()
                event.stop()
                return

    @on(Choice.Accepted)
    def _accepted(self, event: Choice.Accepted) -> None:
        if event.choice.id == "who" and event.choice.value not in (None, SOMEONE_NEW):
            self._sign_on()
        else:
            self.focus_next()

    @on(Input.Submitted)
    def _next(self) -> None:
        name, initials = self.query_one("#name", Field), self.query_one("#initials", Field)
        if name.has_focus_within and not name.value:
            self.say("Write your name.")
        elif initials.has_focus_within and not initials.value:
            self.say("Write your initials.")
        elif not initials.value and name.value:
            initials.value = "".join(word[0] for word in name.value.split()).upper()
            initials.focus_input()
        else:
            self.focus_next()

    @on(Button.Pressed, "#record")
    def _sign_on(self) -> None:
        person = self._person()
        if person is not None:
            self.come_in(person)

    def _person(self) -> Person | None:
        who = self.query_one("#who", Choice).value
        if who is not None and who != SOMEONE_NEW:
            known = self.people[int(who) - 1]
            return Person(known.name, known.initials, known.role, self.session.account)
        name, initials = self.query_one("#name", Field).value, self.query_one("#initials", Field).value
        role = self.query_one("#role", Choice).value
        if who is None or not name or not initials or role is None:
            self.say("Choose who you are, or write your name and initials and choose your role.")
            return None
        return Person(name[:80], initials[:8], cast(Role, role), self.session.account)
