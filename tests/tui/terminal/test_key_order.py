"""Keys that a slow line delivers in one packet act as if they had come one by one."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from tui.terminal.app import TerminalApp
from tui.terminal.driver.burst import Burst
from tui.terminal.key_order import OrderedKeys
from tui.terminal.typed_ahead import NoScanner


class Question(ModalScreen[str]):
    """A field in a screen of its own; Enter in it closes the screen."""

    def compose(self) -> ComposeResult:
        yield Input(id="question")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Form(TerminalApp):
    """Two fields, a note, and keys that open a screen or take a field away."""

    CSS: ClassVar = "Vertical { height: auto; }"
    BINDINGS: ClassVar = [
        Binding("f2", "ask", "Ask"),
        Binding("f3", "remove", "Remove"),
        Binding("f4", "another_screen", "Another"),
    ]

    answer: str | None = None

    def compose(self) -> ComposeResult:
        with ExitStack() as depth:
            for _ in range(12):  # the further in, the longer a bound key takes to the app and back
                depth.enter_context(Vertical())
            yield Input(id="first")
            yield Input(id="second")
            yield TextArea(id="note")

    def on_input_submitted(self) -> None:
        self.screen.focus_next()

    def action_ask(self) -> None:
        self.push_screen(Question(), self._answered)

    def _answered(self, answer: str | None) -> None:
        self.answer = answer

    async def action_remove(self) -> None:
        await self.screen.query_one("#first").remove()
        self.screen.query_one("#second").focus()

    def action_another_screen(self) -> None:
        self.forget_keys()

    def held(self) -> dict[str, str]:
        """What each field has in it."""
        inputs = {str(field.id): field.value for field in self.screen.query(Input)}
        return inputs | {str(field.id): field.text for field in self.screen.query(TextArea)}


async def send(app: Form, *arriving: events.Event) -> dict[str, str]:
    """What the fields hold after all of `arriving` have come at once."""
    async with app.run_test() as pilot:
        for event in arriving:
            app.post_message(event)
        async with asyncio.timeout(10):
            await pilot.pause()
            while app.keys_waiting:
                await pilot.pause()
            await pilot.pause()
        return app.held()


def keys(names: str) -> list[events.Event]:
    """The key presses, from names with blanks in between."""
    return [events.Key(name, name if len(name) == 1 else None) for name in names.split()]


@pytest.mark.parametrize(
    ("pressed", "held"),
    [
        ("1 5 backspace 0", {"first": "10"}),
        ("1 0 tab 2 0", {"first": "10", "second": "20"}),
        ("1 0 enter 2 0", {"first": "10", "second": "20"}),
        ("1 2 home 3", {"first": "312"}),
        ("tab tab a enter b backspace c up d", {"note": "ad\nc"}),
        ("f3 7", {"second": "7"}),
    ],
)
async def test_no_key_overtakes_another(pressed: str, held: dict[str, str]) -> None:
    after = await send(Form(), *keys(pressed))
    assert {name: text for name, text in after.items() if text} == held


async def test_keys_for_a_screen_that_is_just_opening_are_for_that_screen() -> None:
    app = Form()
    after = await send(app, *keys("f2 1 2 enter 3"))
    assert (app.answer, after["first"]) == ("12", "3")


async def test_pasted_text_keeps_its_place() -> None:
    after = await send(Form(), *keys("1"), events.Paste("50"), *keys("backspace 2"))
    assert after["first"] == "152"


class Listening(NoScanner):
    """A scanner to which every code of digits is one."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def names(self, text: str, whole: bool) -> bool:
        return text.strip().isdigit()

    def take(self, text: str) -> None:
        self.taken.append(text)

    def take_early(self, text: str) -> None:
        self.taken.append(f"refused {text}")


async def test_keys_for_a_screen_that_is_gone_are_dropped_and_a_scan_acts_on_the_next() -> None:
    app = Form()
    app.scanner = listening = Listening()
    behind = (Burst("123456\r"), Burst("abcdef"), Burst("7890\r", torn=True))
    after = await send(app, *keys("f4 1 enter"), *behind)
    assert listening.taken == ["123456", "refused abcdef", "refused 7890\r"]
    assert not any(after.values()), "neither a key nor a part of a code was typed"


async def test_a_key_that_leaves_no_trace_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrderedKeys, "_follow", lambda *_: None)
    assert (await send(Form(), *keys("1 2 3")))["first"] == "123"
