"""Completion is an act by a prescriber, on the target dose, when the rash watch is over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.entries import DecisionMade, DoseKey, HoldPlaced, RashFound, RedFlagSeen
from protocols.gate.completion import before_completion
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, on_step, refusal

LAST_OF_WATCH = date(2026, 11, 18)
"""Step 2, from 04-Nov-2026 on, is made the target: 14 days later its watch has its last day."""


def on_target() -> Bedside:
    """06:30 of the first day of step 2, which is the target."""
    bed = on_step(2)
    bed.decide("stay")
    return bed


def on_last_day() -> Bedside:
    """The last day of the watch, 06:30, every dose given and no look since the start."""
    bed = on_target()
    for _ in range(14):
        bed.day()
    return bed


def test_a_course_is_completed_on_the_last_day_of_its_watch_and_not_before() -> None:
    bed = on_last_day()
    bed.at(LAST_OF_WATCH - timedelta(days=1), "23:59")
    bed.rash_free()
    told = "The rash watch ends with a rash-free check on Wed 18-Nov-2026 or later; the last check was Tue 17"
    assert told in refusal(bed, bed.decide, "complete")
    bed.at(LAST_OF_WATCH, "00:01")
    assert told in refusal(bed, bed.decide, "complete")
    assert before_completion(bed.chart)
    bed.rash_free()
    assert before_completion(bed.chart) == ()
    bed.decide("complete")
    assert (bed.chart.completed, bed.chart.ended_text, bed.chart.running) == (True, "completed", False)
    assert bed.next is None


def test_a_stopped_course_is_not_completed() -> None:
    bed = on_last_day()
    bed.rash_free()
    bed.decide("stop")
    assert (bed.chart.completed, bed.chart.ended_text) == (False, "stopped")
    assert status_of(bed.chart, bed.now).word == "STOPPED"


def test_only_a_prescriber_completes_with_a_reason_and_no_first_dose() -> None:
    bed = on_last_day()
    bed.rash_free()
    assert "is a prescriber's" in refusal(bed, bed.decide, "complete", by=NURSE)
    bare = DecisionMade("complete", " ")
    assert "Write the reason" in refusal(bed, bed.record, bare, by=PRESCRIBER)
    dose = DecisionMade("complete", "borne well", None, DoseKey(LAST_OF_WATCH, "morning"))
    assert "it has no first dose" in refusal(bed, bed.record, dose, by=PRESCRIBER)


def test_before_the_target_the_course_is_not_completed() -> None:
    bed = on_step(2)
    told = refusal(bed, bed.decide, "complete")
    assert "It is on step 2, and its target is step 5." in told
    assert "To end it without this, stop it." in told


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (RashFound("other", ("neck",)), "Rash found"),
        (RedFlagSeen(("purpura",)), "Red flag (purpura)"),
        (HoldPlaced("surgery"), "Hold (surgery)"),
    ],
)
def test_an_open_hold_is_ended_by_its_own_decision_first(found: RashFound, words: str) -> None:
    bed = on_last_day()
    bed.record(found)
    bed.go(hours=1)
    bed.rash_free()
    assert words in refusal(bed, bed.decide, "complete")
    bed.decide("resume")
    bed.decide("complete")


def test_an_accepted_rash_is_not_a_completed_course() -> None:
    bed = on_last_day()
    bed.rash()
    bed.decide("resume", residual=True)
    assert "is open" in refusal(bed, bed.decide, "complete")


def test_a_red_flag_accepted_as_residual_is_not_a_watch_seen_to_its_end() -> None:
    bed = on_last_day()
    bed.rash_free()
    bed.go(hours=1)
    bed.record(RedFlagSeen(("skin pain",)))
    assert "no reason to pass a red flag" in refusal(bed, bed.decide, "resume", residual=True)
    assert "The rash watch ends with a rash-free check" in refusal(bed, bed.decide, "complete")
    bed.go(hours=1)
    bed.rash_free()
    bed.decide("resume")
    bed.decide("complete")


def test_where_the_only_look_was_taken_away_there_was_none() -> None:
    bed = on_step(1)
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    bed.correct(bed.entries[2])
    assert "there was no check yet." in refusal(bed, bed.decide, "complete")


def test_the_target_dose_must_have_been_given() -> None:
    bed = on_target()
    bed.at(LAST_OF_WATCH, "09:00")
    bed.confirm_clock()
    bed.rash_free()
    assert "No dose of step 2 has been given" in refusal(bed, bed.decide, "complete")
    bed.give(DoseKey(LAST_OF_WATCH, "morning"), Decimal(150), reason="half")
    assert "No dose of step 2 has been given" in refusal(bed, bed.decide, "complete")
    bed.correct(bed.entries[-1])
    bed.give(DoseKey(LAST_OF_WATCH, "morning"))
    assert "The rash watch ends with a rash-free check" in refusal(bed, bed.decide, "complete")
    bed.go(days=14)
    bed.confirm_clock()
    bed.rash_free()
    bed.decide("complete")


def test_a_lower_dose_that_was_made_the_target_counts_as_completed_and_another_course_may_follow() -> None:
    bed = on_last_day()
    bed.rash_free()
    bed.decide("complete")
    found = status_of(bed.chart, bed.now)
    assert found.word == "COMPLETE"
    assert found.why[0] == "Completed at step 2 Wed 18-Nov-2026 06:30 by Cleo Marsh: as discussed."
    old = bed.course
    bed.enrol()
    assert bed.course != old


def test_a_rash_after_the_end_is_said_beside_it() -> None:
    bed = on_last_day()
    bed.rash_free()
    bed.decide("complete")
    bed.go(days=3)
    bed.rash()
    found = status_of(bed.chart, bed.now)
    released = "A prescriber releases it: key d."
    assert found.word == "HOLD"
    assert found.why[1] == f"NOT RELEASED: Rash found Sat 21-Nov-2026 06:30. {released}"


def test_the_board_says_when_a_course_may_be_completed() -> None:
    bed = on_last_day()
    assert "A prescriber may complete the course." not in status_of(bed.chart, bed.now).why
    bed.rash_free()
    assert "A prescriber may complete the course." in status_of(bed.chart, bed.now).why
