"""What was decided on paper is judged by the gate as it stood then, whatever is entered first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from protocols import entries as e
from protocols.gate.gate import gate
from protocols.gate.rash_watch import increase_to_come, increases
from protocols.gate.wording import hold_words
from protocols.record.held import open_told_holds
from protocols.rules.check import Refused
from protocols.values.clinic_time import instant_of
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, ZONE, Bedside, at_bedside, refusal

MONDAY = date(2026, 11, 2)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
MORNING = e.DoseKey(WEDNESDAY, "morning")
STEP_2 = e.StepStarted(2, MORNING, paper="AO")


def at(day: date, wall: str) -> datetime:
    return instant_of(day, wall, ZONE)


def outage() -> Bedside:
    """Step 1 up to Tuesday's evening dose, which is on paper like all that follows; it is Wednesday noon."""
    bed = at_bedside()
    bed.day()
    bed.at(TUESDAY, "08:00")
    bed.give()
    bed.at(WEDNESDAY, "12:00")
    return bed


def evening_dose(bed: Bedside) -> None:
    amount = bed.protocol.step(1).amount("evening")
    assert amount is not None
    bed.record(_unseconded(e.DoseKey(TUESDAY, "evening"), amount), at=at(TUESDAY, "20:00"))


def check(bed: Bedside) -> None:
    bed.record(e.RashFreeChecked(True, True), at=at(WEDNESDAY, "06:30"))


def start(bed: Bedside) -> None:
    """As the form does it: a move where the gate was open, what happened where it was not."""
    try:
        bed.record(STEP_2, at=at(WEDNESDAY, "07:00"))
    except Refused:
        bed.record(e.DoneOnPaper(STEP_2), at=at(WEDNESDAY, "07:00"))


def morning_dose(bed: Bedside) -> None:
    amount = bed.protocol.step(2).amount("morning")
    assert amount is not None
    bed.record(_unseconded(MORNING, amount), at=at(WEDNESDAY, "08:00"))


def _unseconded(key: e.DoseKey, amount: Decimal) -> e.DoseGiven:
    return e.DoseGiven(key, amount, reason="downtime", no_second_check="recorded afterwards")


SHEET = (evening_dose, check, start, morning_dose)


@pytest.mark.parametrize(
    "order", [*permutations(SHEET)], ids=lambda order: "-".join(f.__name__ for f in order)
)
def test_the_order_in_which_a_sheet_is_entered_does_not_matter(
    order: tuple[Callable[[Bedside], None], ...],
) -> None:
    bed = outage()
    for line in order:
        line(bed)
    if bed.chart.open_holds:  # the start was entered before what it stood on: it is entered again
        assert bed.chart.step_number == 2
        assert not bed.chart.running
        bed.record(STEP_2, at=at(WEDNESDAY, "07:00"))
    in_time = outage_online()
    assert bed.chart.running
    assert [(s.step, s.first, s.until is None) for s in bed.chart.stretches] == [
        (s.step, s.first, s.until is None) for s in in_time.chart.stretches
    ]
    assert bed.next is not None
    assert in_time.next is not None
    assert (bed.next.key, bed.next.amount) == (in_time.next.key, in_time.next.amount)
    found, wanted = gate(bed.chart, bed.now), gate(in_time.chart, bed.now)
    assert [(p.number, p.met) for p in found.preconditions] == [
        (p.number, p.met) for p in wanted.preconditions
    ]
    assert found.preconditions[0].words == wanted.preconditions[0].words


def outage_online() -> Bedside:
    """The same, recorded as it happened."""
    bed = at_bedside()
    bed.day()
    bed.at(TUESDAY, "08:00")
    bed.give()
    bed.at(TUESDAY, "20:00")
    bed.give()
    bed.at(WEDNESDAY, "06:30")
    bed.rash_free()
    bed.at(WEDNESDAY, "07:00")
    bed.start(2, MORNING)
    bed.at(WEDNESDAY, "08:00")
    bed.give()
    bed.at(WEDNESDAY, "12:00")
    return bed


