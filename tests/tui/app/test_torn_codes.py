"""A code that the line tore apart, and one that only looks scanned: nothing is taken on half a code."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, NURSE, Bedside, Ward, bedside
from tests.tui.helpers.scanning import ADMIN, G150, pack, scans
from tests.tui.helpers.staffed import drawn
from tui.app.routes import name_of
from tui.terminal.driver.burst import Burst


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.gate_open()
    return scans(ward)


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
