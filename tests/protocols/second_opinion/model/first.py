"""With which dose a step may begin (rules.md, "The gate", 3; docs/protocols.md, "Steps")."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols import entries as e
from protocols.definition.step import SLOTS
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import key_of
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.rhythm import asked_on
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import clock_name, daily_slots, day_in, is_real, key_instant

OPEN = ("deferred", "unknown")


def recorded(patient: Patient, course: Course) -> dict[e.DoseKey, Fact]:
    """The scheduled doses with a record that is not open."""
    found = {}
    for fact in patient.facts.of(e.DoseGiven, e.DoseNotGiven):
        what = fact.what
        if fact.course != course.id or not isinstance(what, e.DoseGiven | e.DoseNotGiven):
            continue
        still_open = isinstance(what, e.DoseNotGiven) and what.status in OPEN
        key = key_of(patient, fact)
        if key is not None and not still_open:
            found[key] = fact
    return found


def last_taken(patient: Patient, course: Course, now: datetime) -> Fact | None:
    """The last dose of the drug from any course."""
    taken = [fact for fact in patient.doses_of(course.drug) if fact.what is not None and fact.at <= now]
    return max(taken, key=lambda fact: fact.at, default=None)


def judge_first(
    patient: Patient, course: Course, number: int, first: e.DoseKey, now: datetime, said: Verdict
) -> None:
    """Whether the step may begin with `first`."""
    step = course.step(number)
    by_clock = step.every_minutes is not None
    if by_clock == (first.slot in SLOTS):
        said.refuse(True, "the step has no dose at that time")
        return
    if not by_clock:
        said.refuse(step.amount(first.slot) is None, "the step has no dose at that time")
        if said.no:
            return
    off = not by_clock and not asked_on(step, first.day, first.day, first.day)
    said.refuse(off, "a step of weekdays begins on one of them")
    due = key_instant(course.plan, first)
    done = {key_instant(course.plan, key) for key in recorded(patient, course)}
    said.refuse(due in done, "that dose has a record already (issue 14, A)")
    said.doubt(not by_clock and not is_real(course.plan, first), "a time that never is")
    last = last_taken(patient, course, now)
    if last is not None:
        said.refuse(last.trusted and due <= last.at, "a dose was taken at that time or later")
        near, wait = due - last.at, waits(course, number)
        if by_clock:
            said.refuse(last.trusted and near < min(wait), "nearer to the last dose than one interval")
            said.doubt(near < max(wait), "whether it is the interval of the step left or of the new one")
        line = key_of(patient, last)
        planned = key_instant(course.plan, line) if line and last.course == course.id else last.at
        share = 0.75 if step.every_days == 1 else 1.0
        said.doubt(near < min(wait) * share, "near to the last dose")
        said.doubt(due - planned < min(wait) * share, "near to the time of the last dose")
        said.doubt(not last.trusted, "the last dose was recorded under a wrong clock")
    unknown = (fact for fact in patient.doses_of(course.drug) if not fact.trusted)
    near_it = any(due - patient.facts.bound(fact, now) < max(waits(course, number)) for fact in unknown)
    said.doubt(by_clock and near_it, "nobody knows how long ago a dose was taken")
    natural = next_natural(patient, course, number, now)
    said.doubt(natural is None or first != natural, "not the dose that comes next")


def waits(course: Course, number: int) -> tuple[timedelta, ...]:
    """The intervals of the step to begin and of the one that is left."""
    new = course.interval(number)
    return (new, course.interval(course.number)) if course.number else (new,)


def next_natural(patient: Patient, course: Course, number: int, now: datetime) -> e.DoseKey | None:
    """The next dose to come; by the clock not before one interval after the last."""
    step = course.step(number)
    last = last_taken(patient, course, now)
    if step.every_minutes is not None:
        at = max(now, last.at + max(waits(course, number))) if last else now
        whole = at.replace(second=0, microsecond=0)
        return clock_name(whole if whole >= at else whole + timedelta(minutes=1), course.plan.zone)
    taken = recorded(patient, course)
    day = day_in(course.plan.zone, now)
    for ahead in range(8):
        there = day + timedelta(days=ahead)
        for at, key in daily_slots(course.plan, step, there) if asked_on(step, there, there, there) else ():
            never = not is_real(course.plan, key) and day_in(course.plan.zone, at) != key.day
            if at >= now and key not in taken and not never:
                return key
    return None