def test_a_start_on_paper_says_so() -> None:
    bed = outage()
    for line in SHEET:
        line(bed)
    entry = next(one for one in bed.entries if isinstance(one.what, e.StepStarted) and one.what.paper)
    assert "from paper, by AO" in sentence(entry, bed.folded)
    assert bed.chart.stretches[-1].began == at(WEDNESDAY, "07:00")


def test_a_start_without_a_check_is_kept_and_held_and_the_lower_dose_is_never_due() -> None:
    bed = outage()
    evening_dose(bed)
    assert "Rash-free check" in refusal(bed, bed.record, STEP_2, at=at(WEDNESDAY, "07:00"))
    start(bed)
    morning_dose(bed)
    assert bed.chart.step_number == 2
    assert not bed.chart.running
    assert bed.next is None or bed.next.amount != bed.protocol.step(1).amount("evening")
    told = hold_words(open_told_holds(bed.chart), ZONE)
    assert "Step 2 started on paper by AO, not as the gate asks" in told
    line = bed.chart.statuses[MORNING]
    assert isinstance(line.what, e.DoseGiven)
    # A prescriber goes on only with the skin seen.
    assert "check" in refusal(bed, bed.decide, "resume")
    bed.at(WEDNESDAY, "14:00")
    bed.rash_free()
    bed.decide("resume")
    assert bed.chart.running
    assert bed.next is not None
    assert bed.next.amount == bed.protocol.step(2).amount("evening")


def test_a_dose_taken_before_a_step_was_begun_on_paper_is_none_of_that_step() -> None:
    bed = outage()
    evening_dose(bed)
    early = e.DoneOnPaper(e.StepStarted(2, e.DoseKey(TUESDAY, "evening"), paper="AO"))
    assert "no dose of that step" in refusal(bed, bed.record, early, at=at(WEDNESDAY, "07:00"))


def test_a_dose_entered_for_a_time_before_a_step_was_begun_on_paper_is_no_increase_of_it() -> None:
    bed = outage()
    bed.record(
        e.DoneOnPaper(e.StepStarted(2, e.DoseKey(TUESDAY, "evening"), paper="AO")), at=at(TUESDAY, "23:00")
    )
    evening_dose(bed)
    assert increases(bed.chart) == (MONDAY,)
    assert increase_to_come(bed.chart)


@pytest.mark.parametrize(
    "ahead", [timedelta(days=8), timedelta(hours=5)], ids=["in doubt", "not seen to be wrong"]
)
def test_what_was_recorded_by_a_clock_ahead_and_corrected_stands_before_a_later_paper(
    ahead: timedelta,
) -> None:
    bed = outage()
    bed.at(TUESDAY, "21:00")
    bed.now += ahead
    dose = _unseconded(e.DoseKey(TUESDAY, "evening"), Decimal(150))
    given = bed.record(dose, at=at(TUESDAY, "19:00"))
    bed.now -= ahead
    bed.confirm_clock()
    bed.correct(given, dose, at(TUESDAY, "20:00"))
    bed.at(WEDNESDAY, "12:00")
    check(bed)
    bed.record(STEP_2, at=at(WEDNESDAY, "07:00"))
    assert (bed.chart.step_number, bed.chart.running) == (2, True)


def test_nothing_was_begun_on_paper_while_the_patient_was_on_leave() -> None:
    bed = outage()
    evening_dose(bed)
    check(bed)
    bed.record(
        e.PatientLeft("leave", "home", back=at(WEDNESDAY, "11:00")), at=at(WEDNESDAY, "06:45"), course=""
    )
    bed.record(e.PatientReturned("12"), at=at(WEDNESDAY, "07:30"), course="")
    assert "On leave since" in refusal(bed, bed.record, STEP_2, at=at(WEDNESDAY, "07:00"))
    waived = e.PreconditionWaived("doses", "as discussed", paper="CM")
    assert "On leave since" in refusal(bed, bed.record, waived, at=at(WEDNESDAY, "07:00"), by=PRESCRIBER)


