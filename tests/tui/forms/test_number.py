"""A wrong hospital number is put right at the screen by two people, by key J."""

from __future__ import annotations

from textual.widgets import Input

from protocols.entries import RecordJoined
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Ward, bedside
from tui.screens.ward.board import BoardScreen
from tui.widgets.field import Field


async def test_two_people_put_a_number_right_and_the_board_shows_that_alone(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("J")
        await here.type("b-7")
        assert "Nobody here has this number" in here.text("#who-has-it")
        here.app.screen.query_one("#reason Input", Input).value = "the wristband says so"
        await here.choose("#record", "enter")
        assert "Choose who confirms it" in here.message
        await here.choose("#second-who", "0")
        here.app.screen.query_one("#second-name", Field).value = "Ben Lind"
        here.app.screen.query_one("#second-initials", Field).value = "BL"
        await here.choose("#second-role", "u")
        await here.choose("#record", "enter")
        assert here.confirmed.startswith("Recorded: NG: Joined to MRN B-7 Mon 02-Nov-2026 07:00: ")
        assert here.confirmed.endswith("the wristband says so. Due 150 mg 08:00."), "as it goes on there"
        ward.ledger.refresh()
        assert isinstance(ward.said(), RecordJoined)
        screen = here.app.screen
        assert isinstance(screen, BoardScreen)
        assert [row.patient for row in screen.rows] == ["B-7"]
        await here.press("slash")
        await here.type(MRN)
        await here.press("enter")
        assert "Joined to MRN B-7" in " ".join(screen.rows[0].why)
