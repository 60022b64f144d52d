"""How each scheduled dose stands: future, next, due, overdue; given early, given late; never "missed"."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.course.day_numbers import protocol_day
from protocols.course.prescription import prescribed
from protocols.course.schedule import backlog, next_dose
from protocols.entries import DoseGiven, DoseKey, HoldPlaced
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library

D1, D2, D3, D4 = (date(2026, 11, day) for day in (2, 3, 4, 5))
MORNING, EVENING = DoseKey(D1, "morning"), DoseKey(D1, "evening")


def states(bedside: Bedside) -> list[str]:
    return [dose.state for dose in bedside.doses]


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("06:59", ["next", "future"]),
        ("07:00", ["due", "next"]),
        ("08:00", ["due", "next"]),
        ("09:00", ["due", "next"]),
        ("09:01", ["overdue", "next"]),
        ("18:59", ["overdue", "next"]),
        ("19:00", ["overdue", "due", "next"]),
        ("21:01", ["overdue", "overdue", "next"]),
    ],
)
def test_twice_daily_doses_are_due_for_an_hour_either_side(wall: str, expected: list[str]) -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.at(D1, "05:00")
    bedside.begin()
    bedside.at(D1, wall)
    assert states(bedside) == expected


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("05:59", ["next"]),
        ("06:00", ["due", "next"]),
        ("10:00", ["due", "next"]),
        ("10:01", ["overdue", "next"]),
    ],
)
def test_once_daily_doses_are_due_for_two_hours_either_side(wall: str, expected: list[str]) -> None:
    bedside = Bedside(library("alectinib-anderson"))
    bedside.at(D1, "05:00")
    bedside.begin()
    bedside.at(D1, wall)
    assert states(bedside) == expected


@pytest.mark.parametrize(
    ("wall", "label"),
    [("06:59", "early"), ("07:00", ""), ("09:00", ""), ("09:01", "late"), ("23:30", "late")],
)
def test_early_and_late_are_labels_from_the_times_and_never_blocks(wall: str, label: str) -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.at(D1, "05:00")
    bedside.begin()
    bedside.at(D1, wall)
    bedside.give(MORNING)
    given = bedside.doses[0]
    assert (given.state, given.label) == ("given", label)


@pytest.mark.parametrize("protocol", ["alectinib-report-2020", "alectinib-anderson"])
def test_the_instant_that_is_told_is_the_first_at_which_a_dose_is_due_and_not_early(protocol: str) -> None:
    label = {}
    for before in (0, 1):
        bed = at_bedside(protocol)
        bed.go(days=1)
        coming = next(dose for dose in bed.doses if dose.key.day == D2)
        bed.now = coming.on_time_from - timedelta(seconds=before)
        standing = next(dose.state for dose in bed.doses if dose.key == coming.key)
        bed.give(coming.key)
        label[standing] = next(dose.label for dose in bed.doses if dose.key == coming.key)
    assert label == {"due": "", "next": "early"}


def test_a_late_dose_across_midnight_is_late_and_of_its_own_day() -> None:
    bedside = at_bedside()
    bedside.at(D2, "00:30")
    bedside.give(EVENING)
    evening = next(dose for dose in bedside.doses if dose.key == EVENING)
    assert (evening.state, evening.label, evening.day) == ("given", "late", 1)


def test_overdue_stays_overdue_and_several_make_a_backlog() -> None:
    bedside = at_bedside()
    bedside.go(days=2)
    assert states(bedside)[:4] == ["overdue"] * 4
    assert [dose.key for dose in backlog(bedside.doses)] == [
        MORNING,
        EVENING,
        DoseKey(D2, "morning"),
        DoseKey(D2, "evening"),
    ]
    assert not any("missed" in dose.state for dose in bedside.doses)


def test_the_dose_to_give_next_is_the_due_one_then_the_newest_overdue_then_the_next() -> None:
    bedside = at_bedside()
    for wall, slot in (("07:30", "morning"), ("12:00", "morning"), ("19:30", "evening")):
        bedside.at(D1, wall)
        coming = bedside.next
        assert coming is not None
        assert coming.key == DoseKey(D1, slot)
        assert coming.recordable
    bedside.give()
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.state) == (DoseKey(D2, "morning"), "next")
    assert next_dose([]) is None


def test_a_deferred_dose_waits_to_be_given() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.not_given("deferred")
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.state, coming.recordable) == (MORNING, "deferred", True)


def test_the_rest_of_today_is_shown_as_future_and_tomorrow_only_as_next() -> None:
    bedside = at_bedside()
    assert [(dose.key, dose.state) for dose in bedside.doses] == [
        (MORNING, "due"),
        (EVENING, "next"),
    ]
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1, "20:00")
    bedside.give()
    assert bedside.doses[-1].key == DoseKey(D2, "morning")


def test_a_dose_recorded_for_a_time_when_the_course_was_held_is_on_the_schedule_too() -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:00")
    bedside.record(HoldPlaced("surgery"))
    bedside.at(D2, "08:00")
    bedside.give(DoseKey(D2, "morning"), Decimal(150), reason="given all the same")
    assert [(dose.key, dose.state) for dose in bedside.doses] == [
        (MORNING, "held"),
        (DoseKey(D2, "morning"), "given"),
    ]


def test_each_dose_appears_once_whatever_the_course_went_through() -> None:
    bedside = on_step(2)
    bedside.decide("back", 1)
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.record(HoldPlaced("surgery"))
    bedside.at(D3, "21:00")
    bedside.decide("resume")
    bedside.decide("repeat")
    bedside.at(D4, "08:00")
    bedside.give()
    keys = [dose.key for dose in bedside.doses]
    assert keys == sorted(set(keys), key=lambda key: (key.day, key.slot == "evening"))


def test_what_was_prescribed_follows_the_step_in_force_at_that_time() -> None:
    bedside = on_step(2)
    now = bedside.now
    assert prescribed(bedside.chart, DoseKey(D1, "morning"), now - timedelta(days=2)) == 150
    assert prescribed(bedside.chart, DoseKey(D3, "morning"), now) == 300
    assert prescribed(bedside.chart, DoseKey(D2, "evening"), now) is None
    assert prescribed(bedside.chart, DoseKey(date(2026, 11, 1), "evening"), now) is None


def test_protocol_day_one_is_the_day_of_the_first_dose_also_after_corrections() -> None:
    bedside = at_bedside()
    assert protocol_day(bedside.chart, D2) is None
    bedside.at(D1, "08:00")
    dose = bedside.give()
    bedside.at(D2, "08:00")
    bedside.give()
    assert protocol_day(bedside.chart, D2) == 2
    bedside.correct(dose)
    assert bedside.chart.first_day == D2
    assert protocol_day(bedside.chart, D2) == 1
    assert protocol_day(bedside.chart, D1) is None
    bedside.correct(dose, DoseGiven(MORNING, Decimal(150)))
    assert bedside.chart.first_day == D1


def test_before_the_start_there_is_no_protocol_day_and_no_dose() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.record(
        DoseGiven(MORNING, Decimal(600), reason="before enrolment"), at=bedside.now - timedelta(hours=10)
    )
    assert protocol_day(bedside.chart, MORNING.day) is None
    assert bedside.chart.first_day is None
    assert bedside.doses == []


def test_a_day_far_past_or_recorded_far_ahead_makes_no_endless_schedule() -> None:
    bedside = at_bedside()
    bedside.at(D2, "07:00")
    bedside.record(HoldPlaced("surgery"))
    bedside.now -= timedelta(hours=23)
    assert [dose.state for dose in bedside.doses] == ["held", "held"]


def test_after_a_dose_taken_far_too_early_the_one_behind_it_is_the_next() -> None:
    bed = on_step(1)
    bed.at(D1, "08:00")
    bed.give()
    bed.at(D2, "02:52")
    bed.record(DoseGiven(DoseKey(D2, "evening"), Decimal(150), reason="as told"))
    coming = next_dose(bed.doses)
    assert coming is not None
    assert coming.key == DoseKey(D3, "morning")
