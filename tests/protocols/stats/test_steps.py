"""Days on steps and why they were longer: what counts as a reason, of which stay, and what does not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec

from protocols.definition.protocol import DoseRules
from protocols.entries import DoseGiven, HoldPlaced
from protocols.stats.figure import Figure
from protocols.stats.stats import stats
from protocols.stats.steps import HELD, LATER, NO_RECORD, NOT_GIVEN, reasons, stays
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.protocols.helpers.published import library


def why(bed: Bedside, step: int = 1) -> set[str]:
    """The reasons of the first stay on a step."""
    return reasons(next(stay for stay in stays(bed.chart) if stay.step == step))


def start(bed: Bedside, step: int) -> None:
    bed.rash_free()
    bed.start(step)


def figures(*beds: Bedside, part: str = "step 1") -> list[Figure]:
    found = stats([bed.chart for bed in beds], max(bed.now for bed in beds))[-1].figures
    return [figure for figure in found if figure.part == part]


def late() -> Bedside:
    """A course whose second step was started a day later than it could have been."""
    bed = at_bedside()
    bed.step_through()
    bed.day()
    start(bed, 2)
    return bed


def test_a_hold_is_a_reason_of_its_own_stay_alone() -> None:
    bed = late()
    bed.record(HoldPlaced("surgery"))
    bed.go(days=1)
    bed.rash_free()
    bed.decide("resume")
    bed.step_through()
    start(bed, 3)
    assert (why(bed), why(bed, 2)) == ({LATER}, {HELD})
    third = stays(bed.chart)[2]
    assert (third.next, third.finished, reasons(third)) == (None, False, {NO_RECORD})
    bed.record(HoldPlaced("surgery"))
    assert reasons(stays(bed.chart)[2]) == {HELD, NO_RECORD}
    assert why(bed) == {LATER}


def test_a_made_up_dose_is_no_reason() -> None:
    bed = Bedside(
        msgspec.structs.replace(at_bedside().protocol, doses=DoseRules(make_up_vomited_minutes=240))
    )
    bed.begin()
    due = bed.next
    assert due is not None
    bed.now = due.at
    lost = bed.give(vomited=True)
    bed.record(DoseGiven(None, due.amount, makes_up=lost.id))
    bed.now += timedelta(hours=1)
    evening = bed.next
    assert evening is not None
    bed.now = evening.at
    bed.give()
    bed.at(bed.now.date() + timedelta(days=1), "06:30")
    bed.step_through()
    start(bed, 2)
    assert why(bed) == {LATER}
    lost_too = late()
    lost_too.correct(lost_too.entries[4])
    assert NOT_GIVEN not in why(lost_too)


def test_a_made_up_dose_beyond_the_rule_is_one() -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    bed.now = due.at
    lost = bed.give(vomited=True)
    bed.record(DoseGiven(None, due.amount, makes_up=lost.id, reason="asked for"))
    evening = bed.next
    assert evening is not None
    bed.now = evening.at
    bed.give()
    bed.at(bed.now.date() + timedelta(days=1), "06:30")
    bed.step_through()
    start(bed, 2)
    assert why(bed) == {NOT_GIVEN}


def test_a_dose_nobody_knows_of_or_nobody_recorded() -> None:
    bed = at_bedside()
    bed.day(lambda: bed.not_given("unknown"))
    bed.step_through()
    start(bed, 2)
    assert why(bed) == {NO_RECORD}
    silent = at_bedside()
    for _ in range(5):
        silent.at(silent.now.date() + timedelta(days=1), "06:30")
        silent.rash_free()
    silent.waive("doses")
    start(silent, 2)
    assert why(silent) == {NO_RECORD}


def test_shortest_longest_and_the_plan() -> None:
    quick = at_bedside()
    quick.step_through()
    start(quick, 2)
    days = quick.protocol.step(1).days
    assert days is not None
    assert figures(quick, late()) == [
        Figure("step 1", "stays", 2),
        Figure("step 1", "finished", 2, 2, "stays"),
        Figure("step 1", "going on", 0, 2, "stays"),
        Figure("step 1", "left otherwise", 0, 2, "stays"),
        Figure("step 1", "days planned", Decimal(days)),
        Figure("step 1", "days, median", Decimal(days) + Decimal("0.5")),
        Figure("step 1", "days, shortest", Decimal(days)),
        Figure("step 1", "days, longest", Decimal(days + 1)),
        Figure("step 1", "extended", 1, 2, "finished stays"),
        Figure("step 1", "days longer than planned, in all", Decimal(1)),
        Figure("step 1", f"extended by {LATER}", 1, 1, "extended stays"),
    ]
    plan = library("alectinib-report-2020")
    longer = (msgspec.structs.replace(plan.steps[0], days=days + 1), *plan.steps[1:])
    other = Bedside(msgspec.structs.replace(plan, steps=longer))
    other.begin()
    other.step_through()
    start(other, 2)
    assert "days planned" not in [figure.what for figure in figures(quick, other)]


def test_looks_of_before_the_enrolment_are_none_of_the_course() -> None:
    bed = at_bedside()
    bed.rash()
    bed.go(hours=1)
    bed.decide("stop")
    bed.enrol()
    bed.rash_free()
    looks = figures(bed, part="skin")
    assert [(figure.what, figure.number, figure.of) for figure in looks] == [
        ("looks", 1, None),
        ("rash-free", 1, 1),
        ("rash", 0, 1),
        ("red flag", 0, 1),
        ("courses with a rash", 0, 0),
        ("courses with a red flag", 0, 0),
    ]
