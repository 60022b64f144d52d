"""What a course still asks for, and what it takes from the shelf: whatever happened on the way."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import islice, takewhile

import pytest

from protocols.course.forecast import coming, going
from protocols.definition.protocol import GateRules
from protocols.definition.step import PlannedDose, Step
from protocols.definition.stock import Stock
from protocols.entries import DoseKey
from protocols.reports.supply import needs
from tests.protocols.course.test_cadences import RAPID, WEEKLY, daily, hourly
from tests.protocols.course.test_cadences import bedside as cadence
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import CHECKS, exact, library

REPORT = "alectinib-report-2020"
SCHEDULES = [f"alectinib-{name}" for name in ("report-2020", "shirasawa", "kimura", "anderson")]


def capsules(count: int) -> Stock:
    return Stock(((Decimal(150), count),))


@pytest.mark.parametrize("protocol_id", SCHEDULES)
def test_before_the_first_dose_everything_before_the_target_is_to_come(protocol_id: str) -> None:
    bed, published = at_bedside(protocol_id), CHECKS[protocol_id]
    ahead = list(takewhile(lambda dose: dose.step < bed.chart.target, coming(bed.chart, bed.now)))
    assert len(ahead) == published["doses_before_last"]
    assert sum(dose.amount for dose in ahead) == published["mg_before_last"]
    assert ahead[-1].day == published["days_before_last"]


@pytest.mark.parametrize("protocol_id", SCHEDULES)
def test_what_was_to_come_is_what_came_when_all_goes_to_plan(protocol_id: str) -> None:
    bed = at_bedside(protocol_id)
    foretold = list(islice(coming(bed.chart, bed.now), CHECKS[protocol_id]["doses_before_last"] + 2))
    for step in range(2, len(bed.protocol.steps) + 1):
        bed.step_through()
        bed.rash_free()
        bed.start(step)
    bed.day()
    came = [(dose.key, dose.at, dose.day, dose.step, dose.amount) for dose in bed.doses if dose.line]
    told = [(dose.key, dose.at, dose.day, dose.step, dose.amount) for dose in foretold]
    assert came == told[: len(came)]
    assert len(came) >= len(told) - 1


def test_a_dose_given_leaves_the_rest_and_one_refused_comes_again() -> None:
    bed = on_step(2)
    assert needs(bed.chart, bed.now).steps[0].doses == 10
    bed.day()
    assert needs(bed.chart, bed.now).steps[0].doses == 8
    bed.day(bed.not_given)
    found = needs(bed.chart, bed.now)
    assert [need.doses for need in found.steps] == [8, 16, 16]
    assert found.total == capsules(8 * 2 + 16 * 3 + 8 * 3 + 8 * 4)
    last = [dose for dose in islice(coming(bed.chart, bed.now), 12) if dose.step == 2][-1]
    assert last.day == 8  # instead of 7


def test_a_vomited_dose_and_another_amount_do_not_count() -> None:
    bed = on_step(2)
    bed.day(lambda: bed.give(vomited=True))
    bed.day(lambda: bed.give(amount=Decimal(150), reason="one capsule short"))
    assert needs(bed.chart, bed.now).steps[0].doses == 10


def test_a_dose_recorded_ahead_of_its_time_is_not_asked_for_twice() -> None:
    bed = at_bedside()
    bed.give()
    ahead = list(islice(coming(bed.chart, bed.now), 4))
    assert len({dose.key for dose in ahead}) == 4
    assert all(bed.chart.statuses.get(dose.key) is None for dose in ahead)


def test_the_days_of_a_step_pass_before_the_next_one_begins() -> None:
    bed = Bedside(library(REPORT))
    bed.admit()
    bed.enrol()
    bed.at(bed.now.date(), "19:00")
    bed.rash_free()
    bed.start(1)
    ahead = list(islice(coming(bed.chart, bed.now), 5))
    assert [(dose.day, dose.key.slot, dose.step) for dose in ahead] == [
        (1, "evening", 1),
        (2, "morning", 1),
        (2, "evening", 1),
        (3, "morning", 1),
        (3, "evening", 2),
    ]


def test_a_lower_target_needs_less_and_the_target_step_has_no_end() -> None:
    bed = at_bedside()
    bed.decide("target", 2)
    found = needs(bed.chart, bed.now)
    assert (found.total, found.each_day) == (capsules(4), capsules(4))
    assert {dose.step for dose in islice(coming(bed.chart, bed.now), 4, 60)} == {2}


def test_a_held_course_says_so_and_counts_as_if_it_went_on() -> None:
    bed = on_step(2)
    bed.day()
    bed.rash()
    assert going(bed.chart) == "held"
    found = needs(bed.chart, bed.now)
    assert (found.going, found.steps[0].doses) == ("held", 8)


def test_a_course_not_started_needs_all_of_it_and_one_that_ended_nothing() -> None:
    bed = Bedside(library(REPORT))
    bed.admit()
    bed.enrol()
    found = needs(bed.chart, bed.now)
    assert (found.going, found.total) == ("not started", capsules(128))
    bed.decide("stop")
    found = needs(bed.chart, bed.now)
    assert (found.going, found.steps, found.total.empty, found.each_day.empty) == ("ended", (), True, True)
    assert list(coming(bed.chart, bed.now)) == []


@pytest.mark.parametrize(("days", "count"), [(1, 2), (2, 4), (7, 4 + 20), (23, 128), (24, 136)])
def test_the_next_days_alone(days: int, count: int) -> None:
    bed = at_bedside()
    assert needs(bed.chart, bed.now, days).total == capsules(count)


def test_doses_no_capsule_makes_are_named_with_their_number() -> None:
    bed = at_bedside("alectinib-anderson")
    assert needs(bed.chart, bed.now).total.unmade == tuple(zip(exact("37.5 75"), (2, 2), strict=True))


def test_an_overdue_dose_is_not_foretold_but_still_needed() -> None:
    bed = at_bedside()
    bed.go(hours=7)
    ahead = list(islice(coming(bed.chart, bed.now), 4))
    assert ahead[0].key.slot == "evening"
    assert Counter(dose.step for dose in ahead)[1] == 4
    assert ahead[-1].at - ahead[0].at == timedelta(hours=36)


def every_two_hours(hours: int) -> Step:
    return Step((PlannedDose("", Decimal(4)),), hours=hours, every_minutes=120)


@pytest.mark.parametrize(
    ("steps", "gate", "wall"),
    [
        ((hourly("0.04", 1), hourly("0.4", 3), hourly("4", None)), RAPID, "08:00"),
        ((every_two_hours(6), hourly("4", None)), RAPID, "08:00"),
        ((daily("25", days=4, every=2), daily("25", days=2), daily("50")), WEEKLY, "07:00"),
        ((daily("25", days=14, every=7), daily("25", "50", "25", days=1), daily("50")), WEEKLY, "07:00"),
        ((daily("25", "25", doses=3), daily("50", days=2), daily("50", "50")), WEEKLY, "07:00"),
    ],
    ids=["by-the-hour", "in-hours", "alternate-days", "weekly", "in-doses"],
)
def test_what_is_foretold_of_other_cadences_is_what_the_gate_lets_come(
    steps: tuple[Step, ...], gate: GateRules, wall: str
) -> None:
    there = cadence(*steps, gate=gate, wall=wall)
    foretold = told(there, 10)
    came: list[tuple[DoseKey, int, Decimal]] = []
    while len(came) < 10:
        due = there.next
        assert due is not None
        there.now = max(due.at, there.now)
        came.append((due.key, due.step, due.amount))
        there.give()
        assert told(there, 10 - len(came)) == foretold[len(came) :], "told in the middle as at the start"
        if there.chart.step_number < there.chart.target:
            wait(there, gate)
    assert foretold == came


def told(there: Bedside, doses: int) -> list[tuple[DoseKey, int, Decimal]]:
    """The next doses as they are foretold now."""
    return [(dose.key, dose.step, dose.amount) for dose in islice(coming(there.chart, there.now), doses)]


def wait(there: Bedside, gate: GateRules) -> None:
    """Until shortly before the next dose, and on to the next step where the gate is open by then."""
    due = there.next
    ready = there.now + timedelta(minutes=int(gate.check_after_dose_hours * 60))
    before = max(ready, due.at - timedelta(minutes=20)) if due else ready
    number = there.chart.step_number + 1
    for at in (before, due.at if due else ready):
        there.now = max(at, there.now)
        there.rash_free()
        if there.gate.open:
            there.start(number)
            return


def test_it_comes_to_an_end_whatever_the_steps() -> None:
    there = cadence(hourly("4", 3), daily("25", days=14, every=7), daily("50", "50"), wall="07:00")
    found = needs(there.chart, there.now)
    assert [need.step for need in found.steps] == [1, 2]
    assert found.steps[-1].doses == 2


def test_a_dose_already_recorded_is_not_foretold() -> None:
    bed = at_bedside()
    evening = DoseKey(bed.now.date(), "evening")
    bed.not_given("absent", evening)
    ahead = list(islice(coming(bed.chart, bed.now), 4))
    assert evening not in {dose.key for dose in ahead}
    assert [dose.step for dose in ahead] == [1, 1, 1, 1]
    assert ahead[-1].day == 3
