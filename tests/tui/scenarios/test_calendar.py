"""Scenario D of domain.md 4.6: an evening start, a split dose, and the end of summer time inside a step."""

from __future__ import annotations

from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest

from protocols.course.schedule import scheduled
from tests.tui.helpers import bedside_app
from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.helpers.scenario import give, go, look, refused, to_step

LAST_SUMMER_DAY = date(2026, 10, 24)
"""In the night after it the clocks of Berlin go back."""


async def test_d_an_evening_start_a_split_dose_and_a_clock_change(ward: Ward) -> None:
    ward.admit()
    ward.enrol()
    async with bedside(ward) as here:
        await go(here, 1, "19:30")
        await look(here)
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 1
        for day, wall in ((1, "20:00"), (2, "08:00"), (2, "20:00")):
            await go(here, day, wall)
            await give(here)
        await go(here, 3, "07:00")
        await look(here)
        assert "3 of 4 given" in await refused(here, "u"), "four doses, whatever the start"
        await go(here, 3, "08:00")
        await give(here)
        await go(here, 3, "12:30")
        await look(here)
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 2


async def test_d_a_split_dose_has_each_figure_at_its_own_time_of_day(ward: Ward) -> None:
    first = to_step(ward, 4)
    async with bedside(ward) as here:
        await go(here, first, "08:00")
        assert "450 mg" in here.text("#detail")
        assert (await give(here)).amount == Decimal(450)
        await go(here, first, "20:00")
        assert (await give(here)).amount == Decimal(600)
        await go(here, first + 1, "08:00")
        words = await refused(here, "d", "x", *"600", "enter", "f")
        assert "why 600 mg was given and not 450 mg" in words or "Reason" in words


async def test_d_the_end_of_summer_time_moves_no_dose_and_no_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bedside_app, "FIRST_DAY", LAST_SUMMER_DAY)
    ward = Ward(tmp_path)
    with ward.ledger:
        ward.begin()
        async with bedside(ward) as here:
            for day, wall in ((1, "08:00"), (1, "20:00"), (2, "08:00"), (2, "20:00")):
                await go(here, day, wall)
                await give(here)
            hours = [line.at.astimezone(UTC).hour for line in ward.chart.taken]
            assert hours == [6, 18, 7, 19], "08:00 and 20:00 on the wall, an hour later by the sun"
            doses = scheduled(ward.chart, ward.now)
            assert [dose.label for dose in doses if dose.state == "given"] == [""] * 4
            await go(here, 2, "23:59")
            await look(here)
            assert "2 Days passed" in await refused(here, "u")
            await go(here, 3, "00:00")
            await look(here)
            await here.press("u", "y", "enter")
            assert ward.chart.step_number == 2
