"""Scenarios E and J of domain.md 4.6: two nurses and one dose; a plan changed while the form is open."""

from __future__ import annotations

from decimal import Decimal

from textual.widgets import Button

from protocols.entries import DoseGiven
from tests.tui.app.test_two_sessions import frozen
from tests.tui.helpers.bedside_app import OTHER_NURSE, Ward, bedside, key
from tests.tui.helpers.scenario import decide, give, go, to_step
from tui.widgets.field import Field


async def test_e_two_nurses_record_one_dose_and_the_second_is_told_by_whom(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:00")
    async with bedside(ward) as ada, bedside(ward, OTHER_NURSE) as ben:
        await ada.press("d", "g")
        await ben.press("d", "g", "enter")
        kept = ward.last
        assert isinstance(kept.what, DoseGiven)
        assert kept.by.name == "Ben Lind"
        ada.app.follow()
        assert "Ben Lind: 150 mg given" in ada.message
        await ada.press("enter")
        await ada.press("enter")
        assert "is already recorded: 150 mg given" in ada.message
        assert "by Ben Lind" in ada.message
        assert "Nothing was added" in ada.message
        assert ward.last == kept
        await ada.press("escape", "n")
        await ada.type("I was about to give it too.")
        await ada.press("enter", "enter")
        assert ward.last.number == kept.number + 1
        assert len(ward.chart.taken) == 2


async def test_j_a_prescriber_changes_the_plan_while_a_nurse_has_the_dose_form_open(ward: Ward) -> None:
    first = to_step(ward, 2)
    ward.at(first, "08:00")
    ward.give()
    ward.at(first, "20:00")
    async with bedside(ward) as ada, bedside(ward) as doctor:
        await ada.press("d", "g")
        await decide(doctor, "b", "1", reason="Flushed at 300 mg")
        decided = ward.last
        await frozen(ada)
        assert "Flushed at 300 mg" in ada.message
        await ada.press("enter", "g", "enter")
        assert ward.last == decided
        await ada.press("tab", "enter")
        assert ward.last == decided
        await ada.press("x")
        await ada.choose("#food", "f")
        for name, text in (("amount", "300"), ("time", "19:50"), ("reason", "Given before the change")):
            ada.app.screen.query_one(f"#{name}", Field).value = text
        ada.app.screen.query_one("#record", Button).press()
        await ada.settle()
        assert ada.text("#form-title").startswith("Second check"), ada.text("#form-title")
        await ada.press("n", "enter")
        said = ward.said()
        assert isinstance(said, DoseGiven), ada.message
        assert (said.dose, said.amount, said.reason) == (
            key(first, "evening"),
            Decimal(300),
            "Given before the change",
        )
        assert ward.chart.step_number == 1
        await go(ada, first + 1, "08:00")
        assert (await give(ada)).amount == Decimal(150)
