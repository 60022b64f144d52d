"""The commands of a screen by their words: what the keys do there, and nothing else."""

from __future__ import annotations

import pytest

from tests.tui.helpers.bedside_app import Ward, bedside
from tui.forms.doses.dose import DoseForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.keymap.command import EVERYWHERE, Place
from tui.keymap.commands import COMMANDS
from tui.screens.help.command_palette import PaletteScreen, matching
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.screens.ward.board import BoardScreen
from tui.widgets.field import Field


@pytest.mark.parametrize("place", EVERYWHERE)
def test_it_offers_what_the_keys_of_the_screen_do_and_nothing_else(place: Place) -> None:
    offered = [command.action for command in matching(place, "")]
    assert offered == [c.action for c in COMMANDS if place in c.places and c.action != "palette"]
    for command in COMMANDS:
        if place in command.places and command.action != "palette":
            assert command in matching(place, command.sentence.upper())
    assert not matching(place, "screenshot")


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_typing_finds_a_command_and_enter_does_it(key: str, ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press(key, *"record the dose")
        assert isinstance(here.app.screen, PaletteScreen)
        await here.press("enter")
        assert isinstance(here.app.screen, DoseForm)


async def test_arrows_choose_and_esc_leaves(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("colon", "down", "up", "escape")
        assert isinstance(here.app.screen, BoardScreen)
        await here.press("colon", *"nothing like it", "enter")
        assert isinstance(here.app.screen, PaletteScreen)


async def test_the_red_flag_and_the_lock_work_over_it_and_the_lock_has_none(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("colon", "f9")
        assert isinstance(here.app.screen, RedFlagForm)
        await here.press("escape", "colon", "ctrl+l")
        assert isinstance(here.app.screen, SignOnScreen)
        await here.press("ctrl+p")
        assert isinstance(here.app.screen, SignOnScreen)
        assert "Record the dose" not in "".join(
            strip.text for strip in here.app.screen._compositor.render_strips()
        )


async def test_in_a_line_of_text_the_colon_is_a_colon(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n", "colon")
        assert here.app.screen.query_one("#note", Field).value == ":"
