"""A handover is answered by another person: accepted, refused, or refused for one patient."""

from __future__ import annotations

import msgspec
import pytest

from protocols.entries import (
    HandoverAccepted,
    HandoverGiven,
    HandoverRefused,
)
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, Ward, bedside
from tests.tui.helpers.handovers import SIZES, give, sheet, told, two_patients
from tests.tui.helpers.staffed import PIN, drawn, hire


@pytest.mark.parametrize("size", SIZES)
async def test_given_at_one_keyboard_and_accepted_there_with_initials_and_pin(
    ward: Ward, size: tuple[int, int]
) -> None:
    two_patients(hire(ward))
    async with bedside(ward, size=size) as here:
        await here.press("o", "o")
        assert "2 patients, as shown on the sheet behind this form." in drawn(here).replace("\n", " ")
        await here.press("enter")
        await here.type("Dr Marsh")
        await here.press("enter")
        await here.type("Relatives called.")
        await here.press("enter", "enter")
        given = told(here)[-1]
        assert isinstance(given, HandoverGiven)
        assert (given.place, given.others, given.note) == ("Ward 3", "Dr Marsh", "Relatives called.")
        assert "Also present: Dr Marsh. Relatives called. NOT ACCEPTED YET" in sheet(here)
        await here.press("o", "a", "y")
        for typed in ("ao", PIN):
            await here.type(typed)
            await here.press("enter")
        await here.press("enter")
        assert here.message == "Ada Okafor gave this handover. Another person accepts or refuses it."
        assert told(here)[-1] == given
        here.app.screen.query_one("#second-initials").value = "bl"  # type: ignore[attr-defined]
        await here.press("enter")
        account = here.app.session.account
        taker = msgspec.structs.replace(OTHER_NURSE, account=account)
        assert told(here)[-1] == HandoverAccepted(here.ward.ledger.record("").entries[-2].id, taker, True)
        assert "Accepted Mon 02-Nov-2026 12:00 by Ben Lind (BL), nurse, satisfied." in sheet(here)
        await here.press("o")
        assert not here.is_open, "it has its answer"
    assert verify(ward.path).ok


async def test_a_wrong_pin_of_the_other_person_accepts_nothing_and_keeps_what_was_typed(ward: Ward) -> None:
    two_patients(hire(ward))
    async with bedside(ward) as here:
        await give(here)
        await here.press("o", "a", "n")
        await here.type("no time for questions")
        await here.press("enter")
        for typed in ("bl", "999999"):
            await here.type(typed)
            await here.press("enter")
        await here.press("enter")
        assert "do not belong together" in here.message
        assert not any(isinstance(what, HandoverAccepted) for what in told(here))
        ward.at(1, "12:01")
        await here.type(PIN)
        await here.press("enter", "enter")
        assert not here.is_open, here.message
        assert "NOT satisfied. no time for questions." in sheet(here)


async def test_whoever_is_signed_on_answers_as_themselves(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        id = await give(here)
    async with bedside(ward, OTHER_NURSE) as here:
        await here.press("o")
        assert "NOT ACCEPTED YET" in sheet(here), "the one that waits is on top"
        await here.press("o", "a", "y", "enter")
        assert told(here)[-1] == HandoverAccepted(id, OTHER_NURSE, True)
        await here.press("escape")
        assert "With Ben Lind (BL), nurse, since Mon 02-Nov-2026 12:00." in sheet(here)


async def test_one_patient_is_refused_with_a_reason_and_the_rest_accepted(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        id = await give(here)
    async with bedside(ward, OTHER_NURSE) as here:
        await here.press("o", "o", "r", "o")
        await here.type("bed 99")
        await here.press("enter")
        await here.type("The overdue dose is to be settled first.")
        await here.press("enter", "enter")
        assert "No one patient of this handover has that bed or MRN" in here.message
        here.app.screen.query_one("#which").value = "12"  # type: ignore[attr-defined]
        here.app.screen.query_one("#record").press()  # type: ignore[attr-defined]
        await here.settle()
        reason = "The overdue dose is to be settled first."
        assert told(here)[-1] == HandoverRefused(id, OTHER_NURSE, reason, MRN)
        text = sheet(here)
        assert "NG, Li Wei, MRN 00481-7: REFUSED Mon 02-Nov-2026 12:00 by Ben Lind (BL), nurse" in text
        assert f"{reason} The patient stays with whoever had them before." in text
        await here.press("o", "a", "y", "enter", "escape")
        assert "Never handed over yet; enrolled by" in sheet(here)
        assert "With Ben Lind (BL), nurse" in sheet(here), "the other patient"
        await here.press("t")
        assert "accepted by BL, 1 refused" in drawn(here)


async def test_whoever_signs_on_next_is_told_of_a_handover_that_waits(ward: Ward) -> None:
    two_patients(hire(ward))
    async with bedside(ward) as here:
        await give(here)
        for initials, told_of_it in (("ao", False), ("bl", True)):
            await here.press("i")
            for typed in (initials, PIN):
                await here.key_in(typed)
                await here.press("enter")
            notices = [str(notice.message) for notice in here.app._notifications]
            assert any("It is not accepted yet: o on the board." in each for each in notices) == told_of_it
