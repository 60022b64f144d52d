"""The doses of the current step for days to come, and those up to now that have no record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from protocols.course.forecast import StayingDose, staying, without_record
from protocols.entries import DoseKey, HoldPlaced
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_ending import made, minutes, morning
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library


def coming(bed: Bedside, days: int = 3) -> list[tuple[DoseKey, bool]]:
    return [(dose.key, dose.needed) for dose in staying(bed.chart, bed.now, days)]


def nov(day: int, slot: str) -> DoseKey:
    return DoseKey(date(2026, 11, day), slot)


def test_the_step_goes_on_beyond_the_doses_the_gate_needs() -> None:
    bed = at_bedside()
    days = [(nov(day, slot), day < 4) for day in (2, 3, 4, 5) for slot in ("morning", "evening")]
    assert coming(bed) == days
    assert coming(bed, 0) == days[:2]
    assert {dose.amount for dose in staying(bed.chart, bed.now, 3)} == {150}


def test_doses_given_and_doses_past_their_time_count_for_the_gate() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    bed.give()
    bed.at(date(2026, 11, 2), "21:30")
    assert [dose.key for dose in without_record(bed.chart, bed.now)] == [nov(2, "evening")]
    assert coming(bed, 2) == [
        (nov(3, "morning"), True),
        (nov(3, "evening"), True),
        (nov(4, "morning"), False),
        (nov(4, "evening"), False),
    ]


def test_a_dose_not_given_is_one_more_that_the_gate_needs() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    bed.not_given()
    assert [needed for _, needed in coming(bed, 2)] == [True] * 4 + [False]


def test_a_dose_recorded_early_is_not_to_come_and_a_deferred_one_waits() -> None:
    bed = at_bedside()
    bed.at(date(2026, 11, 2), "07:50")
    bed.give()
    assert coming(bed, 0) == [(nov(2, "evening"), True)]
    bed.at(date(2026, 11, 2), "20:30")
    bed.not_given("deferred")
    assert [dose.key for dose in without_record(bed.chart, bed.now)] == [nov(2, "evening")]
    bed.give()
    assert without_record(bed.chart, bed.now) == []


def test_the_last_step_needs_every_dose() -> None:
    assert all(needed for _, needed in coming(on_step(5), 14))


def test_nothing_is_to_come_while_held_but_what_was_due_before_can_be_recorded() -> None:
    bed = at_bedside()
    bed.go(hours=5)
    bed.rash()
    bed.at(date(2026, 11, 3), "12:00")
    assert coming(bed) == []
    assert [(dose.key, dose.past) for dose in without_record(bed.chart, bed.now)] == [
        (nov(2, "morning"), False)
    ]


def test_a_dose_of_a_step_that_was_left_is_past() -> None:
    bed = at_bedside()
    for _ in range(2):
        bed.day()
    bed.day(lambda: None)
    bed.rash_free()
    bed.start(2)
    found = without_record(bed.chart, bed.now)
    assert [(dose.key, dose.past) for dose in found] == [
        (nov(4, "morning"), True),
        (nov(4, "evening"), True),
    ]
    assert {dose.amount for dose in found} == {150}
    assert {dose.amount for dose in staying(bed.chart, bed.now, 1)} == {300}


def test_nothing_is_to_come_before_the_start_and_after_the_end() -> None:
    bed = Bedside(library("alectinib-shirasawa"))
    bed.admit()
    bed.enrol()
    assert coming(bed) == []
    assert without_record(bed.chart, bed.now) == []
    ended = on_step(2)
    ended.decide("stop")
    assert coming(ended) == []


def test_what_is_to_come_is_told_with_its_time_and_amount_and_what_was_due_as_well() -> None:
    bed = at_bedside()
    found = staying(bed.chart, bed.now, 0)[0]
    at = instant_of(date(2026, 11, 2), "08:00", bed.zone)
    assert found == StayingDose(nov(2, "morning"), at, Decimal(150), needed=True, past=False, skipped=False)
    bed.go(hours=1)
    left = StayingDose(nov(2, "morning"), at, Decimal(150), needed=True, past=False, skipped=False)
    assert without_record(bed.chart, bed.now) == [left]
    assert [dose.key for dose in staying(bed.chart, bed.now, 0)] == [nov(2, "evening")]
    bed.now -= timedelta(minutes=1)
    assert without_record(bed.chart, bed.now) == []


def test_behind_a_dose_that_was_taken_ahead_of_its_time_those_before_it_do_not_come() -> None:
    bed = at_bedside()
    bed.give(nov(2, "evening"), reason="on the line of the evening")
    assert coming(bed, 1) == [(nov(3, "morning"), True), (nov(3, "evening"), True)]


def test_a_course_that_ends_has_no_more_doses_than_it_asks_for() -> None:
    bed = made(morning(150, 3))
    assert coming(bed, 9) == [(nov(day, "morning"), True) for day in (2, 3, 4)]
    bed.at(date(2026, 11, 2), "12:00")
    assert coming(bed, 9) == [(nov(day, "morning"), True) for day in (3, 4)]
    bed.give(nov(2, "morning"), reason="late")
    assert coming(bed, 9) == [(nov(day, "morning"), True) for day in (3, 4)]


def test_a_dose_that_was_passed_over_is_told_so_and_takes_none_from_those_to_come() -> None:
    bed = made(minutes(150, 120, 3))
    bed.give(DoseKey(date(2026, 11, 2), "13:00"), reason="on the line of the afternoon")
    bed.go(hours=6, minutes=30)
    assert [key.slot for key, _ in coming(bed, 0)] == ["15:00"]
    bed.go(hours=2, minutes=30)
    told = [(dose.key.slot, dose.skipped) for dose in without_record(bed.chart, bed.now)]
    assert told == [("07:00", False), ("09:00", True), ("11:00", True), ("15:00", False)]
    assert [key.slot for key, _ in coming(bed, 0)] == []


def test_a_dose_left_open_before_a_hold_takes_none_from_those_the_gate_needs() -> None:
    bed = at_bedside()
    bed.at(date(2026, 11, 2), "12:00")
    bed.record(HoldPlaced("surgery"))
    bed.at(date(2026, 11, 3), "07:00")
    bed.rash_free()
    bed.decide("resume")
    assert [dose.past for dose in without_record(bed.chart, bed.now)] == [True]
    assert [needed for _, needed in coming(bed, 2)] == [True] * 4 + [False] * 2


def test_a_dose_that_was_left_out_ahead_of_its_time_does_not_come() -> None:
    bed = at_bedside()
    bed.not_given("absent", nov(2, "evening"))
    assert coming(bed, 0) == [(nov(2, "morning"), True)]
