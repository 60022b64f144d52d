"""Keys that a slow line or a quick hand sends ahead: none acts on a screen that nobody has seen yet."""

from __future__ import annotations

import pytest
from textual import events

from protocols.entries import NoteAdded
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tests.tui.helpers.staffed import PIN, hire
from tui.forms.patient.note import NoteForm
from tui.screens.sign_on.with_pin import PinScreen
from tui.screens.ward.board import BoardScreen
from tui.widgets.field import Field


@pytest.fixture(autouse=True)
def _starved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer is so busy that a key waits no time at all for the one before it."""
    monkeypatch.setattr("tui.terminal.key_order.LONGEST_WAIT", 0.001)


async def at_once(here: Bedside, *keys: str) -> None:
    """All of the keys before the first has done anything."""
    assert here.app._driver is not None
    for name in keys:
        here.app._driver.send_message(events.Key(name, name if len(name) == 1 else None))
    await here.settle()


async def note(here: Bedside, text: str) -> None:
    """A note as far as its Record."""
    await here.press("n")
    here.app.screen.query_one("#note", Field).value = text
    here.app.screen.query_one("#record").focus()
    await here.settle()


async def test_behind_a_recording_they_do_nothing_on_the_board(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await note(here, "once")
        before = ward.last.number
        await at_once(here, "enter", "d", "enter", "x", "enter", "n", "h", "i", "enter", "enter")
        assert isinstance(here.app.screen, BoardScreen)
        assert (ward.last.number, ward.said()) == (before + 1, NoteAdded("once"))


async def test_behind_a_refusal_they_fill_in_and_record_nothing(ward: Ward) -> None:
    ward.begin()
    before = ward.last.number
    async with bedside(ward) as here:
        await note(here, "")
        await at_once(here, "enter", "d", "enter", "enter", "enter")
        assert isinstance(here.app.screen, NoteForm)
        assert here.app.screen.query_one("#note", Field).value == ""
        assert here.message
        assert ward.last.number == before


async def test_behind_a_sign_on_they_open_nothing(ward: Ward) -> None:
    ward.begin()
    hire(ward)
    async with bedside(ward, None) as here:
        assert isinstance(here.app.screen, PinScreen)
        await at_once(here, *"AO", "tab", *PIN, "enter", "d", "enter", "x")
        assert isinstance(here.app.screen, BoardScreen)


async def test_behind_a_wrong_pin_they_sign_nobody_on(ward: Ward) -> None:
    ward.begin()
    hire(ward)
    async with bedside(ward, None) as here:
        await at_once(here, *"AO", "tab", *"0000", "enter", *PIN, "enter")
        assert isinstance(here.app.screen, PinScreen)
        assert here.app.session.person is None


async def test_a_form_that_opens_late_is_filled_in_and_records_nothing(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    before = ward.last.number
    async with bedside(ward) as here:
        await at_once(here, "d", "g", "enter", "1", "5", "0", "y", "enter", "x", "n", "h")
        assert ward.last.number == before
