"""Who signs on types on without looking: no key lands in another field than the one it was for."""

from __future__ import annotations

from pathlib import Path

from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tests.tui.helpers.rest import come_to_rest, press
from tests.tui.helpers.staffed import PIN, hire
from tui.app.app import StepwardApp
from tui.screens.sign_on.by_name import ByNameScreen
from tui.screens.sign_on.first_start import SetupScreen
from tui.screens.sign_on.with_pin import PinScreen
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.widgets.field import Field


def value(here: Bedside, name: str) -> str:
    return here.app.screen.query_one(f"#{name}", Field).value


async def test_enter_in_an_unfilled_field_of_the_first_start_stays_there(tmp_path: Path) -> None:
    app = StepwardApp(Session(tmp_path / "ward.json"))
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        screen = app.screen
        assert isinstance(screen, SetupScreen)
        zone = screen.query_one("#zone", Field).value
        await press(pilot, "enter", *"Ward9", "enter")
        fields = {name: screen.query_one(f"#{name}", Field).value for name in ("ward", "zone")}
        assert fields == {"ward": "Ward9", "zone": zone}
        await press(pilot, "enter", "enter", *"Jo")
        assert screen.query_one("#name", Field).value == "Jo"
        assert "Your name" in str(screen.query_one("#message").render())


async def test_a_tab_behind_the_initials_drops_no_digit_of_the_pin(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, None) as here:
        assert isinstance(here.app.screen, PinScreen)
        await here.key_in("AO")
        await here.press("tab", *PIN)
        assert (value(here, "initials"), value(here, "pin")) == ("AO", PIN)
        await here.press("enter")
        assert isinstance(here.app.screen, BoardScreen)


async def test_initials_and_pin_in_one_go_never_show_the_pin(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, None) as here:
        await here.key_in(f"AO{PIN}")
        assert (value(here, "initials"), value(here, "pin")) == ("AO", PIN)


async def test_enter_before_a_name_is_written_does_not_put_it_into_the_initials(ward: Ward) -> None:
    async with bedside(ward, None) as here:
        screen = here.app.screen
        assert isinstance(screen, ByNameScreen)
        await here.press("0")
        screen.query_one("#name", Field).focus_input()
        await here.press("enter", *"Jo")
        assert (value(here, "name"), value(here, "initials")) == ("Jo", "")
