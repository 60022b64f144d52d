"""Starting a step and a prescriber's decisions: the gate in words, the ledger's refusal, what follows."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from protocols.entries import DecisionMade, PreconditionWaived, RashFound, StepStarted
from protocols.reports.status import status_of
from tests.tui.helpers.bedside_app import PRESCRIBER, Bedside, Ward, bedside, key, said
from tui.widgets.field import Field


def words(here: Bedside) -> str:
    """Everything the form says, in one line."""
    return " ".join(said(static) for static in here.app.screen.query("#fields Static").results(Static))


async def test_an_open_gate_is_three_keys_and_shows_the_old_and_the_new_dose(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("u", "enter")
        assert here.is_open, "Enter at once is neither Back nor Record"
        await here.press("escape", "u")
        shown = words(here)
        assert "Gate to step 2, 300 mg twice daily: OPEN" in shown
        assert "DOSE NOW step 1, 150 mg twice daily: 1 capsule of 150 mg" in shown
        assert "NEXT DOSE step 2, 300 mg twice daily: 2 capsules of 150 mg" in shown
        await here.press("y", "enter")
        assert not here.is_open
        assert ward.said() == StepStarted(2, key(3, "morning"))


async def test_an_open_gate_wants_the_statement(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("u")
        await here.press("tab", "enter")
        assert here.message == "Press Y to state that step 2 is to be started."
        await here.press("escape")
    assert not any(isinstance(e.what, StepStarted) and e.what.step == 2 for e in ward.ledger.entries())


async def test_a_shut_gate_is_refused_by_the_ledger_with_every_reason(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    before = ward.last
    async with bedside(ward) as here:
        await here.press("u", "tab", "enter")
        for reason in (
            "Step 2 is not open.",
            "1 Doses given: 1 of 4",
            "2 Days passed: Day 1 of 2",
            "3 Rash-free check",
        ):
            assert reason in here.message
        assert here.is_open
        assert ward.last == before


async def test_a_rash_found_elsewhere_shuts_the_gate_of_an_open_form(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.app.StepwardApp.LOOK_SECONDS", 3600)  # Enter finds it before a look does
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("u", "y")
        ward.record(RashFound("urticaria", ("back",)))
        await here.press("enter")
        assert "Rash found: urticaria" in here.message
        await here.press("tab", "enter")
        await here.press("enter")
        assert "Step 2 is not open." in here.message
        assert "4 No open rash" in here.message
        assert isinstance(ward.last.what, RashFound)


async def rash_on_step_two(ward: Ward) -> None:
    ward.gate_open()
    ward.start(2)
    ward.at(3, "08:00")
    ward.give()
    ward.at(3, "12:30")
    ward.record(RashFound("maculopapular", ("back",)))
    ward.at(3, "13:00")


async def test_a_prescriber_resumes_and_sees_what_will_be_due(ward: Ward) -> None:
    await rash_on_step_two(ward)
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "r")
        assert "This cannot be recorded yet:" in here.text("#after")
        await here.press("a")
        assert here.text("#after") == "After this: 300 mg twice daily from Wed 04-Nov-2026 evening."
        await here.press("enter")
        await here.type("Mild")
        await here.press("enter", "enter")
        assert not here.is_open
        assert ward.said() == DecisionMade("resume", "Mild", None, key(3, "evening"), True)
        assert ward.chart.running


async def test_going_back_names_the_step_with_its_capsules_and_wants_a_reason(ward: Ward) -> None:
    await rash_on_step_two(ward)
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "b")
        assert "150 mg twice daily: 1 capsule of 150 mg" in [
            option.words
            for option in here.app.screen.query_one("#step").options  # type: ignore[attr-defined]
        ]
        await here.press("1", "a")
        assert here.text("#after") == "After this: 150 mg twice daily from Wed 04-Nov-2026 evening."
        await here.press("tab", "tab", "enter")
        assert here.message == "Write the reason for the decision."
        await here.type("Rash at 300 mg")
        await here.press("enter", "enter")
        assert ward.said() == DecisionMade("back", "Rash at 300 mg", 1, key(3, "evening"), True)


async def test_rash_accepted_for_another_decision_is_not_recorded_with_a_stop(ward: Ward) -> None:
    await rash_on_step_two(ward)
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "r", "a")
        here.app.screen.query_one("#decision").focus()
        await here.press("x")
        await here.type("Too much")
        await here.press("enter", "enter")
        assert ward.said() == DecisionMade("stop", "Too much")


async def test_a_nurse_is_told_at_once_and_refused_by_the_ledger(ward: Ward) -> None:
    await rash_on_step_two(ward)
    before = ward.last
    async with bedside(ward) as here:
        await here.press("p")
        assert "Only a prescriber decides. You are signed on as nurse." in here.text("#role")
        await here.press("x")
        await here.type("Enough")
        await here.press("enter", "enter")
        assert "This decision is a prescriber's. You are signed on as nurse" in here.message
        assert here.app.screen.query_one("#reason", Field).value == "Enough"
        assert ward.last == before


async def test_target_stop_and_waiver(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "w", "d")
        assert "The gate to step 2 still waits for days passed" in here.text("#after")
        await here.type("One dose lost")
        await here.press("enter", "enter")
        assert ward.said() == PreconditionWaived("doses", "One dose lost")
        await here.press("p", "t", "2")
        assert "The target is step 2, 300 mg twice daily." in here.text("#after")
        await here.type("Lower")
        await here.press("enter", "enter")
        assert ward.said() == DecisionMade("target", "Lower", 2)
        await here.press("p", "x")
        assert here.text("#after") == "After this: the course is stopped. Nothing is due."
        await here.type("Changed drug")
        await here.press("enter", "enter")
        assert status_of(ward.chart, ward.now).word == "STOPPED"


class Ticking(Ward):
    """A ward whose clock goes on with every look at it, as a real one does."""

    def clock(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


async def test_what_follows_is_told_by_a_clock_that_goes_on(tmp_path: Path) -> None:
    ward = Ticking(tmp_path)
    ward.begin()
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "x")
        assert here.text("#after").startswith("After this: the course is stopped. Nothing is due.")
