"""A prescriber's decisions: resume, repeat, back, stay, target, stop. The tool never picks one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import DecisionKind, DecisionMade, DoseKey, PreconditionWaived, RedFlagSeen
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, at_bedside, missing, on_step, refusal
from tests.protocols.helpers.published import library

D3, D4 = date(2026, 11, 4), date(2026, 11, 5)
DAY_8 = date(2026, 11, 9)


def held_on(step: int) -> Bedside:
    """Step `step`, its first morning dose given, a rash at 09:00."""
    bedside = on_step(step)
    first = bedside.next
    assert first is not None
    bedside.at(first.key.day, "08:00")
    bedside.give()
    bedside.go(hours=1)
    bedside.rash()
    return bedside


def test_resume_goes_on_with_the_same_step_and_the_same_stay() -> None:
    bedside = held_on(2)
    bedside.go(hours=4)
    bedside.rash_free()
    before = bedside.chart.current
    bedside.decide("resume")
    after = bedside.chart.current
    assert before is not None
    assert after is not None
    assert (after.step, after.stay) == (before.step, before.stay)
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.amount) == (DoseKey(D3, "evening"), Decimal(300))


def test_back_goes_to_an_earlier_step_and_up_again_only_through_every_gate() -> None:
    bedside = held_on(3)
    bedside.go(hours=4)
    bedside.rash_free()
    bedside.decide("back", 1)
    assert bedside.chart.step_number == 1
    assert [start.step for start in bedside.chart.starts if not start.release] == [1]
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.amount, coming.step) == (DoseKey(DAY_8, "evening"), Decimal(150), 1)

    assert "The next step is step 2" in refusal(bedside, bedside.start, 3)
    assert missing(bedside) == [1, 2, 3]
    bedside.at(DAY_8, "20:00")
    bedside.give()
    for day in (10, 11):
        bedside.at(date(2026, 11, day), "08:00")
        bedside.day()
    bedside.rash_free()
    bedside.start(2)
    assert [start.step for start in bedside.chart.starts if not start.release] == [1, 2]
    assert "The next step is step 3" in refusal(bedside, bedside.start, 4)
    assert {1, 2, 3} <= set(missing(bedside))


@pytest.mark.parametrize("step", [None, 0, 3, 4, -1, 99])
def test_back_is_to_an_earlier_step_and_never_up(step: int | None) -> None:
    bedside = held_on(3)
    wrong = DecisionMade("back", "as discussed", step, DoseKey(DAY_8, "evening"), True)
    assert "Choose" in refusal(bedside, bedside.record, wrong, by=PRESCRIBER)


def test_stay_makes_this_step_the_last_and_only_another_target_opens_the_way_up_again() -> None:
    bedside = held_on(2)
    bedside.decide("stay", residual=True)
    assert (bedside.chart.target, bedside.chart.running) == (2, True)
    assert bedside.gate.to is None
    bedside.decide("target", 3)
    assert bedside.gate.to == 3
    assert 3 in missing(bedside)


def test_stay_without_a_hold_changes_the_target_and_no_dose() -> None:
    bedside = on_step(2)
    first = DoseKey(D3, "morning")
    wrong = DecisionMade("stay", "tolerates this", None, first)
    assert "staying needs no first dose" in refusal(bedside, bedside.record, wrong, by=PRESCRIBER)
    before = bedside.chart.stretches
    bedside.decide("stay")
    assert bedside.chart.stretches == before
    assert bedside.chart.target == 2


@pytest.mark.parametrize(
    ("step", "words"), [(1, "from step 2 to step 5"), (6, "from step 2"), (5, "already")]
)
def test_the_target_is_between_the_current_step_and_the_last(step: int, words: str) -> None:
    bedside = on_step(2)
    assert words in refusal(bedside, bedside.decide, "target", step)
    assert "Choose the step" in refusal(bedside, bedside.decide, "target", None)


def test_a_target_needs_doses_that_the_stock_can_make() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol(target=2, strengths=(Decimal(300), Decimal(150)), made_by="")
    bedside.decide("target", 5)
    strong = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), strengths=(Decimal(150),)))
    strong.admit()
    strong.enrol(target=1, strengths=(Decimal(150),), made_by="")
    strong.protocol = library("alectinib-anderson")
    assert strong.chart.target == 1
    odd = Bedside(library("alectinib-shirasawa"))
    odd.admit()
    odd.enrol(target=1, strengths=(Decimal(40),), made_by="")
    odd.decide("target", 3)
    assert "The strengths in stock cannot make 300 mg." in refusal(odd, odd.decide, "target", 4)


def test_a_pharmacists_note_lets_the_target_go_beyond_the_stock() -> None:
    odd = Bedside(library("alectinib-shirasawa"))
    odd.admit()
    odd.enrol(target=1, strengths=(Decimal(40),), made_by="oral suspension")
    odd.decide("target", 4)
    assert odd.chart.target == 4


def test_the_target_can_be_any_step_before_the_start() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    assert "from step 1 to step 5" in refusal(bedside, bedside.decide, "target", 0)
    bedside.decide("target", 1)
    assert bedside.chart.target == 1


def test_a_new_target_ends_no_hold() -> None:
    bedside = held_on(2)
    bedside.decide("target", 3)
    assert len(bedside.chart.open_holds) == 1
    assert bedside.next is None


def test_stop_ends_the_course_for_good() -> None:
    bedside = held_on(2)
    bedside.decide("stop")
    assert bedside.chart.ended is not None
    assert not bedside.chart.running
    assert (bedside.gate.to, bedside.gate.open) == (None, False)
    assert bedside.next is None
    for decision in ("resume", "repeat", "stop", "stay", "target"):
        told = refusal(bedside, bedside.decide, decision, 3)
        released = "what was found is released, with no first dose"
        assert (released if decision == "resume" else "This course was stopped.") in told
    assert "This course was stopped." in refusal(bedside, bedside.start, 3)


@pytest.mark.parametrize(("decision", "step"), [("stop", None), ("target", 3)])
def test_a_stop_and_a_target_make_no_dose_due(decision: DecisionKind, step: int | None) -> None:
    bedside = on_step(2)
    what = DecisionMade(decision, "as discussed", step, DoseKey(D3, "morning"))
    assert "it has no first dose" in refusal(bedside, bedside.record, what, by=PRESCRIBER)


def test_a_stop_needs_neither_a_check_nor_a_start() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.decide("stop")
    assert bedside.chart.ended is not None


@pytest.mark.parametrize("decision", ["resume", "repeat", "back", "stay", "stop", "target"])
def test_every_decision_has_a_reason(decision: DecisionKind) -> None:
    bedside = held_on(2)
    for reason in ("", "   "):
        what = DecisionMade(decision, reason, 1, DoseKey(D3, "evening"), True)
        assert "Write the reason for the decision." in refusal(bedside, bedside.record, what, by=PRESCRIBER)
    too_long = DecisionMade(decision, "x" * 2001, 1, DoseKey(D3, "evening"), True)
    assert "it has 2,001 characters" in refusal(bedside, bedside.record, too_long, by=PRESCRIBER)


@pytest.mark.parametrize("decision", ["resume", "repeat", "back", "stay"])
def test_a_decision_says_from_which_dose_on_and_no_far_one(decision: DecisionKind) -> None:
    bedside = held_on(2)
    step = 1 if decision == "back" else None
    for first in (None, DoseKey(D4, "evening"), DoseKey(D3, "morning"), DoseKey(date.min, "evening")):
        what = DecisionMade(decision, "as discussed", step, first, True)
        assert "first dose" in refusal(bedside, bedside.record, what, by=PRESCRIBER)


def test_a_release_needs_a_check_as_good_as_the_gates() -> None:
    bedside = held_on(2)
    bedside.at(D3, "11:59")
    bedside.rash_free()
    assert "too soon after the last dose" in refusal(bedside, bedside.decide, "resume")
    bedside.at(D3, "12:00")
    bedside.rash_free()
    bedside.at(D4, "00:01")
    assert "20hr old at the first dose" in refusal(bedside, bedside.decide, "resume")
    bedside.rash_free()
    bedside.decide("resume")


def test_a_red_flag_needs_a_check_for_its_release_too_also_where_it_was_entered_in_error() -> None:
    for in_error in (False, True):
        bedside = on_step(2)
        bedside.at(D3, "08:00")
        bedside.give()
        flag = bedside.record(RedFlagSeen(("skin pain",)))
        if in_error:
            bedside.correct(flag)
        assert "Check the whole skin" in refusal(bedside, bedside.decide, "resume")
        bedside.at(D3, "12:00")
        bedside.rash_free()
        bedside.decide("resume")


def test_a_rash_accepted_once_is_accepted_again_or_seen_to_be_gone_before_another_decision() -> None:
    bedside = held_on(2)
    bedside.decide("resume", residual=True)
    assert "Or accept the residual rash" in refusal(bedside, bedside.decide, "repeat")
    bedside.decide("repeat", residual=True)


def test_after_the_stop_no_dose_is_due() -> None:
    bedside = on_step(2)
    bedside.decide("stop")
    bedside.at(D3, "08:00")
    assert "not due" in refusal(bedside, bedside.give, DoseKey(D3, "morning"), Decimal(300))


def test_a_course_that_was_not_started_does_not_run() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    assert not bedside.chart.running


def test_the_current_step_can_be_the_target() -> None:
    bedside = on_step(2)
    bedside.decide("target", 2)
    assert bedside.gate.to is None


@pytest.mark.parametrize("decision", ["resume", "repeat", "stay"])
def test_a_step_named_where_none_is_asked_for_moves_no_one(decision: DecisionKind) -> None:
    bedside = held_on(2)
    stray = DecisionMade(decision, "as discussed", 5, DoseKey(D3, "evening"), True)
    bedside.record(stray, by=PRESCRIBER)
    assert bedside.chart.step_number == 2


def test_a_hold_that_has_ended_keeps_the_decision_that_ended_it() -> None:
    bedside = held_on(2)
    first = bedside.decide("resume", residual=True)
    bedside.rash()
    second = bedside.decide("resume", residual=True)
    assert [hold.ended for hold in bedside.chart.holds] == [first, second]


def test_a_repeat_needs_no_hold_and_a_resume_does() -> None:
    bedside = on_step(2)
    assert "There is no hold to end." in refusal(bedside, bedside.decide, "resume")
    bedside.decide("repeat")
    assert bedside.chart.step_number == 2


def test_a_decision_to_go_back_before_a_step_was_begun_leaves_none_of_its_doses_behind() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.rash_free()
    bedside.start(2, DoseKey(D3, "morning"))
    bedside.decide("back", 1)
    keys = [dose.key for dose in bedside.doses]
    assert len(keys) == len(set(keys))
    assert {dose.step for dose in bedside.doses if dose.key.day >= D3} == {1}


@pytest.mark.parametrize(
    ("what", "about"),
    [
        (DecisionMade("stop", " "), "reason"),
        (PreconditionWaived("doses", ""), "reason"),
        (DecisionMade("target", "x", 99), "step"),
        (DecisionMade("target", "x", 5), "step"),
        (DecisionMade("back", "x", 2, DoseKey(D4, "morning")), "step"),
        (DecisionMade("repeat", "x", None, DoseKey(D3, "morning"), True), "first"),
    ],
    ids=[
        "no reason",
        "no reason to waive",
        "no such target",
        "the target there is",
        "back to where it is",
        "from a dose that was given",
    ],
)
def test_a_refusal_says_which_part_it_is_about(what: DecisionMade | PreconditionWaived, about: str) -> None:
    bedside = held_on(2)
    with pytest.raises(Refused) as refused:
        bedside.record(what, by=PRESCRIBER)
    assert refused.value.about == about
