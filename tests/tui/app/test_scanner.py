"""A scanned code is never keys: on no screen, in no form and on no lock does it choose, open or record."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from textual.widgets import Button, Input

from tests.tui.app.test_routes import hand_over, made_with
from tests.tui.helpers.bedside_app import NURSE, Bedside, Ward, bedside
from tests.tui.helpers.staffed import PIN, drawn, hire
from tui.app.routes import ROUTES, name_of
from tui.forms.base.form import Form
from tui.widgets.field import Field

EVIL = ("swmswm", "dgdgdg", "pppppq", "1234567", "99999-9", "q q q q", "!!!!!a", "=.=.=.")
"""Each would open, choose or record something if it were keys."""


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.gate_open()
    hire(ward)
    hand_over(ward)
    return ward


def position(here: Bedside) -> int:
    here.app.session.ledger.refresh()
    return here.app.session.ledger.position


async def test_on_every_screen_and_form_a_code_opens_chooses_and_records_nothing(ward: Ward) -> None:
    async with bedside(ward) as here:
        before = position(here)
        for name in Random(19).sample(sorted(ROUTES), 8):  # one parser serves all
            depth = len(here.app.screen_stack)
            here.app.open(name, *made_with(name, here))
            await here.settle()
            await here.scan("\r".join(EVIL[:4]))
            await here.scan("\t".join(EVIL[4:]))
            assert name_of(here.app.screen) == name
            assert here.app.is_running
            assert position(here) == before, name
            here.app.pop_screen()
            await here.settle()
            assert len(here.app.screen_stack) == depth, name


async def test_on_record_itself_a_code_presses_nothing(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("d", "g")
        before = position(here)
        assert isinstance(here.app.focused, Button)
        assert here.app.focused.id == "record"
        await here.scan("\r".join(EVIL))
        assert position(here) == before
        assert isinstance(here.app.screen, Form)
        await here.press("enter")
        assert position(here) == before + 1


async def test_the_lock_takes_no_code_for_a_pin(ward: Ward) -> None:
    async with bedside(ward) as here:
        before = position(here)
        await here.press("full_stop")
        for code in ("111111", "00481-7", "NG111111", "swmswm"):
            await here.scan(f"{code}\r{code}")
        assert position(here) == before, "a wrong PIN would be on record"
        assert "LI WEI" not in drawn(here).upper()
        assert here.app.lock.locked


async def test_a_pin_and_enter_that_a_stalled_line_brings_together_wait_for_another_enter(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("full_stop")
        await here.scan(PIN)
        assert "Press Enter" in drawn(here)
        await here.press("enter")
        assert not here.app.lock.locked


async def test_what_was_typed_into_a_field_through_a_stalled_line_is_kept(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("n")
        await here.scan("Slept well, ate little")
        field = here.app.screen.query_one("#note", Field)
        assert field.value == "Slept well, ate little"
        assert here.app.focused is here.app.screen.query_one("#record")
        await here.press("enter")
        assert "Slept well" in str(ward.said())


async def test_a_code_in_the_line_to_find_somebody_opens_nobody(ward: Ward) -> None:
    async with bedside(ward, NURSE) as here:
        await here.press("slash")
        await here.scan("li wei")
        assert name_of(here.app.screen) == "board"
        assert here.app.screen.query_one("#find", Input).value == "li wei"


async def test_that_a_code_meant_nothing_is_said(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan("swmswm")
        assert "Scanned swmswm" in drawn(here)
        await here.scan("[b]x[/b]\x1d\x1b[2J")
        assert "[b]x[/b]" in drawn(here)
