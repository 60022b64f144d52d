"""How many keys the everyday takes, counted: every key from the board to what is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.entries import DoseGiven, PatientAdmitted, RashFreeChecked, StepStarted, What
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.screens.ward.board import BoardScreen


async def recorded_by(ward: Ward, *keys: str) -> What:
    """What the newest entry says after `keys` were pressed on the board; the board must be there again."""
    before = ward.ledger.position
    async with bedside(ward) as here:
        assert isinstance(here.app.screen, BoardScreen)
        await here.press(*keys)
        assert isinstance(here.app.screen, BoardScreen), here.app.screen
    assert ward.last.number == before + 1
    return ward.last.what


async def test_the_due_dose_as_prescribed_takes_three(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:00")
    what = await recorded_by(ward, "d", "g", "enter")
    assert isinstance(what, DoseGiven)


async def test_a_rash_free_check_takes_four(ward: Ward) -> None:
    ward.step_one()
    assert await recorded_by(ward, "s", "w", "m", "enter") == RashFreeChecked(True, True)


async def test_the_next_step_with_its_gate_open_takes_three(ward: Ward) -> None:
    ward.gate_open()
    what = await recorded_by(ward, "u", "y", "enter")
    assert isinstance(what, StepStarted)
    assert what.step == 2


_FAMILIES = ("Okonkwo", "Lindqvist", "Haddad", "Kaur", "Abebe", "Whitcombe", "Nowak", "Ferreira", "Tanaka")


@pytest.mark.parametrize("family", ["Kaur", "Whitcombe", "Tanaka"])
async def test_a_patient_is_found_by_three_letters(family: str, ward: Ward) -> None:
    for number, name in enumerate(_FAMILIES):
        who = PatientAdmitted(name, "Ada", date(1960, 1, 1), "female", str(number + 30), "", "none known")
        ward.record(who, patient=f"{number}", course="")
    async with bedside(ward) as here:
        await here.press("slash", *family[:3].lower())
        board = here.app.screen
        assert isinstance(board, BoardScreen)
        assert [row.full_name.split(",")[0] for row in board.rows] == [family.upper()]
        await here.press("enter", "enter")
        assert getattr(here.app.screen, "patient", "") == board.rows[0].patient
