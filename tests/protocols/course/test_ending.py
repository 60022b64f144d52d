"""A course that ends, and a dose that is given once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest

from protocols.course.forecast import coming, staying
from protocols.course.progress import ends, finished, gap, has_its_doses, step_days
from protocols.course.schedule import backlog
from protocols.definition.comparison import by_day
from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseKey, DoseVomited
from protocols.gate.completion import before_completion
from protocols.reports.status import status_of
from protocols.reports.supply import needs
from protocols.values.clinic_time import day_of
from tests.protocols.helpers.bedside import Bedside, refusal
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")


def morning(amount: int, days: int | None) -> Step:
    return Step((PlannedDose("morning", Decimal(amount)),), days=days)


def minutes(amount: int, every: int, doses: int | None) -> Step:
    return Step((PlannedDose("", Decimal(amount)),), every_minutes=every, doses_given=doses)


def made(*steps: Step, gate: GateRules | None = None) -> Bedside:
    protocol: Protocol = msgspec.structs.replace(REPORT, steps=steps, gate=gate or GateRules(0, 24, 72, 3))
    bed = Bedside(protocol)
    bed.begin()
    return bed


def test_a_last_step_with_days_is_finished_when_its_doses_were_given() -> None:
    bed = made(morning(300, 2), morning(150, 2))
    bed.step_through()
    bed.rash_free()
    bed.start(2)
    assert status_of(bed.chart, bed.now).gate.to is None
    bed.day()
    assert "1 of 2 doses given" in " ".join(status_of(bed.chart, bed.now).why)
    assert any("1 of 2 doses given" in text for text in before_completion(bed.chart))
    bed.day()
    assert finished(bed.chart)
    assert bed.next is None
    bed.go(days=6)
    found = status_of(bed.chart, bed.now)
    assert not backlog(bed.doses)
    assert gap(bed.chart, bed.now) is None
    assert not found.extended
    assert list(coming(bed.chart, bed.now)) == []
    assert needs(bed.chart, bed.now).whole
    assert staying(bed.chart, bed.now, 3) == []


def test_a_dose_refused_vomited_or_partly_given_adds_one_to_the_end() -> None:
    bed = made(morning(150, 3))
    bed.day(bed.not_given)
    bed.day(lambda: bed.give(vomited=True))
    bed.day(lambda: bed.give(amount=Decimal(20), reason="one capsule fell"))
    assert not finished(bed.chart)
    for _ in range(3):
        bed.day()
    assert finished(bed.chart)
    bed.go(days=2)
    assert bed.next is None


def test_a_dose_that_was_given_and_came_up_after_the_end_is_due_again() -> None:
    bed = made(morning(150, 2))
    bed.day()
    bed.day()
    last = bed.chart.taken[-1].entry
    assert finished(bed.chart)
    bed.record(DoseVomited(last.id))
    assert not finished(bed.chart)
    assert bed.next is not None


def test_no_more_doses_wait_for_a_record_than_the_course_has() -> None:
    bed = made(morning(150, 3))
    bed.go(days=9)
    bed.confirm_clock()
    assert len(backlog(bed.doses)) == 3
    assert needs(bed.chart, bed.now).total.empty
    for dose in backlog(bed.doses):
        bed.give(dose.key, at=dose.at, reason="told by the night nurse")
    assert finished(bed.chart)


def test_a_dose_given_once_does_not_come_due_again_while_the_gate_waits() -> None:
    """Fourteen doses a quarter of an hour apart must not leave a hundred overdue ones by the evening."""
    bed = made(*(minutes(20 * number, 15, 1) for number in range(1, 4)), gate=GateRules(0, 24, 48, 2))
    for number in range(1, 4):
        bed.now = max(bed.now, bed.next.at) if bed.next else bed.now
        bed.give()
        bed.go(hours=6)
        assert bed.next is None
        assert not backlog(bed.doses)
        if number < 3:
            bed.rash_free()
            bed.start(number + 1)
    assert finished(bed.chart)


def test_a_step_with_all_its_doses_ends_the_course_on_its_target_alone_and_while_it_goes_on() -> None:
    bed = made(minutes(20, 60, 1), minutes(40, 60, 1), morning(80, None))
    assert not has_its_doses(bed.chart)
    bed.go(hours=1)
    bed.give()
    assert (has_its_doses(bed.chart), ends(bed.chart), finished(bed.chart)) == (True, False, False)
    bed.decide("target", step=1)
    assert (has_its_doses(bed.chart), ends(bed.chart), finished(bed.chart)) == (True, True, True)
    bed.go(minutes=5)
    bed.decide("stop")
    assert not has_its_doses(bed.chart)
    assert not finished(bed.chart)


def test_before_the_start_no_step_has_its_doses() -> None:
    bed = Bedside(REPORT)
    bed.admit()
    bed.enrol()
    assert not has_its_doses(bed.chart)
    assert not ends(bed.chart)


def test_a_dose_given_once_and_vomited_comes_again() -> None:
    bed = made(minutes(20, 15, 1), minutes(40, 15, None), gate=GateRules(0, 24, 48, 2))
    bed.give(vomited=True)
    bed.go(minutes=15)
    due = bed.next
    assert due is not None
    assert due.amount == 20


def test_what_is_foretold_of_a_course_that_ends_is_all_of_it() -> None:
    bed = made(morning(300, 2), morning(150, 3))
    assert [dose.step for dose in coming(bed.chart, bed.now)] == [1, 1, 2, 2, 2]
    found = needs(bed.chart, bed.now)
    assert [need.doses for need in found.steps] == [2, 3]
    assert found.whole
    assert found.each_day.empty
    assert [dose.needed for dose in staying(bed.chart, bed.now, 5)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_completion_waits_for_the_watch_and_every_dose() -> None:
    bed = made(morning(150, 1), gate=GateRules(0, 24, 72, 2))
    assert "cannot be completed" in refusal(bed, bed.decide, "complete")
    bed.day()
    assert "rash watch ends" in refusal(bed, bed.decide, "complete")
    bed.go(days=2)
    bed.rash_free()
    bed.decide("complete")
    assert bed.chart.completed


@pytest.mark.parametrize(("last", "target", "planned"), [(2, 2, 2), (2, 1, None), (None, 2, None)])
def test_a_step_has_its_days_unless_it_goes_on(last: int | None, target: int, planned: int | None) -> None:
    bed = made(morning(300, 1), morning(150, last))
    if target == 1:
        bed.decide("target", 1)
    else:
        bed.step_through()
        bed.rash_free()
        bed.start(2)
    bed.go(days=4)
    days = step_days(bed.chart, bed.now)
    assert days is not None
    assert (days.planned, days.passed) == (planned, planned is not None)


def test_a_target_before_the_last_step_goes_on() -> None:
    bed = made(morning(150, 1), morning(300, 2))
    bed.decide("target", 1)
    bed.go(days=3)
    assert not finished(bed.chart)
    assert bed.next is not None


def test_a_rash_after_the_end_holds_and_its_release_makes_nothing_due() -> None:
    bed = made(morning(150, 1))
    bed.day()
    bed.rash()
    assert status_of(bed.chart, bed.now).word == "HOLD"
    bed.go(hours=8)
    bed.rash_free()
    bed.decide("resume")
    assert finished(bed.chart)
    bed.go(days=2)
    assert bed.next is None


@pytest.mark.parametrize("days", [1, 3])
def test_side_by_side_a_course_that_ends_is_at_its_end(days: int) -> None:
    ends = msgspec.structs.replace(REPORT, id="ends", steps=(morning(150, days),))
    goes_on = msgspec.structs.replace(REPORT, id="goes-on", steps=(morning(150, None),))
    last = by_day([ends, goes_on])[-1]
    assert (last.first, last.last) == (days + 1, None)
    assert [place and place.ended for place in last.places] == [True, False]


def test_the_interval_of_a_once_dose_still_keeps_the_next_step_away() -> None:
    bed = made(minutes(20, 60, 1), minutes(40, 60, 1), gate=GateRules(0, 24, 48, 2))
    bed.give()
    given = bed.now
    bed.go(minutes=10)
    bed.rash_free()
    bed.start(2)
    due = bed.next
    assert due is not None
    assert due.at >= given + timedelta(minutes=60)


def test_a_dose_deferred_behind_the_last_one_asked_for_does_not_come_due() -> None:
    bed = made(minutes(20, 60, 1), minutes(40, 60, 1), gate=GateRules(0, 24, 72, 2))
    given = bed.next
    assert given is not None
    bed.give()
    bed.go(hours=9)
    later = DoseKey(day_of(bed.now, bed.zone), f"{bed.now.astimezone(ZoneInfo(bed.zone)):%H:%M}")
    bed.not_given("deferred", later)
    assert bed.next is None
    assert not any(dose.state in ("due", "deferred") for dose in bed.doses)


def test_a_dose_recorded_hours_early_leaves_the_rest_of_the_doses_to_come() -> None:
    """A dose whose time had not come is left out for good; one whose time had come may have been given."""
    bed = made(minutes(150, 120, 3))
    first, early = bed.doses[0].key, bed.doses[0].key.day
    bed.give(DoseKey(early, "17:00"), reason="on the line of the evening")
    assert bed.next is not None
    assert bed.next.key == DoseKey(early, "19:00")
    assert [need.doses for need in needs(bed.chart, bed.now).steps] == [2]
    assert [dose.key.slot for dose in staying(bed.chart, bed.now, 0)] == ["19:00"]
    bed.go(hours=12)
    assert bed.next.key == DoseKey(early, "19:00")
    assert [need.doses for need in needs(bed.chart, bed.now).steps] == [1]
    bed.give()
    assert bed.next is None
    bed.not_given(dose=first)
    assert bed.next is not None
    assert bed.next.key == DoseKey(early, "21:00")
    bed.go(hours=2)
    bed.give()
    assert finished(bed.chart)
    assert bed.next is None


def test_a_dose_beyond_the_next_that_has_a_record_is_listed() -> None:
    bed = made(minutes(150, 120, None))
    ahead = DoseKey(bed.doses[0].key.day, "17:00")
    assert ahead not in [dose.key for dose in bed.doses]
    bed.not_given("absent", ahead)
    assert (ahead, "not given") in [(dose.key, dose.state) for dose in bed.doses]


def test_what_was_recorded_beyond_the_last_dose_stays_listed_once_all_were_given() -> None:
    bed = made(minutes(150, 120, 2))
    day = bed.doses[0].key.day
    bed.not_given("absent", DoseKey(day, "13:00"))
    bed.not_given("deferred", DoseKey(day, "15:00"))
    bed.give()
    bed.go(hours=2)
    bed.give()
    assert finished(bed.chart)
    listed = {dose.key.slot: dose.state for dose in bed.doses}
    assert listed == {"07:00": "given", "09:00": "given", "13:00": "not given", "15:00": "not given"}
