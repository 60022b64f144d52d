"""Scenarios B and C of domain.md 4.6: a rash in the middle of a step, and the published failure."""

from __future__ import annotations

from decimal import Decimal

from textual.widgets import Button

from protocols.course.progress import counted_doses
from protocols.entries import DoseGiven, RashFound, RedFlagSeen
from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.helpers.scenario import decide, due, give, go, look, refused, stands, to_step


async def test_b_a_rash_on_day_4_of_step_3_holds_until_a_prescriber_decides(ward: Ward) -> None:
    first = to_step(ward, 3)
    for day in (first, first + 1, first + 2):
        for wall in ("08:00", "20:00"):
            ward.at(day, wall)
            ward.give()
    async with bedside(ward) as here:
        await go(here, first + 3, "07:30")
        await here.press("s", "r", "p", "1", "enter", "a")
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert isinstance(ward.said(), RashFound), here.message
        assert stands(ward).word == "HOLD"
        assert due(ward) == []
        assert "4 No open rash" in await refused(here, "u")
        assert "prescriber" in await refused(here, "p", "x")
        await go(here, first + 4, "07:30")
        await look(here)
        assert stands(ward).word == "HOLD", "a rash-free check alone ends no hold"
        await decide(here, "p")
        assert (ward.chart.step_number, counted_doses(ward.chart, ward.chart.stretches[-1].stay)) == (3, [])
        assert (await give(here)).amount == Decimal(450)
        assert "Doses given" in await refused(here, "u")


async def test_c_worse_rash_hold_resume_mouth_erosions_stop(ward: Ward) -> None:
    """domain.md 4.5: higher, worse, held, resumed lower, higher again, painful mouth erosions, stopped."""
    first = to_step(ward, 2)
    async with bedside(ward) as here:
        await go(here, first, "08:00")
        await give(here)
        await go(here, first, "14:00")
        await here.press("h")
        await here.type("Rash is worse")
        await here.press("enter", "enter")
        assert stands(ward).word == "HOLD"
        await go(here, first + 1, "07:00")
        await look(here)
        await decide(here, "b", "1")
        assert (ward.chart.step_number, stands(ward).word) == (1, "DUE")
        for day in (first + 1, first + 2):
            for wall in ("08:00", "20:00"):
                ward.at(day, wall)
                given = ward.give().what
                assert isinstance(given, DoseGiven)
                assert given.amount == Decimal(150)
        await go(here, first + 3, "07:00")
        await look(here)
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 2
        await go(here, first + 3, "08:00")
        assert (await give(here)).amount == Decimal(300)
        await go(here, first + 3, "19:30")
        await here.press("exclamation_mark", "a", "c", "enter", "enter")
        assert ward.said() == RedFlagSeen(("mucosal erosion", "skin pain"))
        assert stands(ward).word == "RED FLAG"
        assert due(ward) == []
        await decide(here, "x", reason="Changed to another drug")
        assert stands(ward).word == "RED FLAG"
        await go(here, first + 4, "08:00")
        assert due(ward) == []
        assert "stopped" in await refused(here, "u")
