"""What the two ways to sign on share: an opaque screen on which nothing of a patient shows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from protocols.entries import Person
from protocols.entries.wording import person_text
from protocols.values.clinic_time import day_of
from protocols.values.formatting import day_text, time_text
from protocols.values.text import visible
from tui.host import Hosted
from tui.views.lines.lines import spread
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain

PURPOSE = """
 Stepward keeps your name with everything you record.
 It is a record and a checklist for clinicians, not a medical device, and gives
 no dosing advice. The built-in protocols are quoted from published cases, are
 not validated, and need a prescriber's approval for each patient.
"""


class SignOnScreen(Hosted, DrawnOnce, ModalScreen[None]):
    """Somebody signs on: at the start, in the place of another person, or to unlock the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f9", "app.red_flag", show=False),
    ]

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.locked = locked

    def compose(self) -> ComposeResult:
        """The ward, who has locked the screen, the fields, and words about them."""
        self.since = self.session.now()
        with Vertical(id="sign-on"):
            yield Static(id="title", classes="bar", markup=False)
            if self.locked and self.session.person is not None:
                yield Static(plain(self._held(self.session.person), multiline=True), id="held", markup=False)
            else:
                yield Static(plain(PURPOSE, multiline=True), classes="says", markup=False)
            yield from self.fields()
            yield Static(id="message", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Sign on", id="record", variant="primary", compact=True)
            yield Static(plain(self.hint(), multiline=True), classes="says", markup=False)

    def fields(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def hint(self) -> str:
        """Words below the fields."""
        return ""

    def on_mount(self) -> None:
        """Draw the title."""
        self.redraw()

    def on_resize(self) -> None:
        """Draw it in the new width."""
        self.redraw()

    def redraw(self) -> None:
        """The ward and its time, nothing else."""
        ledger, now = self.session.ledger, self.session.now()
        right = f"{day_text(day_of(now, ledger.zone))} {time_text(now, ledger.zone)} "
        title = plain(spread(f" Stepward  {visible(ledger.ward)}", right, self.app.size.width))
        bar = self.query_one("#title", Static)
        if bar.content != title:
            bar.update(title, layout=False)  # it is one line, whatever it says

    def _held(self, person: Person) -> str:
        """Who is signed on behind the lock. Nothing of what they have open."""
        if not self.session.ledger.staff.has(person):
            return f"\n LOCKED\n\n {person_text(person)}, is not on the staff list of this ward.\n"
        since = time_text(self.since, self.session.ledger.zone)
        return (
            f"\n LOCKED since {since}\n\n {person_text(person)}, is signed on.\n"
            f" What they have open stays for them and is closed for anybody else.\n"
        )

    def come_in(self, person: Person) -> None:
        """`person` has shown who they are. Keys on their way were for no screen that anybody has seen."""
        self.app.forget_keys()
        self.app.come_in(person)

    def say(self, *sentences: str) -> None:
        """Put words below the fields; no words takes them away."""
        message = self.query_one("#message", Static)
        message.update(plain("\n".join(sentences), multiline=True))
        message.set_class(bool(sentences), "shown")

    def action_back(self) -> None:
        """Back to whoever was signed on; the first sign-on and the lock cannot be skipped."""
        if self.locked:
            self.say("The screen is locked. Sign on to go on.")
        elif self.session.person is None:
            self.say("Somebody must be signed on. Ctrl+Q quits.")
        else:
            self.session.flag_waits = False
            self.dismiss()
