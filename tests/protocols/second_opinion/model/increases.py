"""On which days something higher was swallowed (rules.md, "Rash, red flags, holds").

Higher and lower are compared in amounts, single and daily, with what the patient has swallowed. Where the
rules leave open how high somebody stands, after a dose off the schedule or one that came up again, a day is
an increase perhaps: the first answer has those for certain, the second those at most.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.model.levels import NOTHING, Level, asks, since_first, taken_of
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.wall import day_in


@dataclass
class Swallowed:
    """What was swallowed so far.

    `before` is the level of the last dose of the schedule, `low` the lowest at which the patient can be said
    to stand since; `plain` whether nothing but that dose says so. `most` is the most in a day, counted with
    doses that came up again and steps that went on, `least_most` without; `kept` the largest dose kept down.
    """

    largest: Fraction = Fraction(0)
    kept: Fraction = Fraction(0)
    before: Level = NOTHING
    low: Level = NOTHING
    plain: bool = False
    most: Fraction = Fraction(0)
    least_most: Fraction = Fraction(0)
    in_a_day: dict[date, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    off_days: set[date] = field(default_factory=set)


def increases(patient: Patient, course: Course) -> tuple[set[date], set[date]]:
    """The days with an increase for certain, and those with one perhaps."""
    sure, perhaps = set[date](), set[date]()
    so_far, vomited = Swallowed(), patient.facts.vomited()
    for fact in since_first(patient, course):
        kept, day = fact.id not in vomited, day_in(course.plan.zone, fact.at)
        here = _scheduled(patient, course, fact)
        surely, may_be = _judged(so_far, course, fact, here, day)
        if surely and (kept or not sure):
            sure.add(day)
        if may_be:
            perhaps.add(day)
        _take(so_far, course, fact, here, kept)
    return sure, perhaps


def _scheduled(patient: Patient, course: Course, fact: Fact) -> Level | None:
    """The level of the step it is a dose of; None off the schedule, as of another course."""
    if fact.course != course.id:
        return None
    stretch = taken_of(patient, course, fact)
    return asks(course, stretch.asks) if stretch else None


def _stands(course: Course, fact: Fact) -> Level:
    """The level of the step that went on when it was taken."""
    begun = [stretch for stretch in course.stretches if stretch.began <= fact.at]
    return asks(course, begun[-1].asks) if begun else NOTHING


def _amount(fact: Fact) -> Fraction:
    return Fraction(fact.what.amount) if isinstance(fact.what, e.DoseGiven) else Fraction(0)


def _judged(
    so_far: Swallowed, course: Course, fact: Fact, here: Level | None, day: date
) -> tuple[bool, bool]:
    amount, first = _amount(fact), so_far.largest == 0
    in_all = so_far.in_a_day[day] + amount
    so_far.in_a_day[day] = in_all
    if here is None:
        so_far.off_days.add(day)
    beside = day in so_far.off_days and in_all > max(so_far.most, _stands(course, fact).daily)
    surely = first or amount > so_far.largest or beside
    surely = surely or (so_far.plain and here is not None and here.above(so_far.before))
    stands = _stands(course, fact) if here is None else here
    higher = stands.above(so_far.low) and (here is not None or amount >= stands.single)
    may_be = first or amount > so_far.kept or higher or in_all > so_far.least_most
    return surely, may_be or (here is None and amount > so_far.low.single)


def _take(so_far: Swallowed, course: Course, fact: Fact, here: Level | None, kept: bool) -> None:
    amount, day = _amount(fact), day_in(course.plan.zone, fact.at)
    so_far.largest = max(so_far.largest, amount)
    stands = here or _stands(course, fact)
    so_far.most = max(so_far.most, so_far.in_a_day[day], stands.daily)
    if not kept:
        so_far.plain = False
        return
    so_far.kept = max(so_far.kept, amount)
    so_far.least_most = max(so_far.least_most, so_far.in_a_day[day], here.daily if here else Fraction(0))
    if here is not None:
        so_far.before, so_far.low, so_far.plain = here, here, True
        return
    so_far.plain = False
    low = min(so_far.low.single, amount)
    so_far.low = Level(low, so_far.low.daily if low == so_far.low.single else Fraction(0))
