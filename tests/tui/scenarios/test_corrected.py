"""Scenario G of domain.md 4.6: a dose put on the wrong patient, found and corrected by the next shift."""

from __future__ import annotations

from protocols.course.progress import counted_doses
from protocols.entries import EntryCorrected
from tests.tui.helpers.bedside_app import OTHER_NURSE, Ward, bedside
from tests.tui.helpers.scenario import due, give, go, sign_on


async def test_g_a_dose_of_the_wrong_patient_is_corrected_by_the_next_shift(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await go(here, 1, "08:00")
        await give(here)
        await go(here, 1, "20:00")
        await give(here)
        wrong = ward.last
        assert len(counted_doses(ward.chart, 1)) == 2
        await sign_on(here, OTHER_NURSE)
        await go(here, 1, "21:30")
        await here.press("t", "c", "e")
        await here.type("Given to bed 14, not to bed 12")
        await here.press("enter", "enter")
        said = ward.said()
        assert said == EntryCorrected(wrong.id, "Given to bed 14, not to bed 12", None, None)
        assert ward.last.by.name == "Ben Lind"
        assert len(counted_doses(ward.chart, 1)) == 1
        assert due(ward) == ["02 evening"], "the dose is open again"
        assert "CORRECTED by entry" in here.text("#detail")
        assert "Given to bed 14" in here.text("#detail") or "Ben Lind" in here.text("#detail")
        assert wrong in ward.ledger.record(ward.last.patient).entries, "both stay"