def test_what_was_begun_on_paper_before_a_leave_is_judged_as_of_somebody_on_the_ward() -> None:
    bed = outage()
    evening_dose(bed)
    check(bed)
    bed.record(
        e.PatientLeft("leave", "home", back=at(THURSDAY, "11:00")), at=at(WEDNESDAY, "09:00"), course=""
    )
    bed.record(STEP_2, at=at(WEDNESDAY, "07:00"))
    assert (bed.chart.step_number, bed.chart.running) == (2, False)


def test_a_check_that_is_taken_back_later_holds_a_start_from_paper_like_any_other() -> None:
    bed = outage()
    for line in SHEET:
        line(bed)
    seen = next(one for one in reversed(bed.entries) if isinstance(one.what, e.RashFreeChecked))
    bed.correct(seen)
    assert [hold.cause for hold in bed.chart.open_holds] == ["check"]


def test_a_rash_found_before_and_entered_after_a_start_from_paper_holds() -> None:
    bed = outage()
    for line in SHEET:
        line(bed)
    bed.record(e.RashFound("maculopapular", ("neck",)), at=at(WEDNESDAY, "06:45"))
    assert {hold.cause for hold in bed.chart.open_holds} == {"rash", "check"}


def test_a_rash_on_the_sheet_shuts_the_gate_for_a_start_entered_later() -> None:
    bed = outage()
    evening_dose(bed)
    check(bed)
    bed.record(e.RashFound("maculopapular", ("neck",)), at=at(WEDNESDAY, "06:45"))
    start(bed)
    assert {hold.cause for hold in bed.chart.open_holds} == {"rash", "paper"}


def test_a_hold_and_its_release_on_paper() -> None:
    """A nurse held at 21:00, a prescriber released at 22:00 and enters it the next day."""
    bed = outage()
    evening_dose(bed)
    bed.record(e.HoldPlaced("scan"), at=at(TUESDAY, "21:00"))
    released = e.DecisionMade("resume", "scan done", None, MORNING, paper="CM")
    assert "prescriber" in refusal(bed, bed.record, released, at=at(TUESDAY, "22:00"), by=NURSE)
    bed.record(released, at=at(TUESDAY, "22:00"), by=PRESCRIBER)
    assert bed.chart.running
    assert bed.next is not None
    assert bed.next.key == MORNING


def test_a_release_on_paper_ends_no_hold_that_was_placed_later() -> None:
    bed = outage()
    evening_dose(bed)
    bed.record(e.HoldPlaced("scan"), at=at(TUESDAY, "21:00"))
    bed.record(e.HoldPlaced("fell"), at=at(WEDNESDAY, "09:00"))
    released = e.DecisionMade("resume", "scan done", None, MORNING, paper="CM")
    bed.record(released, at=at(TUESDAY, "22:00"), by=PRESCRIBER)
    assert [hold.entry.what for hold in bed.chart.open_holds] == [e.HoldPlaced("fell")]


def test_what_a_nurse_enters_of_a_decision_waits_for_the_prescriber_who_says_so() -> None:
    bed = outage()
    bed.record(e.HoldPlaced("scan"), at=at(TUESDAY, "21:00"))
    released = e.DecisionMade("resume", "scan done", None, MORNING, paper="CM")
    bed.record(e.DoneOnPaper(released), at=at(TUESDAY, "22:00"))
    assert {hold.cause for hold in bed.chart.open_holds} == {"hold", "paper"}
    assert bed.chart.step_number == 1
    bed.record(released, at=at(TUESDAY, "22:00"), by=PRESCRIBER)
    assert bed.chart.running


