"""Who is at the keyboard: name, initials and role, as the person states them.

Every entry carries them and the account of the operating system. What is stated is not proved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from protocols.entries import Entry, Person, Role
from protocols.words import person_text
from tui.plain import plain
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field

if TYPE_CHECKING:
    from tui.app import StepwardApp

NEWEST = 400
"""Entries looked through for the people who work here."""
ROLES = (
    Option("N", "nurse", "Nurse"),
    Option("P", "prescriber", "Prescriber"),
    Option("H", "pharmacist", "Pharmacist"),
)
SOMEONE_NEW = "new"
_PURPOSE = """
 Stepward keeps your name with everything you record.
 It is a record and a checklist for clinicians, not a medical device, and gives
 no dosing advice. The built-in protocols are quoted from published cases, are
 not validated, and need a prescriber's approval for each patient.
"""


def known_people(entries: Iterable[Entry]) -> list[Person]:
    """The people of `entries`, those of the newest entry first, without their accounts."""
    found: dict[tuple[str, str, str], Person] = {}
    for entry in reversed(list(entries)):
        if entry.by.role != "admin":
            person = Person(entry.by.name, entry.by.initials, entry.by.role)
            found.setdefault((person.name, person.initials, person.role), person)
    return list(found.values())[:8]


class SignOnScreen(ModalScreen[None]):
    """Opaque, so that no patient shows behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("ctrl+q", "leave", show=False),
    ]

    app: StepwardApp

    def compose(self) -> ComposeResult:
        """The people known here, or name, initials and role."""
        ledger = self.app.ledger
        self.people = known_people(ledger.entries(after=max(ledger.position - NEWEST, 0)))
        options = [Option(str(n), str(n), person_text(person)) for n, person in enumerate(self.people, 1)]
        options.append(Option("0", SOMEONE_NEW, "Someone else"))
        with Vertical(id="sign-on"):
            yield Static(plain(f" Stepward  {ledger.ward}"), classes="bar", markup=False)
            yield Static(plain(_PURPOSE, multiline=True), classes="says", markup=False)
            yield Choice("Who are you?", options, chosen=None if self.people else SOMEONE_NEW, id="who")
            yield Field("Name", id="name", required=True)
            yield Field("Initials", id="initials", required=True)
            yield Choice("Role", ROLES, id="role")
            yield Static(id="message", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Sign on", id="record", variant="primary", compact=True)

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
        if not initials.value and name.value:
            initials.value = "".join(word[0] for word in name.value.split()).upper()
            initials.focus_input()
        else:
            self.focus_next()

    @on(Button.Pressed, "#record")
    def _sign_on(self) -> None:
        person = self._person()
        if person is not None:
            self.app.person = person
            self.dismiss()
            self.app.redraw()

    def _person(self) -> Person | None:
        who = self.query_one("#who", Choice).value
        if who is not None and who != SOMEONE_NEW:
            known = self.people[int(who) - 1]
            return Person(known.name, known.initials, known.role, self.app.account)
        name, initials = self.query_one("#name", Field).value, self.query_one("#initials", Field).value
        role = self.query_one("#role", Choice).value
        if who is None or not name or not initials or role is None:
            self._say("Choose who you are, or write your name and initials and choose your role.")
            return None
        return Person(name[:80], initials[:8], cast(Role, role), self.app.account)

    def _say(self, words: str) -> None:
        message = self.query_one("#message", Static)
        message.update(plain(words))
        message.set_class(True, "shown")

    def action_back(self) -> None:
        """Back to whoever was signed on; the first sign-on cannot be skipped."""
        if self.app.person is None:
            self._say("Somebody must be signed on. Ctrl+Q quits.")
        else:
            self.dismiss()

    def action_leave(self) -> None:
        """End Stepward."""
        self.app.exit()
