"""What is an increase, and how high a patient stands: in amounts swallowed, single and in a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DoseRules, GateRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseGiven, HoldPlaced, RashFound
from protocols.gate.rash_watch import increase_to_come, increases, last_increase, watch_of
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import library

D1 = date(2026, 11, 2)
D2, D3, D4 = (D1 + timedelta(days=n) for n in (1, 2, 3))
SLOTS = ("morning", "evening", "bedtime")


def plan(*steps: tuple[int | str, int], **gate: object) -> Protocol:
    """Steps of one day, each with so many doses of one amount; the last goes on."""
    made = tuple(
        Step(
            tuple(PlannedDose(slot, Decimal(amount)) for slot in SLOTS[:doses]),
            days=1 if number < len(steps) else None,
        )
        for number, (amount, doses) in enumerate(steps, start=1)
    )
    rules = msgspec.structs.replace(GateRules(4, 12, 72, 14), **gate)
    report = library("alectinib-report-2020")
    return msgspec.structs.replace(report, id="drawn", steps=made, gate=rules, doses=DoseRules())


def begun(*steps: tuple[int | str, int], **gate: object) -> Bedside:
    """On step 1, at 07:00 of the first day."""
    bed = Bedside(plan(*steps, **gate))
    bed.admit()
    times = {slot: wall for slot, wall in zip(SLOTS, ("08:00", "20:00", "22:00"), strict=True)}
    bed.enrol(times={slot: times[slot] for slot in bed.protocol.slots})
    bed.rash_free()
    bed.start(1)
    return bed


def on_step_2(*steps: tuple[int, int]) -> Bedside:
    """All of step 1 was taken on the first day; step 2 begins on the second, at 06:30."""
    bed = begun(*steps)
    bed.day()
    bed.rash_free()
    bed.start(2)
    return bed


def off(bed: Bedside, amount: int | str) -> None:
    bed.record(DoseGiven(None, Decimal(amount), reason="found on the table"))


def back(bed: Bedside, step: int) -> None:
    """A prescriber goes back, from tomorrow on."""
    bed.record(HoldPlaced("slept badly"))
    bed.at(D3, "06:00")
    bed.rash_free()
    bed.decide("back", step=step)


@pytest.mark.parametrize("amount", [80, 60])
def test_a_dose_off_the_schedule_is_no_first_dose_of_the_higher_step(amount: int) -> None:
    bed = on_step_2((40, 1), (80, 1))
    assert increase_to_come(bed.chart)
    off(bed, amount)
    assert last_increase(bed.chart) == D2, "more at once than any before"
    assert increase_to_come(bed.chart)
    bed.at(D3, "08:00")
    bed.give()
    assert last_increase(bed.chart) == D3
    assert not increase_to_come(bed.chart)


def test_part_of_a_dose_off_the_schedule_is_no_first_dose_of_more_in_a_day() -> None:
    bed = on_step_2((40, 1), (40, 2))
    off(bed, 20)
    assert last_increase(bed.chart) == D1
    assert increase_to_come(bed.chart)


def test_a_small_dose_off_the_schedule_takes_nobody_down_on_a_higher_step_or_on_the_same() -> None:
    bed = on_step_2((40, 2), (80, 2))
    off(bed, 20)
    back(bed, 1)
    bed.at(D3, "08:00")
    bed.give()
    assert last_increase(bed.chart) == D1, "40 mg as before"
    bed.go(hours=1)
    off(bed, 10)
    bed.at(D4, "08:00")
    bed.give()
    assert last_increase(bed.chart) == D1


@pytest.mark.parametrize(("doses", "again"), [(1, False), (3, True)])
def test_a_day_is_compared_with_what_the_small_dose_stands_for_in_a_day(doses: int, again: bool) -> None:
    """Half a dose of a lower step stands for half its day: 40 mg, which is less than three times 20 mg."""
    bed = begun((20, doses), (40, 2), (80, 2))
    for step in (2, 3):
        bed.day()
        bed.rash_free()
        bed.start(step)
    bed.at(D3, "08:00")
    bed.give()
    bed.record(HoldPlaced("slept badly"))
    bed.at(D4, "06:00")
    bed.rash_free()
    bed.decide("back", step=2)
    off(bed, 20)
    bed.record(HoldPlaced("slept badly"))
    bed.at(D4 + timedelta(days=1), "06:00")
    bed.rash_free()
    bed.decide("back", step=1)
    bed.at(D4 + timedelta(days=1), "08:00")
    bed.give()
    assert (last_increase(bed.chart) == D4 + timedelta(days=1)) is again


@pytest.mark.parametrize(("amount", "more"), [("40", "60"), ("0.4", "0.6")])
def test_more_at_once_on_a_line_of_the_schedule_is_an_increase(amount: str, more: str) -> None:
    bed = begun((amount, 1))
    bed.day()
    bed.at(D2, "08:00")
    bed.give(amount=Decimal(more), reason="as ordered")
    assert increases(bed.chart) == (D1, D2)


def test_more_in_a_day_with_a_dose_off_the_schedule_is_one_however_little_it_is() -> None:
    bed = begun(("0.4", 1))
    bed.day()
    bed.at(D2, "08:00")
    bed.give()
    off(bed, "0.4")
    assert increases(bed.chart) == (D1, D2)


def test_more_at_once_and_no_more_in_a_day_is_an_increase_however_high_it_once_was() -> None:
    bed = begun((80, 1), (40, 2), (80, 1))
    for step in (2, 3):
        bed.day()
        bed.rash_free()
        bed.start(step)
    assert increase_to_come(bed.chart)
    bed.at(D3, "08:00")
    bed.give()
    assert increases(bed.chart) == (D1, D3)


def test_less_than_a_whole_dose_on_the_schedule_is_the_first_of_its_step() -> None:
    bed = on_step_2((40, 1), (80, 1))
    bed.at(D2, "08:00")
    bed.give(amount=Decimal(60), reason="as ordered")
    assert (last_increase(bed.chart), increase_to_come(bed.chart)) == (D2, False)


def test_each_whole_dose_off_the_schedule_of_a_higher_step_is_an_increase_until_that_is_begun() -> None:
    bed = on_step_2((40, 1), (80, 1))
    for day, amount in ((D2, 80), (D3, 60), (D4, 80)):
        bed.at(day, "12:00")
        off(bed, amount)
    assert (increases(bed.chart), increase_to_come(bed.chart)) == ((D1, D2, D4), True)


def test_a_late_dose_of_the_schedule_makes_no_increase_of_the_day_it_was_taken_on() -> None:
    bed = begun((40, 2))
    bed.at(D1, "08:00")
    bed.give()
    bed.at(D2, "00:30")
    bed.give(reason="asleep")
    bed.day()
    assert increases(bed.chart) == (D1,)


def test_a_dose_under_a_wrong_clock_begins_the_watch_and_the_first_under_a_right_one_begins_it_again() -> (
    None
):
    bed = begun((40, 1))
    bed.at(D1 + timedelta(days=9), "08:00")
    off(bed, 40)
    bed.at(D1, "09:00")
    bed.rash_free()
    bed.at(D2, "08:00")
    bed.give()
    assert increases(bed.chart) == (D1, D2)


def test_a_dose_that_came_up_begins_the_watch_and_the_first_kept_down_begins_it_again() -> None:
    bed = on_step_2((40, 1), (80, 1))
    bed.at(D2, "08:00")
    bed.give(vomited=True)
    assert (last_increase(bed.chart), increase_to_come(bed.chart)) == (D2, True)
    bed.at(D3, "08:00")
    bed.give()
    assert (increases(bed.chart), increase_to_come(bed.chart)) == ((D1, D2, D3), False)


def test_doses_before_the_start_are_increases_with_no_day_of_the_protocol() -> None:
    bed = Bedside(plan((40, 1), (80, 1), onset_from_days=1, onset_to_days=2))
    bed.admit()
    bed.enrol(times={"morning": "08:00"})
    off(bed, 20)
    off(bed, 20)
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert (found.since_restart, found.since_increase, found.in_band, found.check_due) == (
        None,
        0,
        False,
        True,
    )
    assert increase_to_come(bed.chart)


def test_the_days_of_the_published_rashes_count_from_the_restart_and_from_the_increase() -> None:
    bed = begun((40, 1), (80, 1), onset_from_days=5, onset_to_days=6)
    bed.at(D1, "08:00")
    bed.give()
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert (found.since_restart, found.since_increase, found.in_band) == (0, 0, False)
    bed.at(D2, "06:30")
    bed.rash_free()
    bed.start(2)
    bed.at(D2, "08:00")
    bed.give()
    told = []
    for days in (4, 5, 6, 7):
        bed.at(D1 + timedelta(days=days), "09:00")
        found = watch_of(bed.chart, bed.now)
        assert found is not None
        told.append((found.since_restart, found.since_increase, found.in_band))
    assert told == [(4, 3, False), (5, 4, True), (6, 5, True), (7, 6, True)]


def test_a_protocol_that_tells_of_no_rashes_has_no_such_days() -> None:
    bed = begun((40, 1))
    bed.at(D1, "08:00")
    bed.give()
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert (found.band, found.in_band) == (None, False)


def test_the_watch_waits_for_the_first_dose_of_an_increase_and_ends_with_the_course() -> None:
    bed = on_step_2((40, 1), (80, 1))
    bed.record(RashFound("other", ("back",)))
    bed.at(D1 + timedelta(days=30), "08:00")
    bed.confirm_clock()
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert (found.to_come, found.over, found.check_due) == (True, False, True)
    bed.decide("stop")
    assert watch_of(bed.chart, bed.now) is None


def test_a_check_that_never_was_leaves_todays_due() -> None:
    bed = begun((40, 1))
    bed.at(D1, "08:00")
    bed.give()
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert not found.check_due
    check = next(entry for entry in bed.entries if type(entry.what).__name__ == "RashFreeChecked")
    bed.correct(check)
    found = watch_of(bed.chart, bed.now)
    assert found is not None
    assert found.check_due
