"""Signing on with initials and PIN, where the ward has a staff list."""

from __future__ import annotations

import asyncio
from itertools import takewhile
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input

from protocols.record.staff import Staff
from protocols.values.refusal import Refused
from protocols.values.text import visible
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.widgets.field import Field


def split(typed: str, staff: Staff) -> tuple[str, str]:
    """The initials at the start of `typed`, which are letters, and the PIN that has begun behind them.

    Both "" while nobody has these initials, or somebody else's begin with them and no digit has come yet.
    """
    letters = "".join(takewhile(str.isalpha, typed))
    digits = typed[len(letters) :]
    member = staff.find(letters)
    if member is None or (digits and not digits.isdigit()):
        return "", ""
    longer = [other for other in staff.active if len(other.initials) > len(letters)]
    begun = any(other.initials.casefold().startswith(letters.casefold()) for other in longer)
    return (member.initials, digits) if digits or not begun else ("", "")


class PinScreen(SignOnScreen):
    """Initials, then the PIN, which is never shown. Letters always go to the initials."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "next_line", show=False)]

    def action_next_line(self) -> None:
        """Tab, as many press it behind their initials: the cursor is in the PIN by then, and stays."""
        if not (self._line("pin").has_focus and not self._line("pin").value):
            self.focus_next()

    def fields(self) -> ComposeResult:
        """Two lines; whoever locked the screen need not write their initials again."""
        person = self.session.person
        self.known = self.session.only or (person.initials if self.locked and person else "")
        yield Field("Initials", self.known, required=True, id="initials")
        yield Field("PIN", required=True, secret=True, id="pin")

    def hint(self) -> str:
        """How to go on as somebody else."""
        if not self.known:
            return f"\n Type your initials, then your PIN, then Enter.\n{self.app.sign_on_hint}"
        if self.session.only:
            return f"\n This session is for {visible(self.known)}: type your PIN, then Enter."
        return (
            f"\n {visible(self.known)}: type your PIN, then Enter."
            f"\n Somebody else: type your own initials first.\n{self.app.sign_on_hint}"
        )

    def on_mount(self) -> None:
        """Start where something is missing."""
        self.query_one("#pin" if self.known else "#initials", Field).focus_input()

    @on(Input.Changed, "#initials Input")
    def _initials_typed(self, event: Input.Changed) -> None:
        if not self._line("initials").has_focus:
            return
        initials, digits = split(event.value, self.session.ledger.staff)
        if initials:
            self._line("initials").value = initials
            self._go_to("pin", self._line("pin").value + digits)

    @on(Input.Changed, "#pin Input")
    def _pin_typed(self, event: Input.Changed) -> None:
        letters = "".join(char for char in event.value if char.isalpha())
        if letters:
            self._line("pin").value = ""
            self._go_to("initials", letters)

    def is_badge(self, text: str) -> bool:
        """Whether `text` is the badge of somebody who may sign on: their initials, or STAFF: and these."""
        return self.session.ledger.staff.find(_on_badge(text)) is not None

    def take_badge(self, text: str) -> bool:
        """A badge stands for the initials. The PIN is still asked."""
        if not self.is_badge(text):
            return False
        self._line("initials").value = _on_badge(text)
        self._go_to("pin", "")
        self.say()
        return True

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name} Input", Input)

    def _go_to(self, name: str, text: str) -> None:
        """Put the cursor behind `text`, at once: the next key is on its way."""
        line = self._line(name)
        self.set_focus(line)
        line.value, line.cursor_position = text, len(text)

    @on(Input.Submitted)
    @on(Button.Pressed, "#record")
    def _go_on(self) -> None:
        initials, pin = self.query_one("#initials", Field), self.query_one("#pin", Field)
        if not initials.value:
            self.say("Type your initials.")
            self._go_to("initials", "")
        elif not pin.value:
            self._go_to("pin", "")
        else:
            self.run_worker(self._try(initials.value, pin.value), exclusive=True)

    async def _try(self, initials: str, pin: str) -> None:
        self._go_to("pin", "")
        self.say("Looking at the PIN ...")
        self.app.forget_keys()
        self.app.deaf = True  # what is typed meanwhile would act on the board, unseen
        try:
            person = await asyncio.to_thread(self.session.sign_on.sign_on, initials, pin)
        except Refused as refused:
            if self.session.only:
                self._line("initials").value = self.known
            self.say(*refused.reasons)
        else:
            self.come_in(person)
        finally:
            self.app.deaf = False


BADGE = "STAFF:"
"""What a badge may begin with, so that no other code is taken for one and it is long enough for a scan."""


def _on_badge(text: str) -> str:
    """The initials on a badge."""
    text = text.strip()
    return text[len(BADGE) :] if text.upper().startswith(BADGE) else text
