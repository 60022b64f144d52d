"""The schedule is the same whatever the chart was asked before, has each dose once, and has an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.course.schedule import DoseState, _gone_by, _settled, scheduled
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseKey, DoseNotGiven, HoldPlaced
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_ending import made, minutes, morning
from tests.protocols.helpers.bedside import Bedside, at_bedside

D1, D2, D3, D4, D5 = (date(2026, 11, day) for day in (2, 3, 4, 5, 6))
TWICE = (PlannedDose("morning", Decimal(150)), PlannedDose("evening", Decimal(150)))


def of_days() -> Bedside:
    """Given, left out, not recorded, held, resumed, begun again, and one recorded ahead of its time."""
    bed = at_bedside()
    bed.day()
    bed.at(D2, "08:00")
    bed.not_given("absent")
    bed.at(D2, "20:00")
    bed.give()
    bed.at(D3, "20:00")
    bed.give(DoseKey(D3, "evening"))
    bed.at(D4, "08:00")
    bed.give()
    bed.not_given("absent", DoseKey(D5, "morning"))
    bed.at(D4, "09:00")
    bed.record(HoldPlaced("surgery"))
    bed.at(D4, "19:00")
    bed.decide("resume")
    bed.at(D4, "20:00")
    bed.give()
    bed.at(D5, "12:00")
    bed.decide("repeat")
    bed.at(D5, "20:00")
    bed.give()
    return bed


def deferred() -> Bedside:
    bed = at_bedside()
    bed.at(D1, "08:00")
    bed.not_given("deferred")
    bed.at(D1, "20:00")
    bed.give()
    bed.at(D2, "08:00")
    bed.give()
    return bed


def late() -> Bedside:
    """Nothing recorded for a day and a half, and then everything from there on."""
    bed = at_bedside()
    bed.at(D2, "20:00")
    bed.give()
    bed.at(D3, "08:00")
    bed.give()
    return bed


def by_the_clock() -> Bedside:
    """A step that ends with its doses: one left out, one ahead, and all that it asks for."""
    bed = made(minutes(150, 120, 3))
    bed.give()
    bed.go(hours=2)
    bed.not_given("absent")
    bed.give(DoseKey(D1, "13:00"), reason="on the line of the afternoon")
    bed.go(hours=6)
    bed.give()
    return bed


def that_ends() -> Bedside:
    bed = made(morning(300, 2), Step(TWICE, days=2))
    bed.step_through()
    bed.rash_free()
    bed.start(2)
    bed.day(bed.not_given)
    bed.day()
    return bed


HISTORIES = [of_days, deferred, late, by_the_clock, that_ends]


@pytest.mark.parametrize("lived", HISTORIES)
def test_what_was_worked_out_before_changes_nothing(lived: Callable[[], Bedside]) -> None:
    chart = lived().chart
    begin = chart.stretches[0].began
    forwards = [
        begin + timedelta(hours=6 * place, minutes=minute) for place in range(22) for minute in (0, 60)
    ]
    for at in (*forwards, *reversed(forwards)):
        assert scheduled(chart, at) == scheduled(replace(chart), at)


@pytest.mark.parametrize("lived", [of_days, by_the_clock, that_ends])
def test_a_dose_that_has_gone_by_is_kept_once(lived: Callable[[], Bedside]) -> None:
    bed = lived()
    scheduled(bed.chart, bed.now + timedelta(days=30))
    gone = {dose.key for doses in _gone_by(bed.chart) for dose in doses}
    assert gone
    assert gone.isdisjoint(key for _, key in _settled(bed.chart))


def test_the_name_of_a_dose_is_the_same_object_for_every_patient_who_has_it() -> None:
    one, other = ([dose.key for dose in scheduled(bed.chart, bed.now)] for bed in (of_days(), of_days()))
    assert one == other
    assert all(mine is theirs for mine, theirs in zip(one, other, strict=True))


@pytest.mark.parametrize("lived", HISTORIES)
def test_no_dose_stands_twice_and_each_stands_in_its_place(lived: Callable[[], Bedside]) -> None:
    bed = lived()
    for hours in (0, 30, 60):
        found = scheduled(bed.chart, bed.now + timedelta(hours=hours))
        assert [dose.at for dose in found] == sorted({dose.at for dose in found})
        assert set(bed.chart.statuses) <= {dose.key for dose in found}


@pytest.mark.parametrize(("minutes", "listed"), [(0, True), (1, False)])
def test_what_was_recorded_under_a_clock_far_ahead_is_listed_up_to_400_days_ahead(
    minutes: int, listed: bool
) -> None:
    bed = at_bedside()
    far = DoseKey(D1 + timedelta(days=500), "evening")
    kept = bed.not_given("absent", DoseKey(D1, "evening"))
    bed.entries[-1] = msgspec.structs.replace(kept, what=DoseNotGiven(far, "absent", ""))
    at = instant_of(far.day, "20:00", bed.zone) - timedelta(days=400, minutes=minutes)
    assert (far in [dose.key for dose in scheduled(bed.chart, at)]) is listed


@pytest.mark.parametrize(
    ("state", "recordable", "text"),
    [
        ("given", False, "given"),
        ("not given", False, "not given"),
        ("deferred", True, "deferred from"),
        ("future", False, "future"),
        ("next", True, "next"),
        ("due", True, "due"),
        ("overdue", True, "overdue from"),
        ("held", False, "held"),
    ],
)
def test_how_a_dose_stands_before_its_time_and_whether_it_waits_for_a_record(
    state: DoseState, recordable: bool, text: str
) -> None:
    dose = msgspec.structs.replace(at_bedside().doses[0], state=state)
    assert (dose.recordable, dose.state_text) == (recordable, text)


def test_a_dose_by_the_clock_that_was_due_before_a_hold_can_still_be_recorded() -> None:
    bed = made(minutes(150, 120, None))
    bed.go(hours=3)
    bed.record(HoldPlaced("surgery"))
    bed.go(hours=3)
    assert listed(bed) == [("07:00", "held"), ("09:00", "held")]


def listed(bed: Bedside) -> list[tuple[str, str]]:
    """The doses of the schedule by the clock, each with how it stands."""
    return [(dose.key.slot, dose.state) for dose in bed.doses]


def test_behind_the_next_dose_only_those_with_a_record_are_listed() -> None:
    bed = made(minutes(150, 120, None))
    bed.not_given("absent", DoseKey(D1, "13:00"))
    assert listed(bed) == [("07:00", "due"), ("09:00", "next"), ("13:00", "not given")]


def test_in_a_hold_nothing_is_listed_from_its_very_instant_on() -> None:
    bed = made(minutes(150, 120, None))
    bed.give()
    bed.go(hours=2)
    bed.record(HoldPlaced("surgery"))
    assert listed(bed) == [("07:00", "given")]
    bed.go(hours=9)
    assert listed(bed) == [("07:00", "given")]


def test_at_another_site_the_doses_up_to_now_are_held_here() -> None:
    bed = made(minutes(150, 120, None))
    bed.go(hours=2)
    away = replace(bed.chart, away=bed.chart.entry)
    found = [(dose.key.slot, dose.state) for dose in scheduled(away, bed.now)]
    assert found == [("07:00", "held"), ("09:00", "held")]


def test_a_deferred_dose_is_one_of_those_that_the_step_asks_for() -> None:
    bed = made(minutes(150, 120, 3))
    bed.not_given("deferred")
    bed.go(hours=12)
    assert listed(bed) == [("07:00", "deferred"), ("09:00", "overdue"), ("11:00", "overdue")]


@pytest.mark.parametrize(("taken", "skipped"), [(209, True), (210, False)])
def test_a_dose_is_passed_over_by_a_later_one_taken_before_its_own_time_had_come(
    taken: int, skipped: bool
) -> None:
    """The one of 11:00 is on time from 10:30 on, three and a half hours after 07:00."""
    bed = made(minutes(150, 120, None))
    bed.go(minutes=taken)
    bed.give(DoseKey(D1, "15:00"), reason="on the line of the afternoon")
    bed.give(DoseKey(D1, "09:00"), reason="as told", at=bed.now)
    bed.not_given("absent", DoseKey(D1, "13:00"))
    assert [dose.key.slot for dose in bed.doses if dose.skipped] == ["11:00"] * skipped


def test_a_step_whose_first_dose_comes_before_those_of_the_one_that_was_left_takes_their_place() -> None:
    bed = at_bedside()
    bed.step_through()
    bed.at(D3, "08:05")
    bed.rash_free()
    bed.start(2, DoseKey(D3, "evening"))
    bed.go(minutes=5)
    bed.decide("back", 1)
    bed.at(D4, "07:00")
    found = [(dose.key, dose.step) for dose in bed.doses if dose.key.day >= D3]
    assert found == [
        (DoseKey(D3, "morning"), 1),
        (DoseKey(D3, "evening"), 1),
        (DoseKey(D4, "morning"), 1),
        (DoseKey(D4, "evening"), 1),
    ]
