"""What a chart says of a course: whether it goes on, its holds, its first day, and what a start stands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.protocol import DownRules, GateRules
from protocols.definition.step import PlannedDose, Step
from protocols.record.chart import Chart, Hold, HoldCause, Start, Stretch, basis_of, rules_behind
from protocols.record.skin_check import ALL, Basis
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.per_kg import begun as per_kg_begun
from tests.protocols.helpers.per_kg import sized
from tests.protocols.helpers.published import library

D1 = date(2026, 11, 2)
MORNING, EVENING = e.DoseKey(D1, "morning"), e.DoseKey(D1, "evening")
REPORT = library("alectinib-report-2020")
DECISION = e.DecisionMade("stop", "as discussed")


def entry_of(bed: Bedside, what: e.What) -> e.Entry:
    return msgspec.structs.replace(bed.entries[-1], id=f"of {type(what).__name__}", what=what)


BED = at_bedside()
CHART, SOME = BED.chart, BED.entries[-1]
HELD, OVER = Hold("hold", SOME, BED.now), Hold("rash", SOME, BED.now, ended=SOME)


@pytest.mark.parametrize(
    ("changes", "goes_on", "running"),
    [
        ({}, True, True),
        ({"stretches": ()}, False, False),
        ({"holds": (OVER,)}, True, True),
        ({"holds": (OVER, HELD)}, False, False),
        ({"ended": SOME}, False, False),
        ({"away": SOME}, False, False),
        ({"left": SOME}, True, False),
    ],
)
def test_doses_are_due_where_a_started_course_goes_on_and_the_patient_is_here(
    changes: dict[str, Any], goes_on: bool, running: bool
) -> None:
    chart = replace(CHART, **changes)
    assert (chart.goes_on, chart.running) == (goes_on, running)
    assert (chart.asked == CHART.asked) is (not changes or changes == {"holds": (OVER,)})


@pytest.mark.parametrize(
    ("cause", "of_finding"),
    [("rash", True), ("red flag", True), ("hold", False), ("check", False), ("paper", False)],
)
def test_a_finding_is_the_patients_until_somebody_releases_it(cause: HoldCause, of_finding: bool) -> None:
    hold = Hold(cause, SOME, BED.now)
    assert (hold.of_finding, hold.unreleased) == (of_finding, of_finding)
    ended, released = replace(hold, ended=SOME), replace(hold, released=SOME)
    assert (ended.unreleased, released.unreleased) == (False, False)
    chart = replace(CHART, holds=(ended, hold, released))
    assert chart.open_holds == (hold, released)
    assert chart.unreleased == ((hold,) if of_finding else ())


@pytest.mark.parametrize(
    ("what", "completed", "told"),
    [
        (msgspec.structs.replace(DECISION, decision="complete"), True, "completed"),
        (DECISION, False, "stopped"),
        (e.NoteAdded("x"), False, "stopped"),
    ],
)
def test_how_a_course_ended(what: e.What, completed: bool, told: str) -> None:
    chart = replace(CHART, ended=entry_of(BED, what))
    assert (chart.completed, chart.ended_text) == (completed, told)
    assert not CHART.completed


def test_the_current_step() -> None:
    chart = on_step(2).chart
    assert chart.current is not None
    assert (chart.current, chart.step_number, chart.step) == (chart.stretches[-1], 2, REPORT.step(2))
    before = replace(chart, stretches=())
    assert (before.current, before.step_number, before.step) == (None, 0, None)


def test_the_zone_of_a_ward_that_took_the_course_in() -> None:
    assert (CHART.zone, replace(CHART, ward_zone="Asia/Tokyo").zone) == ("Europe/Berlin", "Asia/Tokyo")
    assert replace(CHART, ward_zone="Asia/Tokyo", brought=True, initials={}) == CHART


def test_the_amounts_that_stand() -> None:
    bed = per_kg_begun()
    assert isinstance(bed.chart.fixed.what, e.CourseEnrolled)
    assert bed.chart.sized == bed.chart.fixed.what.sized
    other = sized(bed.protocol, "16", "2.5", "5", "8")
    bed.fix(other, e.DoseKey(D1, "morning"))
    assert bed.chart.sized == other
    assert CHART.sized is None
    assert replace(CHART, fixed=entry_of(BED, e.NoteAdded("x"))).sized is None


def test_the_first_dose_is_the_first_on_the_schedule_from_the_start_on() -> None:
    """What was taken before, or off the schedule, is none; not every first dose has come."""
    bed = Bedside(REPORT)
    bed.admit()
    bed.enrol()
    earlier = e.DoseKey(D1 - timedelta(days=1), "evening")
    unasked = {"reason": "brought along", "no_second_check": "recorded afterwards"}
    bed.record(e.DoseGiven(earlier, Decimal(150), **unasked), at=bed.now - timedelta(hours=11))  # type: ignore[arg-type]
    assert (bed.chart.first_dose, bed.chart.first_day) == (None, None)
    bed.at(D1, "07:30")
    bed.rash_free()
    bed.start(1, MORNING)
    bed.record(e.DoseGiven(None, Decimal(150), **unasked))  # type: ignore[arg-type]
    assert (bed.chart.first_dose, bed.chart.first_day) == (None, None)
    bed.at(D1, "08:00")
    first = bed.give(MORNING)
    bed.at(D1, "20:00")
    bed.give(EVENING)
    assert bed.chart.first_dose is not None
    assert (bed.chart.first_dose.id, bed.chart.first_day) == (first.id, D1)


def stretches(*stays: int) -> list[Stretch]:
    """One an hour from seven on, each of the stay given."""
    return [
        Stretch(1, stay, MORNING, BED.now + timedelta(hours=place), SOME, REPORT.step(1))
        for place, stay in enumerate(stays)
    ]


@pytest.mark.parametrize(
    ("stays", "after"), [((), None), ((1,), 0), ((1, 2), 1), ((1, 2, 2), 1), ((1, 1), 0), ((1, 2, 3, 3), 2)]
)
def test_a_start_stands_on_a_check_since_the_step_that_is_left_began(
    stays: tuple[int, ...], after: int | None
) -> None:
    now = BED.now + timedelta(hours=9)
    began = None if after is None else BED.now + timedelta(hours=after)
    assert basis_of(CHART.plan, stretches(*stays), None, now) == Basis(now, now, ALL, began, None, CHART.plan)


def test_the_check_must_not_be_too_old_at_the_first_dose_nor_at_the_start() -> None:
    eight = BED.now + timedelta(hours=1)
    for now, due in ((BED.now, eight), (eight, eight), (eight + timedelta(hours=1),) * 2):
        assert basis_of(CHART.plan, (), MORNING, now, 7) == Basis(now, due, 7, None, MORNING, CHART.plan)


UP, DOWN = GateRules(4, 12, 72, 14), GateRules(0, 24, 72, 14)


@pytest.mark.parametrize(
    ("minutes", "hours", "step", "rules"),
    [
        (240, 12, 2, (DOWN, UP)),
        (239, 12, 2, (DOWN,)),
        (240, 13, 2, (DOWN,)),
        (240, 25, 2, (DOWN,)),
        (240, 12, 3, (UP,)),
        (239, 12, 3, (UP,)),
    ],
)
def test_by_which_numbers_a_check_carries_a_start(
    minutes: int, hours: int, step: int, rules: tuple[GateRules, ...]
) -> None:
    """So many minutes after the dose, so many hours before the start: of step 2, which goes down, by either
    set of numbers, of step 3 by the one for a step up; where neither carries it, by those of the step.
    """
    amounts = (40, 20, 30)
    steps = tuple(Step((PlannedDose("morning", Decimal(amount)),), days=1) for amount in amounts)
    protocol = msgspec.structs.replace(
        REPORT, steps=steps, gate=UP, gate_down=DownRules(check_after_dose_hours=0, check_valid_hours=24)
    )
    bed = Bedside(protocol)
    bed.begin()
    bed.at(D1, "08:00")
    bed.give()
    bed.go(minutes=minutes)
    bed.rash_free()
    bed.go(hours=hours)
    chart = bed.chart
    basis = basis_of(chart.plan, chart.stretches, None, bed.now)
    assert rules_behind(chart.lines, protocol, step, basis) == rules
    carried = [Start(step, bed.now, basis, (one,)).is_carried(chart.lines) for one in (DOWN, UP)]
    assert carried == [hours <= 24, minutes == 240 and hours == 12]
    assert Start(step, bed.now, basis, (DOWN, UP)).is_carried(chart.lines) is all(carried)


def test_a_start_moved_to_a_fresh_check_stands_by_the_gates_own_numbers() -> None:
    start = Start(2, BED.now, CHART.starts[0].basis, (DOWN, UP), broken=SOME)
    fresh = Basis(BED.now, BED.now, 9)
    assert (start.stands, start.lost) == (False, ())
    moved = start.moved_to(fresh, UP)
    assert (moved.basis, moved.rules, moved.stands) == (fresh, (UP,), True)
    assert (moved.step, moved.at) == (2, BED.now)


def test_what_counts_is_of_the_course_or_of_the_drug() -> None:
    """A dose of an earlier course of the drug is known here and is none of the schedule."""
    bed = at_bedside()
    bed.at(D1, "08:00")
    first = bed.give()
    bed.record(e.DoseVomited(first.id))
    chart = bed.chart
    assert [line.id for line in chart.taken] == [line.id for line in chart.drug_taken] == [first.id]
    assert (chart.vomited, chart.make_ups, list(chart.statuses)) == ({first.id}, {}, [MORNING])
    bed.decide("stop")
    bed.enrol()
    later: Chart = bed.chart
    assert (later.taken, later.statuses, later.first_dose) == ([], {}, None)
    assert ([line.id for line in later.drug_taken], later.vomited) == ([first.id], {first.id})
