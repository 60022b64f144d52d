"""Leaving the ward and coming back, by key L: the board shows who is here, a search finds who has left."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from textual.widgets import Input

from protocols.entries import DecisionMade, PatientLeft, PatientReturned
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Bedside, Ward, bedside
from tui.screens.ward.board import BoardScreen
from tui.widgets.choice import Choice


def board(here: Bedside) -> BoardScreen:
    screen = here.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


def word(here: Bedside) -> str:
    """The status of the only line."""
    (row,) = board(here).rows
    return row.status.word if row.status else ""


async def test_a_leave_and_the_return_to_another_bed(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("L", "l")
        here.app.screen.query_one("#to Input", Input).value = "home"
        here.app.screen.query_one("#back-day Input", Input).value = "4-Nov-2026"
        here.app.screen.query_one("#back-time Input", Input).value = "18:00"
        await here.choose("#record", "enter")
        said = ward.said()
        assert isinstance(said, PatientLeft)
        assert (said.how, said.to, said.back and said.back.isoformat()) == (
            "leave",
            "home",
            "2026-11-04T17:00:00+00:00",
        )
        assert word(here) == "LEAVE"
        await here.press("L")
        assert "On leave since" in here.text("#where")
        await here.press("r")
        here.app.screen.query_one("#bed Input", Input).value = "14"
        await here.choose("#record", "enter")
        assert ward.said() == PatientReturned("14")


async def test_a_return_in_the_hour_that_comes_twice_is_asked_about(tmp_path: Path) -> None:
    ward = Ward(tmp_path, date(2026, 10, 24))
    ward.begin()
    async with bedside(ward) as here:
        await here.press("L", "l")
        here.app.screen.query_one("#back-day Input", Input).value = "25-Oct-2026"
        time = here.app.screen.query_one("#back-time Input", Input)
        time.value = "02:15"
        await here.choose("#record", "enter")
        assert "02:15+02:00 for the first time" in here.message
        assert here.app.focused is time
        time.value = "02:15+01:00"
        await here.choose("#record", "enter")
    said = ward.said()
    assert isinstance(said, PatientLeft)
    assert said.back == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


async def test_who_was_discharged_is_asked_about_then_found_by_a_search_and_admitted_again(
    ward: Ward,
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("L", "d")
        assert "the course is open" in here.text("#where")
        await here.choose("#record", "enter")
        assert ward.said() == PatientLeft("discharged")
        assert word(here) == "LEFT"
        ward.record(DecisionMade("stop", "goes on with her doctor"), by=PRESCRIBER)
        here.app.follow()
        await here.settle()
        assert board(here).rows == [], "not on the ward any more"
        await here.press("slash")
        await here.type(MRN)
        await here.press("enter")
        assert [row.patient for row in board(here).rows] == [MRN]
        assert "Discharged" in " ".join(board(here).rows[0].why)
        await here.press("L")
        offered = here.app.screen.query_one("#what", Choice).options
        assert [one.value for one in offered] == ["back", "error"], "nothing that would be refused"
        await here.press("r")
        here.app.screen.query_one("#bed Input", Input).value = "3"
        await here.choose("#record", "enter")
        assert ward.said() == PatientReturned("3")
        await here.press("escape")
        assert [row.patient for row in board(here).rows] == [MRN]
