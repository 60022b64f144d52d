"""Which dose must not be offered as the next one (rules.md, "Doses"; issue 14, E, H and I)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course, Stretch
from tests.protocols.second_opinion.model.doses import asked_in_all, given, key_of, most, sure
from tests.protocols.second_opinion.model.first import recorded
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.wall import grid, key_instant, on_grid


def faults(
    patient: Patient, course: Course, key: e.DoseKey | None, step: int, amount: Decimal, now: datetime
) -> Iterator[str]:
    """What the rules have against offering `key` (None: no dose) at `now`."""
    held = patient.held(course)
    if held is None and not patient.way.away:
        return
    stretch = course.current
    if held or patient.way.away or course.ended or stretch is None:
        if key is not None:
            yield "a dose is offered although nothing is due"
        return
    in_all = asked_in_all(course)
    if key is None:
        if in_all is None or most(patient, course) + _left_open(patient, course, now) < in_all:
            yield "no dose is offered although the course runs"
        return
    if in_all is not None and sure(patient, course) >= in_all:
        yield "a dose is offered although all that the step asks for were given"
    if step != course.number:
        yield f"a dose of step {step} is offered on step {course.number}"
    elif stretch.grid_known and course.amount(stretch, key) != amount:
        yield "another amount than the step's"
    yield from _place(patient, course, stretch, key)


def _left_open(patient: Patient, course: Course, now: datetime) -> int:
    """How many doses of the stay are past their time and have no record: they may have been given."""
    done, found = recorded(patient, course), set()
    for stretch in course.of_stay():
        for due, key in takewhile(
            lambda one: one[0] <= now,
            grid(course.plan, stretch.asks, stretch.first, course.first_day(stretch)),
        ):
            if key not in done:
                found.add(due)
    return len(found)


def _place(patient: Patient, course: Course, stretch: Stretch, key: e.DoseKey) -> Iterator[str]:
    due = key_instant(course.plan, key)
    if due < stretch.due:
        yield "a dose before the first of its stretch"
    if due in {key_instant(course.plan, done) for done in recorded(patient, course)}:
        yield "a dose that has a record"
    if stretch.grid_known and not on_grid(
        course.plan, stretch.asks, stretch.first, due, course.first_day(stretch)
    ):
        yield "a dose that the step does not plan"
    for fact in given(patient, course):
        theirs = key_of(patient, fact)
        if theirs and fact.trusted and key_instant(course.plan, theirs) >= due and fact.order > stretch.order:
            yield "a dose at or before one that was taken"
            return
    for fact in patient.doses_of(course.drug):
        before = fact.course != course.id or fact.order < stretch.order
        if before and fact.trusted and fact.what is not None and fact.at >= due:
            yield "a dose due before one taken earlier in the treatment"
            return
