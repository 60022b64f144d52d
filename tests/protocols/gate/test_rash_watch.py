"""The delayed-rash watch: a look every day until 14 days after the last increase, also on the last step."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.entries import DoseGiven, HoldPlaced, RashFound
from protocols.gate.rash_watch import daily_check_due, last_check, last_increase, watch_of
from protocols.reports.status import status_of
from protocols.values.clinic_time import day_of
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library

ANDERSON = "alectinib-anderson"


def on(bedside: Bedside, day: date, wall: str = "06:00") -> Bedside:
    bedside.at(day, wall)
    return bedside


def test_there_is_no_watch_before_the_start() -> None:
    bedside = Bedside(library(ANDERSON))
    bedside.admit()
    bedside.enrol()
    assert watch_of(bedside.chart, bedside.now) is None
    assert not daily_check_due(bedside.chart, bedside.now)


@pytest.mark.parametrize("step", [1, 3, 5])
def test_a_look_is_due_every_day_until_14_days_after_the_last_increase(step: int) -> None:
    bedside = on_step(step, ANDERSON)
    first = bedside.chart.stretches[-1].first.day
    bedside.give(reason="at half past six")
    for days in range(20):
        on(bedside, first + timedelta(days=days))
        if days:
            assert daily_check_due(bedside.chart, bedside.now) == (days <= 14), days
            found = watch_of(bedside.chart, bedside.now)
            assert found is not None
            assert (found.since_increase, found.over) == (days, days > 14)
            assert found.until == first + timedelta(days=14)
        on(bedside, first + timedelta(days=days), "23:50")
        bedside.rash_free()
        assert not daily_check_due(bedside.chart, bedside.now)


def test_a_finding_is_a_look_too() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.give()
    on(bedside, date(2026, 11, 3), "07:00")
    assert daily_check_due(bedside.chart, bedside.now)
    finding = bedside.record(RashFound("other", ("back",)))
    assert not daily_check_due(bedside.chart, bedside.now)
    bedside.correct(finding)
    assert daily_check_due(bedside.chart, bedside.now)


def test_a_finding_under_a_wrong_clock_is_the_last_look_and_a_rash_free_one_is_none() -> None:
    bedside = at_bedside()
    bedside.go(days=8)
    bedside.rash_free()
    found = last_check(bedside.chart)
    assert found is not None
    assert found.entry.clock == "ok"
    finding = bedside.record(RashFound("other", ("back",)))
    found = last_check(bedside.chart)
    assert found is not None
    assert (found.id, finding.clock) == (finding.id, "ahead")


def test_the_days_since_the_restart_count_from_the_first_dose_of_this_protocol() -> None:
    bedside = at_bedside()
    assert watch_of(bedside.chart, bedside.now) is None
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.give()
    on(bedside, date(2026, 11, 5))
    found = watch_of(bedside.chart, bedside.now)
    assert found is not None
    assert found.since_restart == 3


@pytest.mark.parametrize(("days", "inside"), [(10, False), (11, True), (14, True), (15, False)])
def test_the_band_of_the_published_cases(days: int, inside: bool) -> None:
    """11 to 14 days after the start (domain.md 4.4 row 15)."""
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.give()
    on(bedside, date(2026, 11, 2) + timedelta(days=days))
    found = watch_of(bedside.chart, bedside.now)
    assert found is not None
    assert (found.band, found.in_band) == ((11, 14), inside)


def test_the_band_counts_from_the_last_increase_too() -> None:
    bedside = on_step(5, ANDERSON)
    increase = bedside.chart.stretches[-1].first.day
    bedside.give(reason="at half past six")
    on(bedside, increase + timedelta(days=12))
    found = watch_of(bedside.chart, bedside.now)
    assert found is not None
    assert (found.since_restart, found.since_increase, found.in_band) == (20, 12, True)


def test_a_standing_says_that_a_look_is_wanted_on_the_last_step() -> None:
    bedside = on_step(5, ANDERSON)
    bedside.day()
    found = status_of(bedside.chart, bedside.now)
    assert found.word == "CHECK"
    assert any("The rash watch waits for today's skin check" in sentence for sentence in found.why)


def test_the_watch_ends_with_the_course() -> None:
    bedside = at_bedside()
    bedside.decide("stop")
    on(bedside, date(2026, 11, 4))
    assert watch_of(bedside.chart, bedside.now) is None
    assert not daily_check_due(bedside.chart, bedside.now)


@pytest.mark.parametrize(("amount", "again"), [("37.5", 2), ("25", 1), ("75", 2)])
def test_back_on_a_lower_step_a_dose_off_the_schedule_says_how_high_the_patient_stands(
    amount: str, again: int
) -> None:
    """The next dose of the higher step is an increase again, and so is one larger than what was swallowed."""
    bedside = on_step(2, ANDERSON)
    bedside.give()
    bedside.go(hours=1)
    bedside.record(HoldPlaced("slept badly"))
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("back", step=1)
    bedside.record(DoseGiven(None, Decimal(amount), reason="found on the table"))
    before = last_increase(bedside.chart)
    if again == 1:
        on(bedside, date(2026, 11, 5), "08:00")
        bedside.give()
        assert last_increase(bedside.chart) == date(2026, 11, 5)
        return
    bedside.waive("doses")
    on(bedside, date(2026, 11, 7))
    bedside.waive("break")
    bedside.rash_free()
    bedside.start(2)
    bedside.give()
    assert last_increase(bedside.chart) == day_of(bedside.now, bedside.zone) != before


def test_a_day_with_more_than_any_before_is_an_increase_also_where_the_dose_off_the_schedule_came_first() -> (
    None
):
    bedside = on_step(2, ANDERSON)
    bedside.day()
    bedside.at(date(2026, 11, 8), "07:00")
    bedside.record(DoseGiven(None, Decimal(75), reason="found on the table"))
    assert last_increase(bedside.chart) != date(2026, 11, 8)
    bedside.at(date(2026, 11, 8), "08:00")
    bedside.give()
    assert last_increase(bedside.chart) == date(2026, 11, 8)


@pytest.mark.parametrize(("beside", "again"), [("75", True), ("0.5", False)])
def test_a_dose_off_the_schedule_with_which_a_day_has_more_than_any_before_is_an_increase(
    beside: str, again: bool
) -> None:
    bedside = on_step(2, ANDERSON)
    bedside.day()
    first = last_increase(bedside.chart)
    bedside.day()
    bedside.at(date(2026, 11, 8), "08:00")
    if again:
        bedside.give()
    bedside.go(minutes=5)
    bedside.record(DoseGiven(None, Decimal(beside), reason="found on the table"))
    assert (last_increase(bedside.chart) == date(2026, 11, 8)) is again
    assert again or last_increase(bedside.chart) == first
