"""How far a forecast goes, and what it foretells in the middle of a step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import pytest
from msgspec.structs import replace

from protocols.course.forecast import coming, going, is_whole
from protocols.definition.protocol import GateRules
from protocols.definition.step import Step
from protocols.entries import HoldPlaced
from tests.protocols.course.test_ending import made, minutes, morning
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.decision_states import enrolled

D1 = date(2026, 11, 2)


def ahead(bed: Bedside, doses: int) -> list[tuple[int, str, int, int]]:
    """Day of the month, time of day, step and protocol day of the next doses."""
    found = islice(coming(bed.chart, bed.now), doses)
    return [(dose.key.day.day, dose.key.slot, dose.step, dose.day) for dose in found]


def held() -> Bedside:
    bed = at_bedside()
    bed.record(HoldPlaced("surgery"))
    return bed


def stopped() -> Bedside:
    bed = held()
    bed.decide("stop")
    return bed


@pytest.mark.parametrize(
    ("lived", "word"),
    [(enrolled, "not started"), (at_bedside, "running"), (held, "held"), (stopped, "ended")],
)
def test_whether_doses_are_due(lived: Callable[[], Bedside], word: str) -> None:
    assert going(lived().chart) == word


def test_it_looks_1100_days_ahead() -> None:
    bed = made(morning(150, None))
    bed.at(D1, "08:00")
    found = list(coming(bed.chart, bed.now))
    assert len(found) == 1101
    assert found[-1].at == bed.now + timedelta(days=1100)


def test_it_names_10000_doses_at_most() -> None:
    bed = made(minutes(20, 15, None))
    assert sum(1 for _ in coming(bed.chart, bed.now)) == 10_000


@pytest.mark.parametrize(("days", "whole"), [(1101, True), (1102, False)])
def test_it_is_whole_where_the_last_dose_lies_in_its_reach(days: int, whole: bool) -> None:
    bed = made(morning(150, days))
    bed.at(D1, "08:00")
    assert is_whole(bed.chart, bed.now) is whole


@pytest.mark.parametrize(("doses", "whole"), [(10_000, True), (10_001, False)])
def test_it_is_whole_where_it_names_every_dose(doses: int, whole: bool) -> None:
    bed = made(minutes(20, 15, doses))
    assert is_whole(bed.chart, bed.now) is whole


def test_it_is_never_whole_where_the_target_goes_on() -> None:
    bed = at_bedside()
    assert not is_whole(bed.chart, bed.now)


@pytest.mark.parametrize(("day", "wall"), [(3, "20:30"), (4, "06:30"), (4, "09:00"), (4, "10:59")])
def test_with_every_dose_of_the_step_given_the_next_one_begins_where_it_can(day: int, wall: str) -> None:
    bed = at_bedside()
    bed.step_through()
    bed.at(date(2026, 11, day), wall)
    found = ahead(bed, 12)
    assert found[0] == (4, "morning", 2, 3)
    assert [step for _, _, step, _ in found] == [2] * 10 + [3] * 2


def test_too_late_for_the_morning_it_begins_in_the_evening() -> None:
    bed = at_bedside()
    bed.step_through()
    bed.at(date(2026, 11, 4), "11:01")
    assert ahead(bed, 1) == [(4, "evening", 2, 3)]


def test_steps_of_one_dose_follow_each_other_at_their_intervals() -> None:
    bed = made(minutes(20, 60, 1), minutes(40, 120, 1), morning(80, None))
    assert ahead(bed, 3) == [(2, "07:00", 1, 1), (2, "08:00", 2, 1), (3, "morning", 3, 2)]
    bed.give()
    bed.go(minutes=10)
    assert ahead(bed, 2) == [(2, "08:00", 2, 1), (3, "morning", 3, 2)]


@pytest.mark.parametrize("step", [minutes(20, 60, 1), morning(20, 1)], ids=["by the clock", "by the day"])
def test_behind_the_one_dose_of_a_step_the_next_begins_however_short_a_check_counts(step: Step) -> None:
    bed = made(step, morning(80, None), gate=GateRules(0, 2, 72, 3))
    bed.at(D1, "08:00")
    bed.give()
    bed.go(hours=1)
    assert ahead(bed, 2) == [(3, "morning", 2, 2), (4, "morning", 2, 3)]


def test_the_days_of_a_step_that_was_held_are_counted_from_its_first() -> None:
    bed = at_bedside()
    bed.give()
    bed.go(hours=1)
    bed.record(HoldPlaced("surgery"))
    bed.at(D1 + timedelta(days=1), "07:00")
    bed.decide("resume")
    bed.at(D1 + timedelta(days=1), "08:00")
    bed.day()
    bed.at(D1 + timedelta(days=2), "08:00")
    bed.give()
    assert ahead(bed, 1) == [(4, "evening", 2, 3)]


def test_on_a_day_off_the_next_dose_is_the_one_that_the_step_plans() -> None:
    bed = made(replace(morning(150, 6), every_days=2), morning(300, None))
    bed.at(D1 + timedelta(days=1), "07:00")
    assert [day for day, *_ in ahead(bed, 3)] == [4, 6, 8]


def test_on_the_last_step_that_goes_on_it_goes_on() -> None:
    bed = on_step(5)
    assert {step for _, _, step, _ in ahead(bed, 40)} == {5}
