"""What another session records is on the board without a key; the cursor stays on its patient."""

from __future__ import annotations

import asyncio

from protocols.entries import HoldPlaced, PatientAdmitted
from tests.tui.helpers.bedside_app import MRN, NG, OTHER_NURSE, Ward, bedside
from tui.screens.ward.board import BoardScreen


async def test_the_cursor_stays_on_its_patient_when_others_record(ward: Ward) -> None:
    ward.begin()
    other = PatientAdmitted("Abel", "Ida", NG.born, "female", "1", "", "none known")
    ward.record(other, patient="00900-1", course="")
    async with bedside(ward) as here:
        board = here.app.screen
        assert isinstance(board, BoardScreen)
        await here.press("end")
        chosen, order = board.chosen, [row.patient for row in board.rows]
        assert chosen is not None
        assert chosen[0] == order[-1] != order[0]
        ward.record(HoldPlaced("Waiting for the prescriber"), by=OTHER_NURSE)
        async with asyncio.timeout(1 + 4):  # a second, and what a busy computer needs to draw
            while "HOLD" not in here.text("#counts"):
                await here.pilot.pause(0.05)
        assert board.chosen == chosen
        assert MRN in [row.patient for row in board.rows]
