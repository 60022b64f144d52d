"""Precondition 1: every dose of the step was given, at the prescribed amount, and kept down."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.course.progress import counted_doses, step_days
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, DoseVomited, NotGivenStatus
from tests.protocols.helpers.bedside import Bedside, at_bedside, missing, on_step, refusal, words

D1, D2, D3, D4 = (date(2026, 11, day) for day in (2, 3, 4, 5))


def counted(bedside: Bedside) -> int:
    current = bedside.chart.current
    assert current is not None
    return len(counted_doses(bedside.chart, current.stay))


def test_the_words_count_what_was_given_and_what_is_missing() -> None:
    bedside = at_bedside()
    assert words(bedside, 1) == "0 of 4 given at the prescribed amount: 4 doses missing."
    bedside.day()
    bedside.at(D2, "08:00")
    bedside.give()
    assert words(bedside, 1) == "3 of 4 given at the prescribed amount: 1 dose missing."
    bedside.at(D2, "20:00")
    bedside.give()
    assert words(bedside, 1) == "4 of 4 given at the prescribed amount."


@pytest.mark.parametrize("status", ["refused", "absent", "unavailable", "nil by mouth", "other reason"])
def test_a_dose_not_given_extends_the_step_by_one_dose(status: NotGivenStatus) -> None:
    bedside = at_bedside()
    bedside.day(lambda: bedside.not_given(status))
    bedside.day()
    bedside.rash_free()
    assert missing(bedside) == [1]
    assert "2 of 4 given" in refusal(bedside, bedside.start, 2)

    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.amount, coming.step) == (DoseKey(D3, "morning"), Decimal(150), 1)
    days = step_days(bedside.chart, bedside.now)
    assert days is not None
    assert (days.number, days.planned, days.passed) == (3, 2, True)
    assert words(bedside, 2) == "2 days passed."

    bedside.day()
    bedside.rash_free()
    assert bedside.gate.open


def test_a_dose_partly_given_or_of_another_amount_does_not_count() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give(amount=Decimal(75), reason="half lost")
    bedside.at(D1, "20:00")
    bedside.give(amount=Decimal(300), reason="two capsules by mistake")
    assert counted(bedside) == 0
    assert len(bedside.chart.taken) == 2


def test_the_same_amount_written_otherwise_counts() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give(amount=Decimal("150.0"))
    assert counted(bedside) == 1


@pytest.mark.parametrize("at_once", [True, False], ids=["vomited at once", "vomited later"])
def test_a_vomited_dose_does_not_count(at_once: bool) -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    dose = bedside.give(vomited=at_once)
    bedside.go(hours=1)
    if not at_once:
        assert counted(bedside) == 1
        bedside.record(DoseVomited(dose.id))
    assert counted(bedside) == 0
    assert "already recorded as vomited" in refusal(bedside, bedside.record, DoseVomited(dose.id))


def test_a_dose_vomited_before_it_was_given_is_refused() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    dose = bedside.give()
    early = refusal(bedside, bedside.record, DoseVomited(dose.id), at=bedside.now.replace(hour=6))
    assert "The dose was given Mon 02-Nov-2026 08:00, after that time." in early
    check = bedside.rash_free()
    assert "Only a dose that was given" in refusal(bedside, bedside.record, DoseVomited(check.id))
    assert "Choose the dose" in refusal(bedside, bedside.record, DoseVomited("nothing"))


def test_a_vomiting_that_was_entered_in_error_gives_the_dose_back() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    vomited = bedside.record(DoseVomited(bedside.give().id))
    bedside.correct(vomited)
    assert counted(bedside) == 1


def test_a_dose_recorded_under_a_wrong_clock_does_not_count() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.go(days=8)
    dose = bedside.give(DoseKey(D1, "morning"), at=bedside.now - timedelta(days=8))
    assert (dose.clock, counted(bedside)) == ("ahead", 0)


def test_a_dose_off_the_schedule_does_not_count() -> None:
    bedside = at_bedside()
    bedside.record(DoseGiven(None, Decimal(150), reason="family gave one"))
    assert counted(bedside) == 0


def test_a_dose_given_during_a_hold_needs_a_reason_and_does_not_count() -> None:
    bedside = at_bedside()
    bedside.at(D1, "07:40")
    bedside.rash()
    for wall, key in (("08:00", DoseKey(D1, "morning")), ("20:00", DoseKey(D1, "evening"))):
        bedside.at(D1, wall)
        told = refusal(bedside, bedside.give, key, Decimal(150))
        assert "Write why a dose was given that was not due." in told
        bedside.give(key, Decimal(150), reason="given before the hold was read")
    assert counted(bedside) == 0
    assert len(bedside.chart.taken) == 2


def test_a_dose_due_before_the_hold_and_given_during_it_does_not_count_either() -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:30")
    bedside.rash()
    bedside.go(hours=1)
    assert "not due" in refusal(bedside, bedside.give, DoseKey(D1, "morning"), Decimal(150))
    bedside.give(DoseKey(D1, "morning"), Decimal(150), reason="given all the same")
    assert counted(bedside) == 0


def test_a_dose_given_before_the_hold_and_recorded_during_it_counts() -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:30")
    bedside.rash()
    bedside.go(hours=1)
    bedside.give(DoseKey(D1, "morning"), Decimal(150), at=bedside.now.replace(hour=7, minute=5))
    assert counted(bedside) == 1


def test_a_dose_taken_during_the_hold_for_a_time_after_it_does_not_count() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1, "09:00")
    bedside.rash()
    bedside.at(D1, "19:30")
    bedside.decide("resume", residual=True)
    hour_ago = bedside.now - timedelta(minutes=1)
    assert "not due" in refusal(bedside, bedside.give, DoseKey(D1, "evening"), Decimal(150), at=hour_ago)
    bedside.give(DoseKey(D1, "evening"), Decimal(150), at=hour_ago, reason="too soon")
    assert counted(bedside) == 1


@pytest.mark.parametrize(("minutes", "expected"), [(60, 1), (61, 0)])
def test_a_dose_taken_well_before_its_step_was_started_does_not_count(minutes: int, expected: int) -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "07:00")
    bedside.rash_free(at=bedside.now - timedelta(hours=3))
    bedside.at(D3, "09:00")
    bedside.start(2, DoseKey(D3, "morning"))
    taken = bedside.now - timedelta(minutes=minutes)
    bedside.give(DoseKey(D3, "morning"), Decimal(300), at=taken, reason="before the start was written down")
    assert counted(bedside) == expected


def test_doses_of_a_resumed_step_go_on_counting_and_those_of_a_repeated_one_begin_again() -> None:
    for decision, expected in (("resume", 1), ("repeat", 0)):
        bedside = at_bedside()
        bedside.at(D1, "08:00")
        bedside.give()
        bedside.at(D1, "14:00")
        bedside.rash()
        bedside.go(hours=1)
        bedside.decide(decision, residual=True)  # type: ignore[arg-type]
        assert counted(bedside) == expected


def test_a_dose_of_a_step_that_was_left_no_longer_counts_and_is_not_offered() -> None:
    bedside = at_bedside()
    bedside.day(lambda: None)
    bedside.day()
    bedside.waive("doses")
    bedside.rash_free()
    bedside.start(2)
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.amount) == (DoseKey(D3, "morning"), Decimal(300))
    bedside.at(D4, "00:00")
    assert [dose.key for dose in bedside.doses if dose.past and dose.state == "overdue"] == [
        DoseKey(D1, "morning"),
        DoseKey(D1, "evening"),
    ]
    coming = bedside.next
    assert coming is not None
    assert coming.key == DoseKey(D3, "evening")
    bedside.record(DoseNotGiven(DoseKey(D1, "morning"), "unknown", ""))


def test_the_split_dose_step_counts_only_the_right_figure_at_the_right_time_of_day() -> None:
    bedside = on_step(4)
    today = date(2026, 11, 17)
    bedside.at(today, "08:00")
    swapped = refusal(bedside, bedside.give, DoseKey(today, "morning"), Decimal(600))
    assert "Write why 600 mg was given and not 450 mg." in swapped
    bedside.give(DoseKey(today, "morning"), Decimal(600), reason="evening dose taken")
    assert counted(bedside) == 0
    bedside.at(today, "20:00")
    bedside.give(DoseKey(today, "evening"), Decimal(600))
    assert counted(bedside) == 1


def test_once_daily_steps_count_one_dose_a_day() -> None:
    bedside = at_bedside("alectinib-anderson")
    assert words(bedside, 1) == "0 of 2 given at the prescribed amount: 2 doses missing."
    bedside.at(D1, "20:00")
    told = refusal(bedside, bedside.give, DoseKey(D1, "evening"), Decimal("37.5"))
    assert "not due" in told
    bedside.give(DoseKey(D1, "evening"), Decimal("37.5"), reason="as he wished")
    assert counted(bedside) == 0


def test_the_doses_that_count_come_by_the_time_they_were_taken_however_late_they_were_recorded() -> None:
    bedside = at_bedside()
    bedside.at(D1, "20:00")
    bedside.give(DoseKey(D1, "evening"))
    bedside.go(hours=1)
    bedside.give(DoseKey(D1, "morning"), at=bedside.now - timedelta(hours=13))
    found = [line.what for line in counted_doses(bedside.chart, 1)]
    assert [what.dose for what in found if isinstance(what, DoseGiven)] == [
        DoseKey(D1, "morning"),
        DoseKey(D1, "evening"),
    ]
