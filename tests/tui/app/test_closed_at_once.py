"""A screen that is closed before it has its parts ends nothing."""

from __future__ import annotations

import asyncio

import pytest

from tests.tui.app.test_routes import hand_over, made_with
from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.helpers.staffed import hire
from tui.app.routes import ROUTES, name_of


@pytest.mark.parametrize("turns", [0, 2])
async def test_whatever_is_opened_can_be_closed_at_once(ward: Ward, turns: int) -> None:
    hire(ward).begin()
    hand_over(ward)
    async with bedside(ward) as here:
        for name in ROUTES:
            before = here.app.screen
            here.app.open(name, *made_with(name, here))
            for _ in range(turns):
                await asyncio.sleep(0)
            here.app.pop_screen()
            await here.settle()
            assert (here.app.is_running, here.app.screen) == (True, before), name


async def test_the_red_flag_in_one_breath_with_help_stands_over_the_screen_below(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        here.app.open("help", lambda cells: [[("What it is for.", "")]])
        await here.press("f9")
        assert [name_of(screen) for screen in here.app.screen_stack[1:]] == ["board", "red_flag"]
