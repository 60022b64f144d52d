"""Preconditions 4 and 5: any rash, red flag or hold stops everything until a prescriber decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from protocols import entries as e
from tests.protocols.helpers.bedside import (
    NURSE,
    PRESCRIBER,
    Bedside,
    at_bedside,
    missing,
    on_step,
    refusal,
    words,
)
from tests.protocols.helpers.published import library

CAUSES: list[e.What] = [
    e.RashFound("maculopapular", ("neck",)),
    e.RashFound("urticaria", (), extent=Decimal("0.5"), extent_method="hand", grade=1, ctcae="v6"),
    e.RedFlagSeen(("skin pain",)),
    e.HoldPlaced("surgery tomorrow"),
]
NAMES = ["rash", "the least rash", "red flag", "hold"]
D1, D2, D3, D4 = (date(2026, 11, day) for day in (2, 3, 4, 5))


def held(cause: e.What) -> Bedside:
    """Step 2, its first morning dose given at 08:00, held at 09:00."""
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.at(D3, "09:00")
    bedside.record(cause)
    return bedside


@pytest.mark.parametrize("cause", CAUSES, ids=NAMES)
def test_any_cause_holds_the_course_at_once_and_nothing_is_due(cause: e.What) -> None:
    bedside = held(cause)
    assert len(bedside.chart.open_holds) == 1
    assert not bedside.chart.running
    bedside.at(D4, "08:00")
    assert bedside.next is None
    assert {dose.state for dose in bedside.doses if dose.step == 2} == {"given"}
    assert 5 in missing(bedside)


@pytest.mark.parametrize("cause", CAUSES, ids=NAMES)
@pytest.mark.parametrize("decision", ["resume", "repeat", "back", "stay", "stop", "target"])
@pytest.mark.parametrize("role", ["nurse", "pharmacist", "admin"])
def test_only_a_prescriber_decides(cause: e.What, decision: e.DecisionKind, role: str) -> None:
    bedside = held(cause)
    bedside.go(hours=5)
    bedside.rash_free()
    somebody = e.Person("Dora Vane", "DV", role)  # type: ignore[arg-type]
    step = {"back": 1, "target": 3}.get(decision)
    told = refusal(bedside, bedside.decide, decision, step, residual=True, by=somebody)
    assert f"This decision is a prescriber's. You are signed on as {role}" in told
    bedside.decide(decision, step)


@pytest.mark.parametrize("cause", CAUSES, ids=NAMES)
def test_a_rash_free_check_alone_ends_no_hold(cause: e.What) -> None:
    bedside = held(cause)
    bedside.go(hours=5)
    bedside.rash_free()
    assert len(bedside.chart.open_holds) == 1
    assert bedside.next is None


def test_the_words_say_what_held_the_course_and_the_red_flag_comes_first() -> None:
    bedside = held(e.RashFound("maculopapular", ("neck",)))
    assert words(bedside, 5) == "Rash found Wed 04-Nov-2026 09:00. Only a prescriber ends this hold."
    assert words(bedside, 4) == (
        "Rash seen Wed 04-Nov-2026 09:00 is open: it needs a rash-free check and a prescriber's release."
    )
    bedside.record(e.HoldPlaced("surgery"))
    bedside.go(hours=1)
    bedside.record(e.RedFlagSeen(("facial oedema", "skin pain")))
    assert words(bedside, 5) == (
        "Red flag (facial oedema, skin pain) Wed 04-Nov-2026 10:00. Only a prescriber ends this hold."
    )


def test_the_words_of_a_plain_hold_give_its_reason() -> None:
    bedside = held(e.HoldPlaced("surgery\x1b[2J tomorrow"))
    assert words(bedside, 5).startswith("Hold (surgery\N{REPLACEMENT CHARACTER}[2J tomorrow) Wed 04-Nov-2026")
    assert words(bedside, 4) == "No finding waits for a check or a release."


@pytest.mark.parametrize("cause", CAUSES[:3], ids=NAMES[:3])
def test_no_step_starts_with_an_open_finding_even_with_a_fresh_check_and_every_dose(cause: e.What) -> None:
    bedside = on_step(1)
    bedside.step_through()
    bedside.record(cause)
    bedside.go(hours=1)
    bedside.rash_free()
    told = refusal(bedside, bedside.start, 2)
    assert "5 No hold, no red flag: " in told
    bedside.decide("resume")
    assert bedside.gate.open


def test_a_finding_after_the_check_shuts_the_gate_until_a_fresh_check() -> None:
    bedside = on_step(1)
    bedside.step_through()
    bedside.rash_free()
    bedside.go(minutes=5)
    bedside.rash()
    bedside.decide("resume", residual=True)
    assert missing(bedside) == [3, 4]
    told = refusal(bedside, bedside.start, 2)
    assert (
        "A finding was recorded after the last rash-free check (Wed 04-Nov-2026 06:30 by Ada Okafor)" in told
    )
    bedside.go(minutes=5)
    bedside.rash_free()
    assert bedside.gate.open


def test_a_rash_at_the_very_instant_of_the_check_outweighs_it() -> None:
    bedside = on_step(1)
    bedside.step_through()
    bedside.rash_free()
    bedside.rash()
    bedside.decide("resume", residual=True)
    assert missing(bedside) == [3, 4]


def test_a_check_under_a_wrong_clock_closes_no_rash() -> None:
    bedside = on_step(1)
    bedside.step_through()
    bedside.rash()
    bedside.decide("resume", residual=True)
    bedside.go(days=8)
    bedside.rash_free()
    bedside.go(days=-8, minutes=5)
    assert 4 in missing(bedside)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (e.PatientSent("Hospital"), "Hospital"),
        (e.PatientLeft("leave"), "leave"),
        (e.PatientLeft("discharged"), "ischarged"),
    ],
    ids=["sent", "on leave", "discharged"],
)
def test_nobody_goes_up_who_is_not_here(what: e.What, said: str) -> None:
    bedside = on_step(1)
    bedside.step_through()
    bedside.rash_free()
    assert bedside.gate.open
    bedside.record(what, course="")
    assert missing(bedside) == [5]
    assert said in words(bedside, 5)
    refusal(bedside, bedside.start, 2)


def test_residual_rash_is_accepted_for_the_same_or_a_lower_dose_and_never_for_a_higher_one() -> None:
    for decision, step in (("resume", None), ("repeat", None), ("stay", None), ("back", 1)):
        bedside = held(e.RashFound("maculopapular", ("neck",)))
        told = refusal(bedside, bedside.decide, decision, step)
        assert "Or accept the residual rash for the same or a lower dose." in told
        bedside.decide(decision, step, residual=True)  # type: ignore[arg-type]
        assert bedside.chart.running
        assert bedside.chart.step_number == (step or 2)
        assert 4 in missing(bedside) or bedside.gate.to is None


def test_after_residual_rash_was_accepted_every_precondition_but_the_rash_still_leaves_the_gate_shut() -> (
    None
):
    bedside = on_step(1)
    bedside.step_through()
    bedside.rash()
    bedside.decide("resume", residual=True)
    bedside.go(hours=20)
    assert missing(bedside) == [3, 4]
    for waived in ("doses", "days", "break"):
        assert "nothing to waive" in refusal(bedside, bedside.waive, waived)
    refusal(bedside, bedside.start, 2)


def test_a_red_flag_is_a_hold_in_its_own_words_and_not_called_a_rash() -> None:
    bedside = held(e.RedFlagSeen(("skin pain",)))
    assert words(bedside, 4) == "No finding waits for a check or a release."
    assert "Red flag (skin pain)" in words(bedside, 5)


def test_one_decision_ends_every_hold_there_is() -> None:
    bedside = held(e.RashFound("maculopapular", ("neck",)))
    bedside.record(e.RedFlagSeen(("purpura",)))
    bedside.record(e.HoldPlaced("waiting for the doctor"))
    bedside.go(hours=6)
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.open_holds == ()
    assert bedside.chart.running


def test_a_plain_hold_is_ended_without_a_check() -> None:
    bedside = held(e.HoldPlaced("surgery"))
    bedside.decide("resume")
    assert bedside.chart.running


def test_a_dose_due_while_held_never_becomes_overdue_but_one_due_before_it_stays_so() -> None:
    bedside = on_step(2)
    bedside.at(D3, "10:00")
    bedside.record(e.HoldPlaced("surgery"))
    assert [dose.state for dose in bedside.doses if dose.step == 2] == ["held"]
    bedside.at(D4, "07:00")
    bedside.rash_free()
    bedside.decide("resume")
    states = {dose.key: dose.state for dose in bedside.doses if dose.step == 2}
    assert states[e.DoseKey(D3, "morning")] == "overdue"
    assert e.DoseKey(D3, "evening") not in states
    coming = bedside.next
    assert coming is not None
    assert coming.key == e.DoseKey(D4, "morning")


def test_a_rash_before_dose_one_can_be_released_and_the_first_step_keeps_its_gate() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.rash()
    assert missing(bedside) == [3, 4, 5]
    for decision in ("repeat", "back", "stay"):
        refusal(bedside, bedside.decide, decision, 1, residual=True)
    refusal(bedside, bedside.decide, "resume")
    bedside.decide("resume", residual=True)
    assert missing(bedside) == [3, 4]
    refusal(bedside, bedside.start, 1)
    bedside.go(minutes=5)
    bedside.rash_free()
    bedside.start(1)


def test_a_hold_before_dose_one_is_released_with_no_first_dose() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.record(e.HoldPlaced("waiting for liver values"))
    first = e.DoseKey(D1, "morning")
    with_dose = e.DecisionMade("resume", "values are normal", None, first)
    assert "no first dose" in refusal(bedside, bedside.record, with_dose, by=PRESCRIBER)
    bedside.decide("resume")
    assert missing(bedside) == [3]
    assert "There is no hold to end." in refusal(bedside, bedside.decide, "resume")


WRONG_RASHES: list[tuple[str, Callable[[Bedside, str], object]]] = [
    ("entered in error", lambda b, wrong: b.record(e.EntryCorrected(wrong, "wrong patient"))),
    (
        "was rash-free",
        lambda b, wrong: b.record(e.EntryCorrected(wrong, "wrong line", e.RashFreeChecked(True, True))),
    ),
]


@pytest.mark.parametrize(("name", "correct"), WRONG_RASHES, ids=[name for name, _ in WRONG_RASHES])
def test_correcting_a_rash_does_not_lift_the_hold(
    name: str, correct: Callable[[Bedside, str], object]
) -> None:
    bedside = held(e.RashFound("maculopapular", ("neck",)))
    rash = bedside.entries[-1]
    bedside.go(hours=5)
    correct(bedside, rash.id)
    assert len(bedside.chart.open_holds) == 1
    assert bedside.next is None
    assert 5 in missing(bedside)
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.running


@pytest.mark.parametrize("right", [e.RashFound("other", ("back",)), e.RedFlagSeen(("purpura",))])
def test_a_rash_free_check_corrected_to_a_finding_holds_the_course(
    right: e.RashFound | e.RedFlagSeen,
) -> None:
    bedside = on_step(2)
    bedside.at(D3, "12:30")
    check = bedside.rash_free()
    assert bedside.chart.running
    bedside.correct(check, right)
    assert bedside.next is None
    assert [hold.cause for hold in bedside.chart.open_holds] == [
        "rash" if isinstance(right, e.RashFound) else "red flag"
    ]
    if isinstance(right, e.RashFound):
        assert 4 in missing(bedside)


def test_a_correction_of_a_released_rash_holds_again_for_the_decision_was_on_other_findings() -> None:
    bedside = held(e.RashFound("maculopapular", ("neck",)))
    rash = bedside.entries[-1]
    bedside.decide("resume", residual=True)
    bedside.correct(rash, e.RashFound("maculopapular", ("neck", "back", "face")))
    assert not bedside.chart.running
    assert {4, 5} <= set(missing(bedside))


def test_anyone_may_hold_but_not_without_a_reason_nor_a_stopped_course() -> None:
    bedside = at_bedside()
    assert "Write the reason for the hold." in refusal(bedside, bedside.record, e.HoldPlaced("  "))
    bedside.decide("stop")
    assert "was stopped" in refusal(bedside, bedside.record, e.HoldPlaced("why not"), by=NURSE)
