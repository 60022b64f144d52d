"""Up to which place of the schedule no dose is given any more, and what leaving the ward holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from protocols.course.schedule import last_taken
from protocols.entries import DoseGiven, DoseKey, PatientLeft
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_make_up import due, instead
from tests.protocols.helpers.bedside import ZONE, Bedside, at_bedside

D1 = date(2026, 11, 2)
MORNING, EVENING = DoseKey(D1, "morning"), DoseKey(D1, "evening")
EXTRA = DoseGiven(None, Decimal(150), reason="as told")


def today(wall: str) -> datetime:
    return instant_of(D1, wall, ZONE)


def second_course() -> tuple[Bedside, str]:
    """The second course of the drug on one day, nothing given yet, and the id of the first."""
    bed = at_bedside()
    first = bed.course
    bed.decide("stop")
    bed.enrol()
    bed.rash_free()
    bed.start(1)
    bed.at(D1, "20:00")
    return bed, first


def nothing() -> Bedside:
    return at_bedside()


def on_its_line() -> Bedside:
    bed = at_bedside()
    bed.give(EVENING, reason="early")
    return bed


def off_the_schedule() -> Bedside:
    bed = at_bedside()
    bed.record(EXTRA)
    return bed


def made_up() -> Bedside:
    bed = due()
    missed = bed.not_given("absent")
    bed.go(hours=1)
    bed.record(instead(missed))
    return bed


def under_a_wrong_clock() -> Bedside:
    bed = at_bedside()
    bed.go(days=8)
    assert bed.give(MORNING, at=today("08:00"), reason="late").clock == "ahead"
    return bed


def in_another_course() -> Bedside:
    bed, first = second_course()
    bed.record(EXTRA, course=first)
    return bed


def on_a_line_of_another_course() -> Bedside:
    bed, first = second_course()
    bed.at(D1, "19:30")
    bed.record(DoseGiven(EVENING, Decimal(150), reason="as told", no_second_check="alone"), course=first)
    return bed


def in_another_course_under_a_wrong_clock() -> Bedside:
    bed, first = second_course()
    bed.go(days=8)
    assert bed.record(EXTRA, course=first, at=today("20:00")).clock == "ahead"
    return bed


@pytest.mark.parametrize(
    ("lived", "place"),
    [
        (nothing, None),
        (on_its_line, today("20:00")),
        (off_the_schedule, today("07:00")),
        (made_up, today("08:00")),
        (under_a_wrong_clock, None),
        (in_another_course, today("20:00")),
        (on_a_line_of_another_course, today("19:30")),
        (in_another_course_under_a_wrong_clock, None),
    ],
)
def test_the_place_of_the_last_dose_taken(lived: Callable[[], Bedside], place: datetime | None) -> None:
    assert last_taken(lived().chart) == place


def test_a_dose_of_the_same_minute_as_one_of_another_course_is_not_offered() -> None:
    bed, first = second_course()
    assert bed.next is not None
    assert bed.next.key == EVENING
    bed.record(EXTRA, course=first)
    assert bed.next is not None
    assert bed.next.key == DoseKey(D1 + timedelta(days=1), "morning")


@pytest.mark.parametrize(("left", "morning"), [("08:00", "held"), ("08:01", "overdue")])
def test_from_when_the_patient_left_the_ward_doses_are_held(left: str, morning: str) -> None:
    bed = at_bedside()
    bed.at(D1, left)
    bed.record(PatientLeft("leave"), course="")
    bed.at(D1, "12:00")
    assert {dose.key: dose.state for dose in bed.doses} == {MORNING: morning, EVENING: "held"}
