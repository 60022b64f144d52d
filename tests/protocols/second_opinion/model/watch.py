"""The delayed-rash watch, and completion (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import sure
from tests.protocols.second_opinion.model.levels import increase_to_come, last_increase
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import day_in, midnight


def last_day(patient: Patient, course: Course) -> date | None:
    """The last day of the watch; None while an increase has not been taken."""
    found = last_increase(patient, course)
    if found is None or increase_to_come(patient, course):
        return None
    return day_in(course.plan.zone, found.at) + timedelta(days=course.protocol.gate.watch_days)


def may_be_over(patient: Patient, course: Course, now: datetime) -> bool:
    """Whether the watch can be over at `now`: its last day has come."""
    until = last_day(patient, course)
    return until is not None and day_in(course.plan.zone, now) >= until


def judge_completion(patient: Patient, course: Course, now: datetime, said: Verdict) -> None:
    """Whether the course can be completed at `now`."""
    zone = course.plan.zone
    said.refuse(not course.number, "the course has not begun")
    said.refuse(patient.held(course) is True, "a hold")
    said.doubt(patient.held(course) is None, "perhaps a hold")
    said.refuse(course.number < course.target, "not on the last step")
    until = last_day(patient, course)
    said.refuse(until is None, "no dose of the increase was taken")
    if until is None:
        return
    said.refuse(day_in(zone, now) < until, "the watch is not over")
    begins = midnight(zone, until)
    checks = [c for c in patient.facts.of(e.RashFreeChecked) if c.trusted and c.at >= begins]
    said.refuse(not checks, "no rash-free check on the last day of the watch or later")
    findings = [fact.at for fact in patient.facts.of(e.RashFound, e.RedFlagSeen)]
    newest = max(findings, default=None)
    said.refuse(newest is not None and all(c.at < newest for c in checks), "a finding since")
    in_doubt = any(not fact.trusted for fact in patient.facts.of(e.RashFreeChecked, e.DoseGiven))
    said.doubt(in_doubt, "something was recorded under a wrong clock")
    said.doubt(sure(patient, course) < 1, "no dose of this step was given as prescribed")
    own = [c for c in checks if c.at <= now]
    said.doubt(not own, "a check to come")
