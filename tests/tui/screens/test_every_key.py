"""Every key of the table, pressed on every screen where the table says that it works: something happens."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from tests.tui.helpers.bedside_app import MRN, NURSE, Bedside, Ward, bedside
from tests.tui.keymap.test_commands import SCREENS
from tui.keymap.command import EVERYWHERE, Place
from tui.keymap.commands import COMMANDS
from tui.screens.library.compare import CompareScreen
from tui.screens.library.reader import ReaderScreen

SECOND = "alectinib-shirasawa"
ENDING = ("q", "ctrl+q")


def screen_of(place: Place, here: Bedside) -> Screen[None]:
    """The screen of that name, about the ward's one patient where it is about one."""
    kind = SCREENS[place]
    if place in ("reader", "compare"):
        from store.site.library import find

        plans = [find("alectinib-report-2020"), find(SECOND)]
        return ReaderScreen(plans[0]) if place == "reader" else CompareScreen(plans)
    if place in ("protocols", "staff", "handover", "handovers"):
        return kind()
    return kind(MRN, here.ward.course)


async def show(here: Bedside, place: Place) -> Screen[object]:
    """Put that screen on top of the board."""
    while len(here.app.screen_stack) > 2:
        here.app.pop_screen()
        await here.settle()
    if place == "board":
        await here.press("escape")  # or a key would be typed into the line to find a patient
    else:
        await here.app.push_screen(screen_of(place, here))
        await here.settle()
    here.app.clear_notifications()
    await here.settle()
    return here.app.screen


def picture_of(here: Bedside) -> list[object]:
    """Everything by which a key could show that it did something."""
    app = here.app
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    said = [note.message for note in app._notifications]
    return [app.screen, app.preference, app.return_code, app.is_running, lines, said]


@pytest.mark.parametrize("place", EVERYWHERE)
async def test_every_key_of_the_table_does_something_where_it_says_so(place: Place, ward: Ward) -> None:
    ward.gate_open()
    keys = [key for one in COMMANDS if place in one.places for key in one.keys.split(",")]
    async with bedside(ward, NURSE) as here:
        for key in sorted(keys, key=lambda key: key in ENDING):
            await show(here, place)
            before = picture_of(here)
            await here.press(key)
            assert picture_of(here) != before, f"{key} on {place} did nothing"
            if here.app.return_code is not None:
                return
            if here.app.lock.locked:
                here.app.come_in(NURSE)
