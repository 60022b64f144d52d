"""Completion and follow-up, keyed through the screens: what they ask, show and keep."""

from __future__ import annotations

from textual.widgets import Input

from protocols.entries import (
    ClockConfirmed,
    DecisionMade,
    EntryCorrected,
    FollowUpRecorded,
)
from protocols.reports.status import status_of
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Ward, bedside
from tui.forms.correction.correct import CorrectForm
from tui.widgets.field import Field


def watched(ward: Ward) -> None:
    """Day 15 on a target of step 1: the watch has its last day, and a rash-free check was made."""
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.record(DecisionMade("stay", "Enough for now"), by=PRESCRIBER)
    ward.at(15, "09:00")
    ward.record(ClockConfirmed("ward clock"), patient="", course="")
    ward.rash_free()


async def test_a_prescriber_completes_the_course_and_it_is_told_apart_from_a_stop(ward: Ward) -> None:
    watched(ward)
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("enter")
        assert "[x] Completion: a prescriber may complete the course." in here.text("#gate")
        await here.press("p", "w")
        assert here.text("#after").startswith("There is nothing to waive:")
        here.app.screen.query_one("#decision").focus()
        await here.press("c")
        after = here.text("#after")
        assert after.startswith("After this: the course is completed. Nothing is due: later doses are not")
        assert "Left without a record: 27 doses past their time." in after
        await here.type("Goes home on 150 mg")
        await here.press("enter", "enter")
        assert ward.said() == DecisionMade("complete", "Goes home on 150 mg")
        assert status_of(ward.chart, ward.now).word == "COMPLETE"
        assert "-- COMPLETE alectinib, completed at step 1 of 5, Mon 16-Nov-2026" in here.text("#state")
        assert "Completed at step 1 Mon 16-Nov-2026 09:00 by Cleo Marsh" in here.text("#gate")


async def test_before_its_time_completion_is_refused_with_what_it_waits_for(ward: Ward) -> None:
    ward.begin()
    before = ward.last
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "c")
        assert "It is on step 1, and its target is step 5." in here.text("#after")
        await here.type("Done")
        await here.press("enter", "enter")
        assert "The rash watch begins with the first dose taken of step 1." in here.message
        assert here.is_open
    assert ward.last == before


async def test_a_follow_up_is_a_letter_a_number_a_letter_and_enter(ward: Ward) -> None:
    watched(ward)
    ward.record(DecisionMade("complete", "Goes home"), by=PRESCRIBER)
    async with bedside(ward) as here:
        await here.press("y", "enter")
        assert here.is_open, "Enter at once is neither Back nor Record"
        await here.press("escape", "y")
        assert not here.app.screen.query_one("#early").display
        await here.press("a", "2", "n", "enter")
        assert not here.is_open
        follow_up = FollowUpRecorded("at the dose reached", "stable", "150 mg twice daily", "no")
        assert ward.said() == follow_up
        first = ward.last
        assert "Follow-up Mon 16-Nov-2026 09:00 (AO): on the drug" in here.text("#detail")

        await here.press("enter", "y", "x", "4", "y")
        await here.type("In spring")
        await here.press("enter", "enter")
        back = FollowUpRecorded("off the drug", "progression", "150 mg twice daily", "yes", "In spring")
        assert ward.said() == back
        assert "RASH CAME BACK: In spring." in here.text("#gate")

        await here.open(CorrectForm(MRN, ward.course, first.id))
        await here.press("c")
        await here.choose("#disease", "3")
        here.app.screen.query_one("#highest Input", Input).value = "150 mg once daily"
        here.app.screen.query_one("#reason", Field).value = "Letter read again"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        right = FollowUpRecorded("at the dose reached", "no progression", "150 mg once daily", "no")
        assert ward.said() == EntryCorrected(first.id, "Letter read again", right)


async def test_on_an_earlier_step_the_form_says_so_and_asks_for_every_answer(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("y")
        assert "The course is on step 1, its target is step 5." in here.text("#early")
        for key, words in (("a", "how the disease is"), ("1", "whether the rash came back")):
            await here.press(key)
            here.app.screen.query_one("#record").focus()
            await here.press("enter")
            assert words in here.message
        await here.press("u")
        await here.type("none yet")
        await here.press("enter", "enter")
        assert ward.said() == FollowUpRecorded("at the dose reached", "response", "none yet", "unknown")
