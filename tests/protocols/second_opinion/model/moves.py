"""May this move be recorded now? (rules.md, "Facts and moves", "The gate", "Rash, red flags, holds")."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import days_passed, gap, most, sure, waived
from tests.protocols.second_opinion.model.first import judge_first
from tests.protocols.second_opinion.model.levels import Level, highest, level
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.skin import Basis, rests
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.watch import judge_completion


def judge(patient: Patient, course: Course, entry: e.Entry, now: datetime, clock_ok: bool) -> Verdict:
    """What the rules say of a move, tried at the UTC instant `now`."""
    said = Verdict()
    said.refuse(not clock_ok, "moves wait while the clock is wrong (Time)")
    said.refuse(bool(course.ended), "the course has ended")
    match entry.what:
        case e.StepStarted() as start:
            if not said.no:
                _start(patient, course, start, now, said)
        case e.DecisionMade() as decision:
            said.refuse(entry.by.role != "prescriber", "only a prescriber decides")
            said.refuse(not decision.reason, "a decision has a reason")
            if not said.no:
                _decision(patient, course, decision, now, said)
        case e.PreconditionWaived(precondition=what, reason=reason):
            said.refuse(entry.by.role != "prescriber", "only a prescriber waives")
            said.refuse(not reason, "a waiver has a reason")
            said.doubt(True, f"whether there is anything to waive of {what}")
    return said


def _start(patient: Patient, course: Course, start: e.StepStarted, now: datetime, said: Verdict) -> None:
    said.refuse(start.step != course.number + 1, "not the next step")
    said.refuse(start.step > course.target, "beyond the target")
    if said.no:
        return
    judge_first(patient, course, start.step, start.first, now, said)
    if said.no:
        return
    if course.number:
        _gate_of_step(patient, course, now, said)
    _fresh_check(patient, course, course.basis(now, start.first), said)
    _no_rash(patient, said)
    held = patient.held(course)
    said.refuse(held is True, "5: a hold")
    said.doubt(held is None, "5: perhaps a hold")


def _gate_of_step(patient: Patient, course: Course, now: datetime, said: Verdict) -> None:
    needed = course.step(course.number).doses_needed or 0
    if not waived(course, "doses"):
        said.refuse(most(patient, course) < needed, "1: not every dose was given")
        said.doubt(sure(patient, course) < needed, "1: perhaps not every dose counts")
    if not waived(course, "days"):
        said.refuse(not days_passed(patient, course, now, False), "2: the days have not passed")
        said.doubt(not days_passed(patient, course, now, True), "2: perhaps the days have not passed")
    said.refuse(gap(patient, course, now, False), "6: a treatment break")
    said.doubt(gap(patient, course, now, True), "6: perhaps a treatment break")


def _fresh_check(patient: Patient, course: Course, basis: Basis, said: Verdict) -> None:
    doses = patient.doses_of(course.drug)
    rules = course.protocol.gate
    said.refuse(not rests(patient.facts, doses, basis, rules, False), "3: no rash-free check that carries it")
    said.doubt(not rests(patient.facts, doses, basis, rules, True), "3: perhaps no check")


def _no_rash(patient: Patient, said: Verdict) -> None:
    checks = [fact for fact in patient.facts.of(e.RashFreeChecked) if fact.trusted]
    released = {hold.id for hold in patient.holds if hold.released}
    for finding in patient.facts.of(e.RashFound, e.RedFlagSeen):
        said.refuse(finding.id not in released, "4: a finding not released")
        seen = any(check.at >= finding.at for check in checks)
        said.refuse(finding.trusted and not seen, "4: no rash-free check since a finding")
        said.doubt(not any(c.at > patient.facts.latest(finding) for c in checks), "4: perhaps no check since")


def _decision(patient: Patient, course: Course, what: e.DecisionMade, now: datetime, said: Verdict) -> None:
    kind = what.decision
    if kind == "stop":
        return
    if kind == "complete":
        judge_completion(patient, course, now, said)
        return
    said.refuse(not course.number and kind not in ("resume", "target"), "the course has not begun")
    held = patient.held(course)
    said.refuse(kind == "resume" and held is False, "nothing to resume")
    if kind == "target":
        within = what.step is not None and course.number <= what.step <= len(course.protocol.steps)
        said.refuse(not within, "no step to be reached")
        said.doubt(True, "whether the target changes anything")
        return
    to = what.step if kind == "back" and what.step else course.number
    if kind == "back":
        wrong = what.step is None or not 1 <= to < course.number
        said.refuse(wrong, "back is to an earlier step")
    if said.no:
        return
    if not course.number:
        _before_dose_1(patient, said)
        return
    if what.first is None:
        said.refuse(held is True, "no first dose")
        said.doubt(True, "perhaps no first dose is needed")
    else:
        judge_first(patient, course, to, what.first, now, said)
    said.doubt(held is not True, "nothing is held")
    if not said.no:
        _skin_for(patient, course, to, what, now, said)


def _before_dose_1(patient: Patient, said: Verdict) -> None:
    said.doubt(bool(patient.holds), "perhaps the skin is to be seen first")


def _seen_to_be_asked(patient: Patient, course: Course, reached: Level) -> bool:
    """Whether the rules ask for a look: after a finding or a lost check, and before a dose never swallowed.

    Of a hold for another reason they say only that a prescriber ends it.
    """
    found = any(hold.kind != "hold" for hold in patient.open_holds(course)) or patient.lost(course)
    higher = reached.above(level(course, course.number))
    return found or higher or reached.above(highest(patient, course, False))


def _skin_for(
    patient: Patient, course: Course, to: int, what: e.DecisionMade, now: datetime, said: Verdict
) -> None:
    """Doses become due again: on a fresh check, or with residual rash at the same or a lower dose."""
    held = patient.held(course) is True
    reached = level(course, to)
    if not held and not reached.above(level(course, course.number)):
        return
    if not what.residual_accepted or not held:
        first = what.first
        if first is None:
            return
        said.doubt(what.residual_accepted, "residual rash without a hold")
        if not _seen_to_be_asked(patient, course, reached):
            said.doubt(True, "a hold for another reason, at a dose swallowed before")
            return
        basis = course.basis(now, first)
        _fresh_check(patient, course, Basis(basis.at, basis.due), said)
        return
    open_now = patient.open_holds(course)
    said.refuse(any(hold.kind == "red flag" for hold in open_now), "residual is for rash, not for a red flag")
    said.refuse(patient.lost(course), "nobody can waive the check that was taken away")
    said.refuse(reached.above(highest(patient, course, False)), "residual rash: a dose never swallowed")
    said.doubt(reached.above(highest(patient, course, True)), "residual rash: perhaps never swallowed")
    said.doubt(not any(hold.kind == "rash" for hold in open_now), "no rash is open")
    unlike = any(hold.kind == "hold" for hold in open_now)
    said.doubt(unlike, "a hold for another reason beside the rash")
    rash = [fact for fact in patient.facts.of(e.RashFound) if fact.at <= now + timedelta(0)]
    said.doubt(not rash, "no rash stands any more")
