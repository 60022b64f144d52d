"""Precondition 2: the step's days have passed, by the calendar of the clinic's time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from protocols.course.progress import StepDays, step_days
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseKey
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import local
from tests.protocols.course.test_cadences import bedside as cadence
from tests.protocols.course.test_cadences import hourly
from tests.protocols.helpers.bedside import Bedside, at_bedside, missing, on_step, refusal, words
from tests.protocols.helpers.published import library

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_the_words_name_the_day_and_the_first_day_on_which_it_opens() -> None:
    bedside = at_bedside()
    assert words(bedside, 2) == "Day 1 of 2. Not before Wed 04-Nov-2026."
    bedside.day()
    assert words(bedside, 2) == "Day 2 of 2. Not before Wed 04-Nov-2026."


def test_the_days_pass_at_the_clinics_midnight_and_not_a_minute_before() -> None:
    bedside = at_bedside()
    bedside.day()
    bedside.day()
    bedside.at(date(2026, 11, 3), "23:59")
    assert 2 in missing(bedside)
    assert "Day 2 of 2." in refusal(bedside, bedside.start, 2)
    bedside.at(date(2026, 11, 4), "00:00")
    assert 2 not in missing(bedside)
    assert words(bedside, 2) == "2 days passed."
    assert local(bedside.now, "UTC").date() == date(2026, 11, 3)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"])
def test_the_days_are_those_of_the_clinic_wherever_it_is(zone: str) -> None:
    bedside = at_bedside(zone=zone)
    bedside.day()
    bedside.day()
    bedside.at(date(2026, 11, 4), "00:00")
    assert bedside.gate.missing == tuple(p for p in bedside.gate.preconditions if p.number == 3)
    bedside.now -= timedelta(minutes=1)
    assert missing(bedside) == [2, 3]


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("offset", [0, 1])
def test_a_clock_change_inside_a_step_moves_neither_the_doses_nor_the_days(change: date, offset: int) -> None:
    first = change - timedelta(days=offset)
    bedside = at_bedside(day=first)
    bedside.step_through()
    assert [local(line.at, bedside.zone).strftime("%H:%M") for line in bedside.chart.taken] == [
        "08:00",
        "20:00",
        "08:00",
        "20:00",
    ]
    assert [dose.label for dose in bedside.doses if dose.line] == ["", "", "", ""]
    days = step_days(bedside.chart, bedside.now)
    assert days is not None
    assert (days.first, days.number, days.opens_on) == (first, 3, first + timedelta(days=2))
    bedside.rash_free()
    bedside.start(2)
    coming = bedside.next
    assert coming is not None
    assert local(coming.at, bedside.zone).strftime("%H:%M") == "08:00"


def test_the_four_hours_after_a_dose_are_real_hours_across_a_clock_change() -> None:
    bedside = Bedside(library("alectinib-anderson"), day=SPRING - timedelta(days=2))
    bedside.admit()
    bedside.enrol(times={"morning": "08:00", "evening": "23:00"})
    bedside.rash_free()
    bedside.start(1)
    bedside.at(SPRING - timedelta(days=2), "08:00")
    bedside.give()
    bedside.at(SPRING - timedelta(days=1), "23:00")
    bedside.give(DoseKey(SPRING - timedelta(days=1), "morning"))
    bedside.at(SPRING, "03:30")
    bedside.rash_free()
    assert missing(bedside) == [3]
    assert "from Sun 29-Mar-2026 04:00." in words(bedside, 3)
    bedside.at(SPRING, "04:00")
    bedside.rash_free()
    assert bedside.gate.open


def test_a_time_of_day_that_a_clock_change_skips_is_a_dose_all_the_same() -> None:
    bedside = Bedside(library("alectinib-report-2020"), day=SPRING - timedelta(days=1))
    bedside.admit()
    bedside.enrol(times={"morning": "02:30", "evening": "14:30"})
    at = slot_instant(bedside.chart.plan, DoseKey(SPRING, "morning"))
    assert at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_evening_start_asks_for_all_doses_and_all_days() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.at(date(2026, 11, 2), "19:00")
    bedside.rash_free()
    bedside.start(1)
    current = bedside.chart.current
    assert current is not None
    assert current.first == DoseKey(date(2026, 11, 2), "evening")
    for day, wall in ((2, "20:00"), (3, "08:00"), (3, "20:00")):
        bedside.at(date(2026, 11, day), wall)
        bedside.give()
    bedside.at(date(2026, 11, 4), "06:30")
    bedside.rash_free()
    assert missing(bedside) == [1]
    assert "3 of 4 given" in words(bedside, 1)
    bedside.at(date(2026, 11, 4), "08:00")
    bedside.give()
    bedside.at(date(2026, 11, 4), "12:00")
    bedside.rash_free()
    assert bedside.gate.open
    bedside.start(2)
    coming = bedside.next
    assert coming is not None
    assert (coming.key.slot, coming.day) == ("evening", 3)


def test_before_the_start_there_are_no_days() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    assert step_days(bedside.chart, bedside.now) is None


def test_a_start_before_midnight_begins_the_days_with_its_first_dose_not_with_the_key_press() -> None:
    bedside = Bedside(library("alectinib-anderson"))
    bedside.admit()
    bedside.enrol()
    bedside.at(date(2026, 11, 2), "22:00")
    bedside.rash_free()
    bedside.start(1)
    days = step_days(bedside.chart, bedside.now)
    assert days is not None
    assert (days.first, days.number) == (date(2026, 11, 3), 0)
    assert (days.hours, days.hour) == (None, None)


def test_days_of_a_hold_pass_too_but_a_repeated_step_begins_again_on_its_first_day() -> None:
    for decision, number in (("resume", 6), ("repeat", 1)):
        bedside = on_step(2)
        bedside.day()
        bedside.rash()
        bedside.go(days=4)
        bedside.rash_free()
        bedside.decide(decision)  # type: ignore[arg-type]
        days = step_days(bedside.chart, bedside.now)
        assert days is not None
        assert days.number == number


def test_the_last_step_and_the_target_step_have_no_last_day() -> None:
    bedside = at_bedside()
    bedside.decide("stay")
    bedside.step_through()
    bedside.day()
    days = step_days(bedside.chart, bedside.now)
    assert days is not None
    assert (days.planned, days.opens_on, days.passed) == (None, None, False)
    assert (days.hours, days.hour) == (None, None)
    coming = bedside.next
    assert coming is not None
    assert coming.step == 1


def test_nothing_moves_by_itself_however_long_one_waits() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.rash_free()
    bedside.go(days=3)
    assert bedside.chart.step_number == 1
    coming = bedside.next
    assert coming is not None
    assert (coming.step, coming.state, coming.amount) == (1, "overdue", Decimal(150))
    assert all(dose.step == 1 for dose in bedside.doses)


OPENS = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "place", "extended"),
    [
        (StepDays(SPRING, 3, 2, None, True), "day 3 of 2", True),
        (StepDays(SPRING, 2, 2, None, False), "day 2 of 2", False),
        (StepDays(SPRING, 9, None, None, False), "day 9", False),
        (StepDays(SPRING, 9, None, None, True), "day 9", False),
        (StepDays(SPRING, 1, None, OPENS, True, 12, 13), "hour 13 of 12", True),
    ],
)
def test_where_in_its_time_a_step_is(days: StepDays, place: str, extended: bool) -> None:
    assert (days.place, days.extended) == (place, extended)


@pytest.mark.parametrize(
    ("opens", "hours", "hour", "begins"),
    [
        (OPENS, 12, 0, OPENS - timedelta(hours=12)),
        (OPENS, 12, -3, OPENS - timedelta(hours=12)),
        (OPENS, 12, 1, None),
        (OPENS, 12, 2, None),
        (OPENS, 12, None, None),
        (OPENS, None, 0, None),
        (None, 12, 0, None),
    ],
)
def test_a_step_of_hours_says_when_it_begins_until_it_has(
    opens: datetime | None, hours: int | None, hour: int | None, begins: datetime | None
) -> None:
    assert StepDays(SPRING, 1, None, opens, False, hours, hour).begins == begins


@pytest.mark.parametrize(
    ("minutes", "place", "begins"),
    [(-1, 0, True), (0, 1, False), (59, 1, False), (60, 2, False), (300, 6, False)],
)
def test_a_step_in_hours_counts_them_from_its_first_dose(minutes: int, place: int, begins: bool) -> None:
    in_hours = Step((PlannedDose("", Decimal(4)),), hours=5, every_minutes=120)
    there = cadence(in_hours, hourly("8", None), wall="08:00")
    first = slot_instant(there.chart.plan, there.chart.stretches[0].first)
    days = step_days(there.chart, first + timedelta(minutes=minutes))
    assert days is not None
    assert (days.hours, days.hour, days.place) == (5, place, f"hour {place} of 5")
    assert days.begins == (first if begins else None)
    assert days.passed is (minutes >= 300)


def test_a_day_ends_where_it_ends_later_in_the_ward_or_in_the_zone_of_the_plan() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "23:00")
    for zone, number in (("Europe/Berlin", 1), ("Pacific/Auckland", 1), ("America/Los_Angeles", 1)):
        days = step_days(replace(bedside.chart, ward_zone=zone), bedside.now)
        assert days is not None
        assert days.number == number
    bedside.at(date(2026, 11, 3), "02:00")
    days = step_days(replace(bedside.chart, ward_zone="America/Los_Angeles"), bedside.now)
    assert days is not None
    assert days.number == 1, "still the first day in the ward"
