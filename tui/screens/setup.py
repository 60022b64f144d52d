"""The first start: where the ledger will be, the ward's name and its time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from protocols.clinic_time import is_zone
from protocols.entries import Person
from store.errors import LedgerError
from store.ledger import Ledger
from tui.plain import plain
from tui.runtime.zone import local_zone
from tui.widgets.field import Field

if TYPE_CHECKING:
    from tui.app import StepwardApp

_WELCOME = """\
There is no ledger here yet:
{path}

Stepward keeps every entry of the ward in that one file. To use another place,
quit and start: stepward --data PATH. To look around first: stepward --demo"""


class SetupScreen(Screen[None]):
    """Begins a ledger. Nothing is written before a person says so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q", "leave", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    app: StepwardApp

    def compose(self) -> ComposeResult:
        """The place, the ward, the zone, and the two buttons."""
        yield Static(plain(" Stepward: begin a ledger"), classes="bar", markup=False)
        yield Static(
            plain(_WELCOME.format(path=self.app.ledger_path), multiline=True), id="welcome", markup=False
        )
        yield Field("Ward or clinic", id="ward", required=True)
        yield Field("Time zone", local_zone(), hint="such as Europe/London", id="zone", required=True)
        yield Field("Your name", id="name", required=True)
        yield Static(id="message", markup=False)
        with Horizontal(id="buttons"):
            yield Button("Quit (Esc)", id="leave", compact=True)
            yield Button("Begin the ledger", id="begin", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Start with the ward's name."""
        self.query_one("#ward", Field).focus_input()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Quit; nothing was written."""
        self.app.exit()

    @on(Button.Pressed, "#begin")
    def _begin(self) -> None:
        ward, zone, name = (self.query_one(f"#{field}", Field).value for field in ("ward", "zone", "name"))
        if not ward or not name:
            self._say("Write the ward's name and your own.")
        elif not is_zone(zone):
            self._say(f"{zone or 'That'} is not a time zone. Write one such as Europe/London or UTC.")
        else:
            self._create(ward, zone, name)

    def _create(self, ward: str, zone: str, name: str) -> None:
        initials = "".join(word[0] for word in name.split()).upper()
        by = Person(name, initials, "admin", self.app.account)
        try:
            self.app.ledger_path.parent.mkdir(parents=True, exist_ok=True)
            ledger = Ledger.create(
                self.app.ledger_path, ward, zone, by, now=self.app.now, share_ok=self.app.share_ok
            )
        except (LedgerError, OSError) as error:
            self._say(str(error))
            return
        self.app.begin_with(ledger)

    def _say(self, words: str) -> None:
        message = self.query_one("#message", Static)
        message.update(plain(words))
        message.set_class(True, "shown")