def test_a_move_on_paper_before_one_that_was_made_here_is_for_a_prescriber() -> None:
    bed = outage_online()
    again = e.StepStarted(2, MORNING, paper="AO")
    said = refusal(bed, bed.record, again, at=at(TUESDAY, "21:00"))
    assert "moved here without it" in said
    bed.record(e.DoneOnPaper(again), at=at(TUESDAY, "21:00"))
    assert [hold.cause for hold in bed.chart.open_holds] == ["paper"]


def test_a_step_is_never_begun_on_paper_before_the_patient_was_enrolled() -> None:
    bed = outage()
    said = refusal(bed, bed.record, STEP_2, at=at(MONDAY - timedelta(days=1), "07:00"))
    assert "not enrolled" in said


@pytest.mark.parametrize("step", [0, 9])
def test_what_cannot_have_happened_is_refused(step: int) -> None:
    bed = outage()
    done = e.DoneOnPaper(e.StepStarted(step, MORNING, paper="AO"))
    assert "Choose a step" in refusal(bed, bed.record, done, at=at(WEDNESDAY, "07:00"))


def test_a_first_dose_of_another_week_is_refused() -> None:
    bed = outage()
    done = e.DoneOnPaper(e.StepStarted(2, e.DoseKey(date(2026, 12, 2), "morning"), paper="AO"))
    assert "first dose" in refusal(bed, bed.record, done, at=at(WEDNESDAY, "07:00"))


def hold(bed: Bedside) -> None:
    bed.record(e.HoldPlaced("scan"), at=at(TUESDAY, "21:00"))


RELEASED = e.DecisionMade("resume", "scan done", None, MORNING, paper="CM")


def release(bed: Bedside) -> None:
    """As the form does it."""
    try:
        bed.record(RELEASED, at=at(TUESDAY, "22:00"), by=PRESCRIBER)
    except Refused:
        bed.record(e.DoneOnPaper(RELEASED), at=at(TUESDAY, "22:00"), by=PRESCRIBER)


@pytest.mark.parametrize("order", [*permutations((evening_dose, hold, release, check))])
def test_a_hold_and_its_release_are_the_same_in_whichever_order_they_are_entered(
    order: tuple[Callable[[Bedside], None], ...],
) -> None:
    bed = outage()
    for line in order:
        line(bed)
    if order.index(release) < order.index(hold):  # nothing was held yet: it is kept, and a prescriber says so
        assert not bed.chart.running
        assert bed.next is None
        bed.record(RELEASED, at=at(TUESDAY, "22:00"), by=PRESCRIBER)
    assert bed.chart.open_holds == ()
    assert bed.next is not None
    assert (bed.next.key, bed.next.step) == (MORNING, 1)


SUNDAY = date(2026, 10, 25)


@pytest.mark.parametrize(
    ("checked", "started", "opens"),
    [
        ("2026-10-25T00:40", "2026-10-25T01:30", True),  # 02:40, then 02:30 by the clock that was set back
        ("2026-10-25T01:40", "2026-10-25T00:50", False),  # 02:40 after the clock was set back, 02:50 before
    ],
)
def test_in_the_hour_that_comes_twice_what_was_first_is_first(
    checked: str, started: str, opens: bool
) -> None:
    bed = Bedside(at_bedside().protocol, day=date(2026, 10, 23))
    bed.begin()
    bed.day()
    bed.at(date(2026, 10, 24), "08:00")
    bed.give()
    bed.at(date(2026, 10, 24), "20:00")
    bed.give()
    bed.at(SUNDAY, "07:00")
    check_at, start_at = (datetime.fromisoformat(f"{text}+00:00") for text in (checked, started))
    bed.record(e.RashFreeChecked(True, True), at=check_at)
    what = e.StepStarted(2, e.DoseKey(SUNDAY, "morning"), paper="AO")
    if opens:
        bed.record(what, at=start_at)
        assert bed.chart.running
    else:
        assert "Rash-free check" in refusal(bed, bed.record, what, at=start_at)
        bed.record(e.DoneOnPaper(what), at=start_at)
        assert not bed.chart.running
