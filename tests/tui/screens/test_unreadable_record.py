"""A record that cannot be read: every screen about it says so in red, whatever was open, and nothing ends."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from protocols import entries as e
from store.log import codec
from tests.store.helpers.ward import smuggle
from tests.tui.helpers.bedside_app import MRN, NG, NURSE, Ward, bedside
from tui.forms.base.form import Form

WHY = "This record cannot be shown. Entry 8 is in a time zone that is not known here (Nowhere/Land)."
OPENED = (
    "dose",
    "step_up",
    "decision",
    "from_paper",
    "correct",
    "details",
    "note",
    "trend",
    "picture",
    "history",
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    ward.record(msgspec.structs.replace(NG, family="Berg", bed="3"), patient="77", course="")
    ward.at(1, "08:00")
    ward.give()
    return ward


def spoil(ward: Ward) -> None:
    """An entry of a zone that this computer does not know, which no version writes."""
    note = e.Entry(
        id="odd",
        patient=MRN,
        course=ward.course,
        at=ward.now,
        zone="Nowhere/Land",
        by=NURSE,
        what=e.NoteAdded("x"),
    )
    number = ward.ledger.position + 1
    smuggle(ward.path, codec.encode(msgspec.structs.replace(note, number=number, recorded=ward.now)))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_said_on_board_and_chart_and_no_key_says_otherwise(
    size: tuple[int, int], ward: Ward
) -> None:
    spoil(ward)
    async with bedside(ward, size=size) as here:
        await here.press("enter")
        assert WHY in here.text("#banner")
        assert here.app.screen.query_one("#banner").size.height >= 3
        for place in ("#state", "#recent"):
            assert here.text(place) == ""
        for key in ("d", "e", "t", "n", "b"):
            here.app.clear_notifications()
            await here.press(key)
            (told,) = here.app._notifications
            assert WHY in told.message
            assert "Nothing can be recorded in it" in told.message
        here.app.clear_notifications()
        await here.press("exclamation_mark")
        (told,) = here.app._notifications
        assert "call the prescriber now" in told.message
        assert WHY in told.message


async def test_a_window_of_another_size_ends_no_form_of_it_in_the_second_persons_part(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await here.press("d", "g", "enter")
        assert here.app.screen.query_one("#second").display
        spoil(ward)
        here.app.follow()
        await here.pilot.resize_terminal(100, 30)
        await here.settle()
        assert "This record cannot be shown." in here.text("#form-banner")
        assert not here.app.screen.query_one("#form-state").display
        assert here.message == "Nothing can be recorded in it. Keep what you typed on paper."


async def test_what_was_open_says_it_and_records_nothing(ward: Ward) -> None:
    dose = ward.last
    async with bedside(ward) as here:
        for name in OPENED:
            here.app.open(name, MRN, ward.course, *([dose.id] if name == "correct" else []))
            await here.settle()
        spoil(ward)
        here.app.follow()
        await here.settle()
        for name in reversed(OPENED):
            screen = here.app.screen
            banner = "#form-banner" if isinstance(screen, Form) else "#banner"
            assert WHY in here.text(banner), name
            assert screen.query_one(banner).size.height >= 3, name
            if isinstance(screen, Form):
                await screen.submit()
                assert here.message == "Nothing can be recorded in it. Keep what you typed on paper."
            await here.press("escape")
            assert here.app.screen is not screen, name
        ward.ledger.refresh()
        assert ward.ledger.position == 8
