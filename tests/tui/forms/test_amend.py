"""The plan of a running course is changed by keyboard; only what was touched is recorded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from protocols.entries import CourseAmended
from tests.tui.helpers.bedside_app import FIRST_DAY, OTHER_NURSE, Bedside, Ward, bedside
from tests.tui.helpers.staffed import drawn
from tui.widgets.field import Field

DAY_4 = FIRST_DAY + timedelta(days=3)


def words(here: Bedside) -> str:
    return " ".join(drawn(here).split())


async def put(here: Bedside, name: str, text: str) -> None:
    """Go to that field and write `text` over what stands there."""
    here.app.screen.query_one(f"#{name}", Field).focus_input()
    await here.settle()
    here.app.focused.value = ""  # type: ignore[union-attr]
    await here.type(text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_new_times_say_what_they_do_before_they_are_recorded(size: tuple[int, int], ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward, size=size) as here:
        await here.press("E")
        await here.type("Other meal times")
        assert not here.app.screen.query_one("#since", Field).display
        await put(here, "morning", "0930")
        assert here.app.screen.query_one("#since", Field).display
        await here.press("enter")
        await put(here, "since", "5/11/2026")
        said = words(here)
        assert "Thu 05-Nov-2026 09:30, follows the one before it after 13hr 30min, instead of 12hr." in said
        assert "its doses and its gate go on as they are" in said
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert ward.said() == CourseAmended(
            "Other meal times", {"morning": "09:30", "evening": "20:00"}, DAY_4
        )
        assert "Plan changed: dose times morning 09:30" in words(here)
        assert ward.chart.step_number == 1
        assert ward.chart.running


async def test_strengths_alone_leave_times_and_prescriber_as_they_are(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("E")
        await here.type("150 mg not delivered")
        await put(here, "strengths", "20, 40")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert ward.said() == CourseAmended("150 mg not delivered", strengths=(Decimal(20), Decimal(40)))


async def test_what_cannot_be_is_said_before_and_nothing_is_lost(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        before = ward.last
        await here.press("E")
        await here.type("Rounds")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "Change the times, the strengths or the prescriber" in here.message
        await put(here, "evening", "22:00")
        await put(here, "since", "02-Nov-2026")
        assert "a step begins with a dose of it" in words(here)
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "a step begins with a dose of it" in " ".join(here.message.split())
        assert here.app.screen.query_one("#evening", Field).value == "22:00"
        assert ward.last == before


async def test_what_others_change_meanwhile_is_read_first_and_not_put_back(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("E")
        await here.type("Dr Marsh is on leave")
        await put(here, "prescriber", "Dr Ito")
        times = {"morning": "09:00", "evening": "21:00"}
        ward.record(CourseAmended("meals", times=times, since=DAY_4), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert here.app.screen.query_one("#morning", Field).value == "09:00"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert ward.said() == CourseAmended("Dr Marsh is on leave", prescriber="Dr Ito")
        assert ward.chart.plan.times == times
        assert ward.chart.plan.prescriber == "Dr Ito"


async def test_a_dose_form_that_is_open_waits_until_the_new_plan_was_read(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await here.press("d", "g")
        ward.record(CourseAmended("none left", strengths=(Decimal(75),)), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        before = ward.last
        await here.press("enter")
        assert ward.last == before
