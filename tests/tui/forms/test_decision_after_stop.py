"""What was found outlasts a stop: the form releases it, with a course or without, and says what follows."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from protocols.entries import DecisionMade, RashFound, RedFlagSeen
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Bedside, Ward, bedside
from tui.forms.base.first_dose import FirstDose

SIZES = [(80, 24), (120, 40)]
FLAG, RASH = RedFlagSeen(("skin pain",)), RashFound("maculopapular", ("neck",))


def given_and_found(ward: Ward, what: RedFlagSeen | RashFound) -> None:
    """The first dose given at 08:00; at 09:00 something was found."""
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "09:00")
    ward.record(what)


def stopped(ward: Ward) -> None:
    ward.record(DecisionMade("stop", "red flag"), by=PRESCRIBER)


async def seen_free(here: Bedside, wall: str) -> None:
    here.ward.at(1, wall)
    here.ward.rash_free()
    here.app.follow()
    await here.settle()


def shown(here: Bedside) -> list[str]:
    """The parts of the form that ask for something a release has no use for."""
    found = [f"#{id}" for id in ("step", "waived", "residual") if here.app.screen.query_one(f"#{id}").display]
    return found + (["first"] if here.app.screen.query_one(FirstDose).display else [])


def is_seen(here: Bedside, selector: str, words: str) -> bool:
    """Whether the part stands within the screen and says the words."""
    part = here.app.screen.query_one(selector, Static)
    within = part.region.y >= 0 and part.region.bottom <= here.app.size.height
    return bool(part.display and part.region.area and within and words in here.text(selector))


@pytest.mark.parametrize("size", SIZES)
async def test_stopping_for_a_red_flag_says_that_it_stays_open(ward: Ward, size: tuple[int, int]) -> None:
    given_and_found(ward, FLAG)
    async with bedside(ward, PRESCRIBER, size=size) as here:
        await here.press("p", "x")
        assert here.text("#after").endswith(
            "What was found stays open, on board and handover, until a prescriber releases it."
        )
        await here.type("red flag")
        await here.press("enter", "enter")
        assert not here.is_open
        assert "STOP AND CALL" in here.text("#alarm")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("found", [FLAG, RASH], ids=["red flag", "rash"])
async def test_after_a_stop_it_is_released_without_a_course_on_a_fresh_check_alone(
    ward: Ward, size: tuple[int, int], found: RedFlagSeen | RashFound
) -> None:
    given_and_found(ward, found)
    stopped(ward)
    ward.at(1, "10:00")
    async with bedside(ward, PRESCRIBER, size=size) as here:
        await here.press("p", "r")
        assert "This cannot be recorded yet: A finding was recorded after" in here.text("#after")
        assert shown(here) == [], "no dose becomes due: neither a first dose nor residual rash is asked for"
        await here.type("seen")
        await here.press("enter", "enter")
        assert here.is_open
        await here.press("escape")
        await seen_free(here, "12:00")
        await here.press("p", "r")
        assert here.text("#after") == (
            "After this: what was found is released. The course stays stopped: nothing is due."
        )
        await here.type("skin free")
        await here.press("enter", "enter")
        assert ward.said() == DecisionMade("resume", "skin free")
        assert not ward.chart.unreleased
        assert here.text("#alarm") == ""
        await here.press("p", "r")
        assert "This course was stopped" in here.text("#after"), "one release ends one finding"


async def test_after_a_stop_it_is_released_in_the_next_course_once_for_both(ward: Ward) -> None:
    given_and_found(ward, FLAG)
    stopped(ward)
    ward.enrol()
    first = ward.ledger.record(MRN).charts[0].id
    async with bedside(ward, PRESCRIBER) as here:
        await seen_free(here, "12:00")
        await here.press("p", "r")
        assert shown(here) == [], "the course has not begun: step 1 has its gate"
        assert here.text("#after").startswith("After this: no dose is due until step 1 is started.")
        await here.type("skin free")
        await here.press("enter", "enter")
        assert not here.is_open
        ward.ledger.refresh()
        charts = {chart.id: chart for chart in ward.ledger.record(MRN).charts}
        assert not charts[first].unreleased
        assert not ward.chart.open_holds
        assert here.text("#alarm") == ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_time_without_doses_stands_in_the_form_before_anything_is_chosen(
    ward: Ward, size: tuple[int, int]
) -> None:
    given_and_found(ward, RASH)
    ward.at(4, "08:00")
    words = "NO DOSE FOR 3d, since Mon 02-Nov-2026 08:00: longer than 48 hours."
    async with bedside(ward, PRESCRIBER, size=size) as here:
        await here.press("p")
        assert is_seen(here, "#role", words)
        ward.rash_free()
        here.app.follow()
        await here.settle()
        await here.press("r")
        assert words in here.text("#role"), "it stands beside what follows"
        assert here.text("#after").startswith("After this: ")
