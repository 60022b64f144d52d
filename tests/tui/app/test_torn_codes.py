"""A code that the line tore apart, and one that only looks scanned: nothing is taken on half a code."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, NURSE, Bedside, Ward, bedside
from tests.tui.helpers.scanning import ADMIN, G150, pack, scans
from tests.tui.helpers.staffed import drawn, hire
from tests.tui.terminal.driver.test_keys import Clock
from tui.app.routes import name_of
from tui.screens.base import ward_screen
from tui.screens.base.ward_screen import WardScreen
from tui.terminal.driver.burst import TORN, Burst
from tui.terminal.driver.keys import KeyParser
from tui.widgets.field import Field


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.gate_open()
    return scans(ward)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def arrive(here: Bedside, clock: Clock, *parts: tuple[str, float]) -> None:
    """Let each part of what a scanner sends come, and so many seconds pass behind it."""
    parser = KeyParser(typing=lambda: here.app.types_text)
    for text, after in (*parts, ("", 2 * TORN)):
        found = [*parser.feed(text)] if text else []
        clock.now += after
        for event in (*found, *parser.tick()):
            here.app.post_message(event)
        await here.settle()


@pytest.mark.parametrize("first", ["d", "b", "n", "i", ":", "t"])
async def test_what_the_first_letter_of_a_code_has_opened_is_closed_when_the_rest_comes(
    first: str, ward: Ward, clock: Clock
) -> None:
    """The line brings it after a key was taken for pressed; nobody presses eight keys in so little time."""
    async with bedside(ward, NURSE) as here:
        before = position(here)
        await arrive(here, clock, (first, 0.05), ("00481-7\r", 0.0))
        assert name_of(here.app.screen) == "board"
        assert position(here) == before
        assert "PART OF A CODE" in " ".join(drawn(here).split())


@pytest.mark.parametrize(("first", "open_then"), [("!", "red_flag"), (".", "sign_on_with_pin")])
async def test_a_red_flag_and_the_lock_stay(first: str, open_then: str, ward: Ward, clock: Clock) -> None:
    hire(ward)
    async with bedside(ward, NURSE) as here:
        await arrive(here, clock, (first, 0.05), ("00481-7\r", 0.0))
        assert name_of(here.app.screen) == open_then


async def test_what_a_person_opened_stays_when_a_code_follows_or_words_come_at_once(
    ward: Ward, clock: Clock
) -> None:
    async with bedside(ward, NURSE) as here:
        await arrive(here, clock, ("d", 0.7), (f"{MRN}\r", 0.0))
        assert name_of(here.app.screen) == "dose"
        await here.press("escape")
        await arrive(here, clock, ("n", 0.5), ("Slept well", 0.0))
        assert here.app.screen.query_one("#note", Field).value == "Slept well"


async def test_q_as_the_first_letter_of_a_code_does_not_end_stepward(
    ward: Ward, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bedside(ward, NURSE) as here:
        monkeypatch.setattr(ward_screen, "REST_OF_CODE", 3600.0)
        board = here.app.screen
        assert isinstance(board, WardScreen)
        await arrive(here, clock, ("q", 0.05), ("00481-7\r", 0.0))
        assert here.app.return_code is None
        assert not board.is_leaving
        await here.press("q")
        assert board.is_leaving


async def test_a_letter_of_a_code_that_may_have_chosen_something_is_asked_about(
    ward: Ward, clock: Clock
) -> None:
    async with bedside(ward, NURSE) as here:
        await here.press("s")
        await arrive(here, clock, ("w", 0.05), ("00481-7\r", 0.0))
        await here.press("m")
        before = position(here)
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert position(here) == before
        assert "came as keys" in here.message
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert position(here) == before + 1


def position(here: Bedside) -> int:
    here.app.session.ledger.refresh()
    return here.app.session.ledger.position


async def test_a_patients_number_typed_to_find_them_is_no_wristband(ward: Ward) -> None:
    async with bedside(ward, NURSE) as here:
        await here.press("slash")
        await here.scan(MRN)
        assert name_of(here.app.screen) == "board", "it stands in the field, to be seen"
        assert here.app.screen.query_one("#find", Input).value == MRN
        await here.press("enter", "enter")
        assert name_of(here.app.screen) == "chart"
        assert not here.app.scanner.identified(MRN), "a record would say that the wristband was scanned"


async def test_a_wristband_that_no_person_can_type_opens_its_patient_from_there_too(ward: Ward) -> None:
    wanted = e.ScanningSet("offered", "offered", "own layout", format=r"W(.+)W")
    ward.record(wanted, by=ADMIN, patient="", course="")
    async with bedside(ward, NURSE) as here:
        await here.press("slash")
        await here.scan(f"W{MRN}W")
        assert name_of(here.app.screen) == "chart"
        assert here.app.scanner.identified(MRN)


async def test_the_late_part_of_a_torn_code_is_said_and_voids_what_the_first_part_named(ward: Ward) -> None:
    async with bedside(ward, NURSE) as here:
        await here.scan(MRN, end="")
        assert here.app.scanner.identified(MRN)
        here.app.post_message(Burst("\r", torn=True))
        await here.settle()
        assert here.app.scanner.identified(MRN), "an Enter alone tears nothing off"
        assert "Press it again if it was you" in " ".join(drawn(here).split())
        here.app.post_message(Burst("2\r", torn=True))
        await here.settle()
        assert not here.app.scanner.identified(MRN), "it may be the wristband of another patient"
        assert "PART OF A CODE" in drawn(here)


async def test_on_the_dose_form_a_torn_code_stops_until_a_whole_one_comes(ward: Ward) -> None:
    async with bedside(ward, NURSE) as here:
        await here.scan(MRN)
        await here.scan(pack(G150))
        before = position(here)
        here.app.post_message(Burst("B2\r", torn=True))
        await here.settle()
        await here.press("enter")
        assert position(here) == before
        assert "PART OF A CODE" in here.message
        await here.scan(MRN)
        await here.scan(pack(G150))
        await here.press("enter")
        assert position(here) == before + 1


async def test_where_nothing_is_scanned_a_torn_code_keeps_no_dose_from_being_recorded(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.gate_open()
    async with bedside(ward, NURSE) as here:
        await here.press("d")
        await here.choose("#event", "g")
        before = position(here)
        here.app.post_message(Burst("B2\r", torn=True))
        await here.settle()
        assert "PART OF A CODE" in " ".join(drawn(here).split())
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert position(here) == before + 1, here.message
