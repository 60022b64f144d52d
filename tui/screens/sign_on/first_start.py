"""The first start: where the ledger will be, the ward's name and its time zone."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from protocols.entries import Person
from protocols.values.clinic_time import is_zone
from protocols.values.refusal import Refused
from store.errors import LedgerError
from tui.host import Hosted
from tui.parsing import Fault
from tui.terminal.zone import local_zone
from tui.widgets.field import Field
from tui.widgets.new_pin import hash_typed, pin_fields
from tui.widgets.plain import plain
from tui.widgets.press_button import PressButton

_WELCOME = """\
There is no ledger here yet:
{path}

Stepward keeps every entry of the ward there. To use another place,
quit and start: stepward --data PATH. To look around first, press F2: an
invented ward, thrown away at the end."""
_ADMIN = "You are its admin, who adds the people who work here. Everybody signs on with initials and PIN."


class SetupScreen(Hosted, Screen[None]):
    """Begins a ledger. Nothing is written before a person says so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q", "leave", show=False),
        Binding("f2", "demo", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The place, the ward, the zone, and the two buttons."""
        yield Static(plain(" Stepward: begin a ledger"), classes="bar", markup=False)
        yield Static(
            plain(_WELCOME.format(path=self.session.place), multiline=True), id="welcome", markup=False
        )
        yield Field("Ward or clinic", id="ward", required=True)
        yield Field("Time zone", local_zone(), hint="such as Europe/London", id="zone", required=True)
        yield Static(plain(_ADMIN), classes="says", markup=False)
        yield Field("Your name", id="name", required=True)
        yield Field("Your initials", hint="to sign on with", id="initials", required=True)
        yield from pin_fields()
        yield Static(id="message", markup=False)
        with Horizontal(id="buttons"):
            yield Button("Quit (Esc)", id="leave", compact=True)
            yield PressButton("Begin the ledger", id="begin", variant="primary", compact=True)
            yield Static("F2 Look around first", id="hint", markup=False)

    def on_mount(self) -> None:
        """Start with the ward's name."""
        self.query_one("#ward", Field).focus_input()

    @on(Input.Submitted)
    def _next(self) -> None:
        """To the next field, from the last one to the button that begins; out of none that is not filled in.

        Whoever goes on typing would write the words of one field into the next.
        """
        fields = list(self.query(Field))
        here = next((at for at, field in enumerate(fields) if field.has_focus_within), len(fields))
        if here < len(fields) and fields[here].needed:
            self._say(f"{fields[here].caption}: this has to be filled in.")
        elif here + 1 < len(fields):
            fields[here + 1].focus_input()
        else:
            self.query_one("#begin", Button).focus()

    def action_demo(self) -> None:
        """An invented ward to look around in; nothing is begun here."""
        self.session.demo_wanted = True
        self.app.exit()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Quit; nothing was written."""
        self.app.exit()

    @on(Button.Pressed, "#begin")
    def _begin(self) -> None:
        ward, zone, name, initials, pin, again = (
            self.query_one(f"#{field}", Field).value
            for field in ("ward", "zone", "name", "initials", "pin", "again")
        )
        if not ward or not name or not initials:
            self._say("Write the ward's name, your own and your initials.")
        elif not is_zone(zone):
            self._say(f"{zone or 'That'} is not a time zone. Write one such as Europe/London or UTC.")
        else:
            try:
                admin = Person(name, initials, "admin", self.session.account)
                self.session.begin(ward, zone, admin, hash_typed(pin, again))
            except (Fault, Refused, LedgerError, OSError) as error:
                self._say(str(error))
            else:
                self.app.start()
                self.app.tell("The ledger has begun. Press @ to add the people who work here.", 20)

    def _say(self, words: str) -> None:
        message = self.query_one("#message", Static)
        message.update(plain(words))
        message.set_class(True, "shown")
