"""The delayed-rash watch, and completion (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import asked_in_all, most, sure
from tests.protocols.second_opinion.model.levels import (
    increase_to_come,
    largest,
    last_increase,
    more_than_asked,
)
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import day_in, midnight


def last_day(patient: Patient, course: Course) -> date | None:
    """The last day of the watch of the last increase that was taken; None before one."""
    found = last_increase(patient, course)
    if found is None:
        return None
    return day_in(course.plan.zone, found.at) + timedelta(days=course.protocol.gate.watch_days)


def may_be_over(patient: Patient, course: Course, now: datetime) -> bool:
    """Whether the watch can be over at `now`: its last day has come, if it was taken on a step at all."""
    until = last_day(patient, course)
    if until is None:
        return any(fact.what is not None for fact in patient.doses_of(course.drug))
    return day_in(course.plan.zone, now) >= until


def must_be_over(patient: Patient, course: Course, now: datetime) -> bool:
    """Whether the watch is over for certain at `now`: nothing in doubt, and its last day well behind."""
    until = last_day(patient, course)
    doubt = more_than_asked(patient, course) or bool(patient.facts.vomited())
    doubt = doubt or any(not fact.trusted for fact in patient.facts.of(e.DoseGiven))
    if until is None or doubt or increase_to_come(patient, course):
        return False
    rest = _within_step(patient, course, until)
    return day_in(course.plan.zone, now) > rest + timedelta(days=1)


def _within_step(patient: Patient, course: Course, until: date) -> date:
    """The last day of the watch if a larger dose of the same step counts as an increase too."""
    found = largest(patient, course)
    if found is None:
        return until
    return max(until, day_in(course.plan.zone, found.at) + timedelta(days=course.protocol.gate.watch_days))


def judge_completion(patient: Patient, course: Course, now: datetime, said: Verdict) -> None:
    """Whether the course can be completed at `now`."""
    zone = course.plan.zone
    said.refuse(not course.number, "the course has not begun")
    said.refuse(patient.held(course) is True, "a hold")
    said.doubt(patient.held(course) is None, "perhaps a hold")
    said.refuse(course.number < course.target, "not on the last step")
    in_all = asked_in_all(course) if course.number else None
    if in_all is not None and course.number == len(course.protocol.steps):
        said.refuse(most(patient, course) < in_all, "not every dose of a course that ends was given")
        said.doubt(sure(patient, course) < in_all, "perhaps not every dose of a course that ends counts")
    until = last_day(patient, course)
    to_come = until is None or increase_to_come(patient, course)
    said.refuse(to_come, "no dose of the increase was taken")
    if until is None:
        return
    said.refuse(day_in(zone, now) < until, "the watch is not over")
    begins = midnight(zone, until)
    checks = [c for c in patient.facts.of(e.RashFreeChecked) if c.trusted and c.at >= begins]
    said.refuse(not checks, "no rash-free check on the last day of the watch or later")
    findings = patient.facts.of(e.RashFound, e.RedFlagSeen)
    newest = max((fact.at for fact in findings if fact.trusted), default=None)
    said.refuse(newest is not None and all(c.at < newest for c in checks), "a finding since")
    instant = newest is not None and all(c.at <= newest for c in checks)
    said.doubt(instant, "a finding and a check at one instant")
    seen = patient.facts.of(e.RashFreeChecked, e.DoseGiven, e.RashFound, e.RedFlagSeen)
    in_doubt = any(not fact.trusted for fact in seen)
    said.doubt(in_doubt, "something was recorded under a wrong clock")
    rest = midnight(zone, _within_step(patient, course, until))
    said.doubt(all(c.at < rest for c in checks), "a larger dose within a step: perhaps an increase")
    said.doubt(more_than_asked(patient, course), "more than the step asked for: perhaps an increase")
    said.doubt(bool(patient.facts.vomited()), "whether a vomited dose begins the watch")
    said.doubt(sure(patient, course) < 1, "no dose of this step was given as prescribed")
    own = [c for c in checks if c.at <= now]
    said.doubt(not own, "a check to come")
