"""The six preconditions of the next step (rules.md, "The gate"). Each reason begins with its number."""

from __future__ import annotations

from datetime import datetime

from protocols import entries as e
from protocols.definition.protocol import GateRules
from tests.protocols.second_opinion.model.checks import judge_checks
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import days_passed, gap, most, sure, waived
from tests.protocols.second_opinion.model.levels import gates_to
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.rhythm import needed
from tests.protocols.second_opinion.model.skin import Basis, rests
from tests.protocols.second_opinion.model.verdict import Verdict


def judge_gate(
    patient: Patient, course: Course, first: e.DoseKey, now: datetime, said: Verdict, to: int | None = None
) -> None:
    """Whether the next step, or step `to`, can be started at `now` from the dose `first` on."""
    if course.number:
        _gate_of_step(patient, course, now, said)
    _fresh_check(
        patient, course, course.basis(now, first), said, gates_to(patient, course, to or course.number + 1)
    )
    _no_rash(patient, said)
    judge_checks(patient, course, course.basis(now, first), said, to or course.number + 1)
    held = patient.held(course)
    said.refuse(patient.way.away, "5: not on the ward")
    said.refuse(held is True, "5: a hold")
    said.doubt(held is None, "5: perhaps a hold")


def _gate_of_step(patient: Patient, course: Course, now: datetime, said: Verdict) -> None:
    asked = needed(course.step(course.number)) or 0
    if not waived(course, "doses"):
        said.refuse(most(patient, course) < asked, "1: not every dose was given")
        said.doubt(sure(patient, course) < asked, "1: perhaps not every dose counts")
    if not waived(course, "days"):
        said.refuse(not days_passed(patient, course, now, False), "2: the days have not passed")
        said.doubt(not days_passed(patient, course, now, True), "2: perhaps the days have not passed")
    said.refuse(gap(patient, course, now, False), "6: a treatment break")
    said.doubt(gap(patient, course, now, True), "6: perhaps a treatment break")


def _fresh_check(
    patient: Patient, course: Course, basis: Basis, said: Verdict, gates: list[GateRules]
) -> None:
    doses = patient.doses_of(course.drug)
    carried = any(rests(patient.facts, doses, basis, rules, False) for rules in gates)
    said.refuse(not carried, "3: no rash-free check that carries it")
    surely = all(rests(patient.facts, doses, basis, rules, True) for rules in gates)
    said.doubt(not surely, "3: perhaps no check")


def _no_rash(patient: Patient, said: Verdict) -> None:
    checks = [fact for fact in patient.facts.of(e.RashFreeChecked) if fact.trusted]
    released = {hold.id for hold in patient.holds if hold.released}
    for finding in patient.facts.of(e.RashFound, e.RedFlagSeen):
        said.refuse(finding.id not in released, "4: a finding not released")
        seen = any(check.at > finding.at for check in checks)
        said.refuse(finding.trusted and not seen, "4: no rash-free check since a finding")
        said.doubt(not any(c.at > patient.facts.latest(finding) for c in checks), "4: perhaps no check since")
