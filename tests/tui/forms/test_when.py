"""Times in forms: now until somebody types, the day that is shown, and a question where two instants fit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.widgets import Input

from protocols.entries import DoseGiven, NoteAdded
from tests.tui.helpers.bedside_app import ZONE, Bedside, Ward, bedside, key
from tui.widgets.field import Field
from tui.widgets.when import When


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    return ward


def value(here: Bedside, id: str) -> str:
    return here.app.screen.query_one(f"#{id}", Field).value


async def say(here: Bedside, id: str, text: str) -> None:
    here.app.screen.query_one(f"#{id}", Field).value = text
    await here.settle()


async def note(here: Bedside) -> None:
    await here.press("n")
    await here.type("As written")


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record").focus()
    await here.press("enter")


def kept(ward: Ward) -> str:
    """When the newest entry happened, on the ward's clock."""
    assert isinstance(ward.said(), NoteAdded)
    return f"{ward.last.at:%d %H:%M}"


async def test_a_form_open_over_midnight_keeps_the_day_on_which_it_happened(ward: Ward) -> None:
    ward.at(1, "23:58")
    async with bedside(ward) as here:
        await note(here)
        ward.at(2, "00:05")
        await say(here, "time", "00:03")
        await record(here)
        assert kept(ward) == "03 00:03"


async def test_a_time_before_midnight_is_asked_about_and_its_day_stands_there(ward: Ward) -> None:
    ward.at(1, "23:58")
    async with bedside(ward) as here:
        await note(here)
        ward.at(2, "00:05")
        await say(here, "time", "23:50")
        await record(here)
        assert here.is_open
        assert "still to come today" in here.message
        assert value(here, "day") == "02-Nov-2026"
        assert here.app.focused is here.app.screen.query_one("#day Input")
        await record(here)
        assert kept(ward) == "02 23:50"


async def test_untouched_fields_show_the_present_minute_and_mean_it(ward: Ward) -> None:
    ward.at(1, "23:58")
    async with bedside(ward) as here:
        await note(here)
        ward.at(2, "06:10")
        here.app.redraw()
        assert (value(here, "time"), value(here, "day")) == ("06:10", "03-Nov-2026")
        ward.at(2, "06:30")
        await record(here)
        assert kept(ward) == "03 06:30"


async def test_a_field_that_was_typed_into_is_left_alone(ward: Ward) -> None:
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await note(here)
        await say(here, "time", "")
        await say(here, "time", "08:00")
        ward.at(1, "09:00")
        here.app.redraw()
        await record(here)
        assert kept(ward) == "02 08:00"


async def test_another_day_asks_for_its_time(ward: Ward) -> None:
    ward.at(2, "08:00")
    async with bedside(ward) as here:
        await note(here)
        await say(here, "day", "02-Nov-2026")
        await record(here)
        assert "write the time too" in here.message
        assert here.app.focused is here.app.screen.query_one("#time Input")


async def test_the_hour_that_comes_twice_is_asked_about(tmp_path: Path) -> None:
    ward = Ward(tmp_path, date(2026, 10, 24))
    ward.begin()
    ward.now = datetime(2026, 10, 25, 9, tzinfo=UTC)
    async with bedside(ward) as here:
        await note(here)
        await say(here, "time", "02:15")
        await record(here)
        assert "02:15+02:00 for the first time, 02:15+01:00 for the second" in here.message
        assert here.app.focused is here.app.screen.query_one("#time Input")
        await say(here, "time", "02:15+02:00")
        await record(here)
    assert ward.last.at == datetime(2026, 10, 25, 0, 15, tzinfo=UTC)


async def test_the_hour_that_never_was_is_refused(tmp_path: Path) -> None:
    ward = Ward(tmp_path, date(2027, 3, 27))
    ward.begin()
    ward.now = datetime(2027, 3, 28, 9, tzinfo=UTC)
    async with bedside(ward) as here:
        await note(here)
        await say(here, "time", "02:30")
        await record(here)
        assert "02:30 never was on Sun 28-Mar-2027" in here.message
        assert here.is_open


async def test_a_paper_line_shows_its_day_and_asks_where_two_fit(ward: Ward) -> None:
    """The 20:00 dose of day 1, given at 08:05 next morning: never twelve hours before its time."""
    ward.at(1, "08:00")
    ward.give()
    ward.at(2, "08:30")
    async with bedside(ward) as here:
        await here.press("plus")
        line = here.app.screen.query_one("#dose-2026-11-02-evening", Field)
        line.value = "g 20:10"
        await here.settle()
        assert here.text("#dose-2026-11-02-evening-kept") == "= given Mon 02-Nov-2026 20:10, yesterday"
        line.value = "g 08:05"
        await record(here)
        assert here.is_open
        assert "08:05 may have been on Mon 02-Nov-2026 or Tue 03-Nov-2026" in here.message
        line.value = "g 03-Nov-2026 08:05"
        await record(here)
    what = ward.said()
    assert isinstance(what, DoseGiven)
    assert what.dose == key(1, "evening")
    assert f"{ward.last.at:%d %H:%M}" == "03 08:05"
    assert ward.last.zone == ZONE


async def test_half_an_hour_ago_stands_there_as_time_and_day_before_it_is_recorded(ward: Ward) -> None:
    ward.at(2, "00:10")
    async with bedside(ward) as here:
        await note(here)
        here.app.screen.query_one("#time Input").focus()
        await say(here, "time", "-30m")
        here.app.screen.query_one("#record").focus()
        await here.settle()
        assert (value(here, "time"), value(here, "day")) == ("23:40", "02-Nov-2026")
        line = here.app.screen.query_one("#time Input", Input)
        assert line.cursor_position == 5, "Ctrl+U takes all of it away"
        await here.press("enter")
        assert kept(ward) == "02 23:40"


async def test_what_is_typed_takes_the_place_of_the_present_minute_also_when_it_has_turned(
    ward: Ward,
) -> None:
    ward.at(2, "00:10")
    async with bedside(ward) as here:
        await note(here)
        await here.press("tab")
        assert here.app.focused is here.app.screen.query_one("#time Input")
        ward.at(2, "00:11")
        here.app.screen.query_one(When).renew()
        await here.key_in("-30m")
        await here.press("enter")
        assert (value(here, "time"), value(here, "day")) == ("23:41", "02-Nov-2026")
        here.app.screen.query_one("#time Input").focus()
        await here.key_in("+01:00")
        assert value(here, "time") == "23:41+01:00", "what somebody typed is gone on from"


async def test_a_time_of_yesterday_is_said_in_one_field(ward: Ward) -> None:
    ward.at(2, "08:00")
    async with bedside(ward) as here:
        await note(here)
        here.app.screen.query_one("#time Input").focus()
        await say(here, "time", "yesterday 2200")
        await here.press("enter")
        assert value(here, "time") == "22:00"
        await record(here)
        assert kept(ward) == "02 22:00"
