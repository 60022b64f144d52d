"""With which dose the next step is foretold to begin, and when one more of the step before it comes first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from protocols.course.forecast import _after, _opens, _takes_the_place, coming
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseKey, HoldPlaced
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_ending import made, minutes, morning
from tests.protocols.helpers.bedside import ZONE, at_bedside

D1 = date(2026, 11, 2)
TWICE = Step((PlannedDose("morning", Decimal(150)), PlannedDose("evening", Decimal(150))), days=2)


def nov(day: int, slot: str = "morning") -> DoseKey:
    return DoseKey(date(2026, 11, day), slot)


def at(day: int, wall: str) -> datetime:
    return instant_of(date(2026, 11, day), wall, ZONE)


@pytest.mark.parametrize(
    ("begins", "opens", "before"),
    [
        (nov(4), at(5, "00:00"), True),
        (nov(4, "evening"), at(4, "00:00"), True),
        (nov(4, "evening"), at(4, "08:00"), True),
        (nov(4, "evening"), at(4, "08:01"), False),
        (nov(5), at(4, "00:00"), False),
        (nov(5, "evening"), at(4, "08:00"), True),
        (nov(5, "evening"), at(4, "08:01"), False),
        (nov(6), at(4, "00:00"), True),
    ],
    ids=[
        "at once",
        "twelve hours later, on a check of its morning",
        "its time passes with the dose",
        "its time passes a minute later",
        "a day later, when that check is too old",
        "more than a day later",
        "more than a day later, before its time has passed",
        "two days later",
    ],
)
def test_one_more_dose_of_the_morning_comes_first_or_not(
    begins: DoseKey, opens: datetime, before: bool
) -> None:
    assert _takes_the_place(at_bedside().chart, begins, opens, nov(4)) is before


def every(days: int) -> Step:
    return replace(morning(150, 12), every_days=days)


@pytest.mark.parametrize(
    ("steps", "last", "opens", "begins"),
    [
        ((every(2), every(3)), nov(2), at(2, "00:00"), nov(4)),
        ((every(3), every(2)), nov(2), at(2, "00:00"), nov(4)),
        ((every(1), every(2)), nov(2), at(2, "00:00"), nov(3)),
        ((TWICE, TWICE), nov(2), at(2, "00:00"), nov(2, "evening")),
        ((TWICE, TWICE), nov(2), at(2, "20:00"), nov(2, "evening")),
        ((TWICE, TWICE), nov(2), at(2, "20:01"), nov(3)),
        ((minutes(20, 60, 3), minutes(40, 30, 3)), nov(2, "09:00"), at(2, "07:00"), nov(2, "10:00")),
        ((minutes(20, 60, 3), minutes(40, 30, 3)), nov(2, "09:00"), at(2, "11:30"), nov(2, "11:30")),
    ],
)
def test_a_step_begins_as_far_behind_the_last_dose_as_either_of_them_asks(
    steps: tuple[Step, Step], last: DoseKey, opens: datetime, begins: DoseKey
) -> None:
    assert _after(made(*steps).chart, 2, last, opens) == begins


def test_when_the_time_of_a_step_has_passed() -> None:
    in_hours = Step((PlannedDose("", Decimal(4)),), hours=5, every_minutes=120)
    chart = made(TWICE, in_hours, minutes(20, 60, 3)).chart
    assert _opens(chart, 1, nov(2)) == at(4, "00:00")
    assert _opens(chart, 2, nov(2, "09:00")) == at(2, "14:00")
    assert _opens(chart, 3, nov(2, "09:00")) == at(2, "09:00")


def test_a_deferred_dose_of_a_course_that_ends_is_not_foretold_again() -> None:
    bed = made(morning(150, 3))
    bed.not_given("deferred")
    bed.at(D1, "12:00")
    assert [dose.key for dose in coming(bed.chart, bed.now)] == [nov(3), nov(4)]


def test_one_that_was_left_open_before_a_hold_comes_at_the_end() -> None:
    bed = made(morning(150, 3))
    bed.at(D1, "12:00")
    bed.record(HoldPlaced("surgery"))
    bed.at(D1 + timedelta(days=1), "07:00")
    bed.rash_free()
    bed.decide("resume")
    assert [dose.key for dose in coming(bed.chart, bed.now)] == [nov(3), nov(4), nov(5)]


def test_a_dose_that_is_deferred_ahead_of_its_time_is_still_to_come() -> None:
    bed = at_bedside()
    bed.not_given("deferred", nov(2, "evening"))
    assert [dose.key for dose in coming(bed.chart, bed.now)][:2] == [nov(2), nov(2, "evening")]


def test_the_cycle_of_a_step_to_come_is_counted_from_its_own_first_day() -> None:
    cycle = replace(morning(20, 14), days_on=3, days_off=4)
    bed = made(morning(150, 3), cycle, morning(150, None))
    for _ in range(2):
        days = [dose.key.day.day for dose in coming(bed.chart, bed.now) if dose.step == 2]
        assert days == [5, 6, 7, 12, 13, 14]
        bed.give()
        bed.go(hours=1)
