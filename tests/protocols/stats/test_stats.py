"""Figures of courses, worked out by hand for courses told step by step; nothing of a patient in them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.step import PlannedDose
from protocols.entries import DoseGiven, HoldPlaced
from protocols.record.chart import Chart
from protocols.stats.figure import Figure, median
from protocols.stats.stats import SMALL_NUMBERS, stats
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library


def told(*beds: Bedside) -> dict[tuple[str, str], tuple[int | Decimal, int | None]]:
    """The figures of the last group, by part and what they count."""
    now = max(bed.now for bed in beds)
    found = stats([bed.chart for bed in beds], now)[-1].figures
    return {(figure.part, figure.what): (figure.number, figure.of) for figure in found}


def sums(figures: tuple[Figure, ...]) -> None:
    """Whatever was told: the parts of a whole add up to it, and no share is larger than what it is of."""
    assert all(figure.of is None or 0 <= figure.number <= figure.of for figure in figures)
    doses = [f for f in figures if f.part == "doses" and f.of_what == "scheduled doses whose time has come"]
    assert {sum(f.number for f in doses)} == {f.of for f in doses}
    looks = [f for f in figures if f.of_what == "looks"]
    assert {sum(f.number for f in looks)} == {f.of for f in looks}


def test_a_course_as_planned() -> None:
    bed = on_step(2)
    found = told(bed)
    days = bed.protocol.step(1).days
    assert days is not None
    doses = days * len(bed.protocol.step(1).doses)
    assert found["courses", "started"] == found["courses", "open"] == (1, 1)
    assert found["courses", "reached the target"] == (0, 1)
    assert found["step 1", "finished"] == (1, 1)
    assert found["step 1", "days planned"] == found["step 1", "days, median"] == (Decimal(days), None)
    assert found["step 1", "extended"] == (0, 1)
    assert ("step 1", "days longer than planned, in all") not in found
    assert found["step 2", "going on"] == (1, 1)
    assert found["doses", "given on time"] == (doses, doses)
    assert found["skin", "rash-free"] == (2, 2)
    assert found["skin", "looks"] == (2, None)
    capsules = {what: number for (part, what), (number, _) in found.items() if part == "units used"}
    (each,) = {dose.amount for dose in bed.protocol.step(1).doses}
    assert capsules == {"alectinib capsule of 150 mg": doses * each / 150}


def test_a_dose_not_given_extends_the_step_and_says_why() -> None:
    bed = at_bedside()
    bed.day(lambda: bed.not_given("refused"))
    bed.step_through()
    bed.rash_free()
    bed.start(2)
    found = told(bed)
    assert found["step 1", "extended"] == (1, 1)
    assert found["step 1", "extended by a dose not given, not whole or vomited"] == (1, 1)
    assert ("step 1", "extended by a hold") not in found
    assert found["doses", "not given: refused"][0] == 2
    assert found["step 1", "days longer than planned, in all"] == (1, None)


def test_a_hold_extends_the_step_and_divides_no_stay() -> None:
    bed = at_bedside()
    bed.day()
    bed.record(HoldPlaced("surgery"))
    bed.go(days=1)
    bed.rash_free()
    bed.decide("resume")
    bed.step_through()
    bed.rash_free()
    bed.start(2)
    found = told(bed)
    assert found["step 1", "stays"] == (1, None)
    assert found["step 1", "extended by a hold"] == (1, 1)
    assert found["holds", "holds"] == (1, None)
    assert found["holds", "for another reason"] == found["holds", "ended"] == (1, 1)
    assert found["holds", "hours until ended, median"] == (Decimal(24), None)
    assert found["decisions", "resume"] == (1, 1)


def test_a_step_started_late_and_one_repeated() -> None:
    bed = at_bedside()
    for _ in range(4):
        bed.step_through()
    bed.rash_free()
    bed.start(2)
    found = told(bed)
    assert found["step 1", "extended by none of these: the next step was started later"] == (1, 1)
    bed.rash()
    bed.go(hours=30)
    bed.rash_free()
    bed.decide("repeat")
    found = told(bed)
    assert found["step 2", "stays"] == (2, None)
    assert (found["step 2", "left otherwise"], found["step 2", "going on"]) == ((1, 2), (1, 2))
    assert found["courses", "held now"] == (0, 1)
    assert found["skin", "rash"] == (1, 4)
    assert found["skin", "courses with a rash"] == (1, 1)


def test_doses_by_their_times_and_amounts() -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    bed.now = due.at + timedelta(hours=2)
    bed.give()
    second = bed.next
    assert second is not None
    bed.now = second.at
    bed.give(amount=due.amount / 2, reason="half")
    third = bed.next
    assert third is not None
    bed.now = third.at - timedelta(hours=3)
    bed.give(vomited=True)
    bed.now = third.at + timedelta(days=1)
    found = told(bed)
    whole = found["doses", "scheduled doses whose time has come"][0]
    assert (
        found["doses", "given late"]
        == found["doses", "given early"]
        == found["doses", "given on time"]
        == (1, whole)
    )
    assert found["doses", "no record"] == (whole - 3, whole)
    assert found["doses", "another amount than prescribed, or when none was due"][0] == 1
    assert found["doses", "vomited"] == (1, 3)


def test_what_was_entered_in_error_counts_for_nothing() -> None:
    bed = on_step(2)
    before = told(bed)
    bed.go(hours=2)
    given = bed.give()
    assert told(bed)["doses", "given on time"][0] == before["doses", "given on time"][0] + 1
    bed.correct(given)
    after = told(bed)
    assert (
        after["units used", "alectinib capsule of 150 mg"]
        == before["units used", "alectinib capsule of 150 mg"]
    )
    assert after["doses", "given on time"][0] == before["doses", "given on time"][0]


def test_doses_without_a_record_stay_counted_when_a_hold_begins() -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    bed.now = due.at + timedelta(hours=6)
    assert told(bed)["doses", "no record"] == (1, 1)
    bed.record(HoldPlaced("surgery"))
    bed.go(days=3)
    assert told(bed)["doses", "no record"] == (1, 1)


def test_groups_and_the_note_on_small_numbers() -> None:
    beds = [at_bedside(), at_bedside("alectinib-kimura")]
    groups = stats([bed.chart for bed in beds], beds[0].now)
    assert [group.protocol for group in groups] == ["alectinib-kimura", "alectinib-report-2020", ""]
    assert all(group.note == SMALL_NUMBERS for group in groups)
    assert stats([beds[0].chart] * 4, beds[0].now)[0].note == SMALL_NUMBERS
    assert stats([beds[0].chart] * 5, beds[0].now)[0].note == ""
    assert stats([], beds[0].now) == []
    not_started = Bedside(library("alectinib-report-2020"))
    not_started.admit()
    not_started.enrol()
    assert told(not_started)["courses", "started"] == (0, 1)
    for group in groups:
        sums(group.figures)


def test_a_stay_by_the_clock_is_measured_in_hours() -> None:
    plan = library("alectinib-report-2020")
    doses = (PlannedDose("", Decimal(150)),)
    step = msgspec.structs.replace(plan.steps[0], days=None, doses_given=2, every_minutes=240, doses=doses)
    bed = Bedside(msgspec.structs.replace(plan, steps=(step, *plan.steps[1:])))
    bed.begin()
    for _ in range(2):
        due = bed.next
        assert due is not None
        bed.now = due.at
        bed.give(due.key, Decimal(150))
    bed.go(hours=6)
    bed.rash_free()
    bed.start(2)
    found = told(bed)
    assert found["step 1", "days planned"] == (Decimal("0.33"), None)
    assert found["step 1", "days, median"] == (Decimal("0.54"), None)
    assert found["step 1", "extended"] == (1, 1)


@pytest.mark.parametrize(("values", "middle"), [([3, 1, 2], 2), ([4, 1], "2.5"), ([7], 7)])
def test_the_median(values: list[int], middle: int | str) -> None:
    assert median([Decimal(value) for value in values]) == Decimal(middle)


def test_nothing_a_person_wrote_is_in_them() -> None:
    bed = at_bedside()
    bed.not_given("other reason")
    bed.record(HoldPlaced("SECRET"))
    chart: Chart = bed.chart
    text = repr(stats([chart], bed.now))
    assert not [
        word for word in ("SECRET", "as told", "Ng", "Li Wei", "00481", "Okafor", "AO") if word in text
    ]
    assert isinstance(bed.chart.taken, list)
    assert DoseGiven.__name__ not in text
