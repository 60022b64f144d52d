"""Note, hold, vomited dose, red flag, clock: each in at least two actions, with the ledger's own words."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import Input

from protocols.entries import (
    ClockConfirmed,
    DoseGiven,
    DoseVomited,
    HoldPlaced,
    NoteAdded,
    RedFlagSeen,
)
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.widgets.choice import Choice
from tui.widgets.field import Field


async def test_a_note_and_a_hold(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "09:00")
    async with bedside(ward) as here:
        await here.press("n", "enter")
        assert here.is_open
        await here.type("Slept well, ate.")
        await here.press("enter")
        here.app.screen.query_one("#time Input", Input).value = "07:45"
        await here.press("enter")
        assert ward.said() == NoteAdded("Slept well, ate.")
        assert f"{ward.last.at:%H:%M}" == "07:45"
        await here.press("n")
        await here.type("Later")
        here.app.screen.query_one("#time Input", Input).value = "23:00"
        await here.press("enter", "enter")
        assert "23:00 is still to come today. If it was yesterday, Sun 01-Nov-2026" in here.message
        assert here.app.screen.query_one("#day Input", Input).value == "01-Nov-2026"
        await here.press("escape", "h")
        await here.type("Awaiting bloods")
        await here.press("enter", "enter")
        assert ward.said() == HoldPlaced("Awaiting bloods")
        assert ward.chart.open_holds


async def test_a_vomited_dose_is_chosen_among_the_last_six(ward: Ward) -> None:
    ward.gate_open()
    ward.start(2)
    for day, wall in ((3, "08:00"), (3, "20:00"), (4, "08:00")):
        ward.at(day, wall)
        given = ward.give()
    ward.at(4, "09:00")
    async with bedside(ward) as here:
        await here.press("v")
        which = here.app.screen.query_one("#which", Choice)
        assert len(which.options) == 6
        assert which.options[0].words == "300 mg given Thu 05-Nov-2026 08:00 (AO), morning dose"
        assert which.value is None
        await here.press("1")
        here.app.screen.query_one("#note", Field).value = "Capsules seen"
        here.app.screen.query_one("#time Input", Input).value = "07:30"
        await here.press("enter")
        assert "The dose was given Thu 05-Nov-2026 08:00, after that time." in here.message
        assert here.app.focused is here.app.screen.query_one("#time Input"), "the cursor is where it is wrong"
        here.app.screen.query_one("#time Input", Input).value = "08:20"
        await here.press("enter", "enter")
        assert ward.said() == DoseVomited(given.id, "Capsules seen")
        await here.press("v")
        listed = here.app.screen.query_one("#which", Choice).options
        assert [option.value for option in listed].count(given.id) == 0
        dose = ward.chart.lines[listed[0].value].what
        assert isinstance(dose, DoseGiven)


async def test_a_red_flag_is_one_key_then_its_letters_and_enter(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "07:50")
    async with bedside(ward) as here:
        await here.press("exclamation_mark")
        assert "STOP AND CALL" in here.text("#form-title")
        await here.press("a", "d", "d", "i", "enter", "enter")
        assert ward.said() == RedFlagSeen(("mucosal erosion", "breathlessness"))
        assert [hold.cause for hold in ward.chart.open_holds] == ["red flag"]
        assert "RED FLAG" in here.text("#counts")


async def test_a_red_flag_can_be_picked_with_the_arrows(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("exclamation_mark", "tab", "tab", "down", "down", "space", "up", "space", "space")
        await here.press("enter", "enter")
        assert ward.said() == RedFlagSeen(("skin pain",))


async def test_a_clock_far_ahead_is_confirmed_and_moves_go_on(ward: Ward) -> None:
    ward.begin()
    ward.now += timedelta(days=9)
    async with bedside(ward) as here:
        await here.press("z")
        assert "This computer says Wed 11-Nov-2026 07:00" in here.text("#clock-now")
        assert "far ahead of the newest entry, Mon 02-Nov-2026 07:00" in here.text("#clock-now")
        await here.press("enter")
        assert here.is_open
        await here.type("Ward clock")
        await here.press("enter", "enter")
        assert not here.is_open
        ward.ledger.refresh()
        assert ward.ledger.entries()[-1].what == ClockConfirmed("Ward clock")
        assert ward.ledger.entries()[-1].patient == ""
