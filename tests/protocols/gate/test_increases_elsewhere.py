"""Doses of the drug that are none of this schedule: entered on another course, or before its first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.entries import DoseGiven, DoseKey
from protocols.gate.rash_watch import increase_to_come, increases, watch_of
from tests.protocols.gate.test_increases import D1, begun, off
from tests.protocols.helpers.bedside import Bedside

NEW = D1 + timedelta(days=2)
LATER = NEW + timedelta(days=5)


def second_course() -> tuple[Bedside, str]:
    """A course of 40 and 80 mg, stopped on the second day; another of 20 mg begun on the third."""
    bed = begun((40, 1), (80, 1))
    old = bed.course
    bed.day()
    bed.rash_free()
    bed.start(2)
    bed.decide("stop")
    bed.at(NEW, "06:30")
    bed.protocol = begun((20, 1), (30, 1)).protocol
    bed.enrol(times={"morning": "08:00"})
    bed.rash_free()
    bed.start(1)
    bed.at(NEW, "08:00")
    bed.give()
    assert increases(bed.chart) == (NEW,)
    bed.at(LATER, "09:00")
    return bed, old


@pytest.mark.parametrize("dose", [None, DoseKey(LATER, "morning")], ids=["off its schedule", "on it"])
def test_a_larger_dose_entered_on_an_earlier_course_begins_the_watch_anew(dose: DoseKey | None) -> None:
    bed, old = second_course()
    bed.record(DoseGiven(dose, Decimal(80), reason="the old box"), course=old)
    assert increases(bed.chart) == (NEW, LATER)
    watch = watch_of(bed.chart, bed.now)
    assert watch is not None
    assert watch.until == LATER + timedelta(days=14)


@pytest.mark.parametrize(("amount", "days"), [(10, (NEW,)), (20, (NEW,)), (21, (NEW, LATER))])
def test_of_doses_on_an_earlier_course_only_those_with_more_than_this_one_gave_are_increases(
    amount: int, days: tuple[date, ...]
) -> None:
    bed, old = second_course()
    bed.record(DoseGiven(None, Decimal(amount), reason="the old box"), course=old)
    assert increases(bed.chart) == days
    assert not increase_to_come(bed.chart)


def test_what_was_taken_on_an_earlier_course_before_the_first_of_this_one_makes_it_no_smaller() -> None:
    bed, _ = second_course()
    bed.rash_free()
    bed.waive("break")
    bed.at(LATER, "13:30")
    bed.rash_free()
    bed.start(2)
    assert increase_to_come(bed.chart), "30 mg after 20, though 40 was taken before"


def test_the_first_dose_of_the_schedule_begins_the_watch_also_behind_one_off_it() -> None:
    bed = begun((40, 1), (80, 1))
    off(bed, 40)
    assert increases(bed.chart) == (D1,)
    bed.at(D1 + timedelta(days=1), "08:00")
    bed.give()
    assert increases(bed.chart)[-1] == D1 + timedelta(days=1)
