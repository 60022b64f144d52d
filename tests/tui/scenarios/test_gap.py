"""Scenarios F and H of domain.md 4.6: a dose left out of a two-day step, and a gap of 60 hours."""

from __future__ import annotations

from protocols.course.progress import counted_doses
from protocols.entries import DoseNotGiven
from tests.tui.helpers.bedside_app import Ward, bedside, key
from tests.tui.helpers.scenario import decide, due, give, go, look, refused, stands


async def test_f_a_dose_left_out_extends_a_two_day_step_by_one_dose(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        for day, wall in ((1, "08:00"), (1, "20:00")):
            await go(here, day, wall)
            await give(here)
        await go(here, 2, "10:00")
        assert due(ward) == ["03 morning"]
        assert stands(ward).word == "OVERDUE", "it never becomes missed by itself"
        await here.press("d", "r", "enter")
        assert ward.said() == DoseNotGiven(key(2, "morning"), "refused", "")
        await go(here, 2, "20:00")
        await give(here)
        await go(here, 3, "07:00")
        await look(here)
        words = await refused(here, "u")
        assert "3 of 4 given at the prescribed amount: 1 dose missing" in words
        await go(here, 3, "08:00")
        assert stands(ward).extended
        await give(here)
        assert len(counted_doses(ward.chart, 1)) == 4
        await go(here, 3, "12:30")
        await look(here)
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 2


async def test_h_a_gap_of_60_hours_shuts_the_gate_until_a_prescriber_decides(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        for day, wall in ((1, "08:00"), (1, "20:00"), (2, "08:00")):
            await go(here, day, wall)
            await give(here)
        await go(here, 4, "20:00")
        assert stands(ward).word == "OVERDUE"
        await here.press("d")
        warned = here.text("#warnings")
        assert "earlier doses have no record" in warned
        assert "Do not give them together" in warned
        assert "NO DOSE FOR 2d 12hr" in warned
        await here.press("escape")
        await give(here)
        await go(here, 5, "07:00")
        await look(here)
        words = await refused(here, "u")
        assert "6 No treatment break: Treatment break: 2d 12hr without a dose" in words
        assert "prescriber" in await refused(here, "p", "w", "k")
        await decide(here, "w", "k", reason="Two days at home, seen today")
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 2
