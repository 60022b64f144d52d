"""May this move be recorded now? (rules.md, "Facts and moves", "The gate", "Rash, red flags, holds")."""

from __future__ import annotations

from datetime import datetime

from protocols import entries as e
from tests.protocols.second_opinion.model.checks import asked_before
from tests.protocols.second_opinion.model.course import Course, given
from tests.protocols.second_opinion.model.doses import key_of
from tests.protocols.second_opinion.model.first import judge_first
from tests.protocols.second_opinion.model.gate import judge_gate
from tests.protocols.second_opinion.model.levels import Level, asks, highest, level
from tests.protocols.second_opinion.model.named import results
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.skin import Basis, rests
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import day_in
from tests.protocols.second_opinion.model.watch import judge_completion
from tests.protocols.second_opinion.model.way import judge_away


def judge(patient: Patient, course: Course, entry: e.Entry, now: datetime, clock_ok: bool) -> Verdict:
    """What the rules say of a move, tried at the UTC instant `now`."""
    said = Verdict()
    said.refuse(not clock_ok, "moves wait while the clock is wrong (Time)")
    said.refuse(bool(course.ended), "the course has ended")
    judge_away(patient.way, entry.what, said)
    match entry.what:
        case e.StepStarted() as start:
            if not said.no:
                _start(patient, course, entry, start, now, said)
        case e.DecisionMade() as decision:
            said.refuse(entry.by.role != "prescriber", "only a prescriber decides")
            said.refuse(not decision.reason, "a decision has a reason")
            if not said.no:
                _decision(patient, course, decision, now, said)
        case e.CourseAmended() as change:
            _amended(patient, course, change, now, said)
        case e.PreconditionWaived(precondition=what, reason=reason):
            said.refuse(entry.by.role != "prescriber", "only a prescriber waives")
            said.refuse(not reason, "a waiver has a reason")
            said.refuse(
                what == "check" and not _may_be_waived(course, entry.what), "nobody waives that check"
            )
            lacking = what == "check" and _has_no_result(patient, course, entry.what.check)
            said.doubt(not lacking, f"whether there is anything to waive of {what}")
    return said


def _amended(patient: Patient, course: Course, change: e.CourseAmended, now: datetime, said: Verdict) -> None:
    """Other dose times are of days to come; a start stands on a check that was fresh at its first dose."""
    said.refuse(not change.reason, "a change has a reason")
    if change.times is None or change.since is None:
        said.doubt(change.strengths in (None, course.plan.strengths), "nothing has changed")
        return
    days = (change.since - day_in(course.plan.zone, now)).days
    said.refuse(days < 0, "doses of the past stay at their times")
    begins = any(stretch.first.day >= change.since for stretch in course.stretches)
    said.refuse(begins, "the check under a start was to be fresh at its first dose")
    said.doubt(days == 0, "perhaps a dose of the past")
    said.doubt(days > 7, "far ahead")
    facts = patient.facts.of(e.DoseGiven, e.DoseNotGiven)
    keys = [key_of(patient, fact) for fact in facts if fact.course == course.id]
    said.doubt(any(key.day >= change.since for key in keys if key), "a dose has a record")
    said.doubt(change.times == course.plan.times[-1][1], "perhaps nothing has changed")


def _has_no_result(patient: Patient, course: Course, name: str) -> bool:
    """Whether a check that the next step waits for was never made, nor waived before."""
    late = [one.check for one in course.waived if one.stay == course.stay]
    asked = [one for one in asked_before(course, course.number + 1) if one.name == name]
    to_come = course.number < course.target and name not in late
    return to_come and any(not results(patient.facts, course.id, one) for one in asked)


def _may_be_waived(course: Course, what: e.PreconditionWaived) -> bool:
    """Whether the protocol lets a prescriber waive this check before the next step."""
    return any(
        one.name == what.check and one.waived_by == "prescriber"
        for one in asked_before(course, course.number + 1)
    )


def _amounts(patient: Patient, course: Course, what: e.DecisionMade, now: datetime, said: Verdict) -> None:
    """Other amounts per kg: no way round the rash-free check, from the next dose on, none due while held."""
    said.refuse(course.plan.sized is None, "the doses are fixed in the file")
    if said.no or what.sized is None:
        return
    held = patient.held(course)
    said.doubt(held is None, "perhaps a hold")
    said.doubt(what.sized == course.sized, "nothing has changed")
    if not course.number or held:
        said.refuse(what.first is not None, "no dose is due by it")
        return
    said.refuse(what.first is None, "no first dose")
    if what.first is None:
        return
    step = given(course.protocol.steps, what.sized)[course.number - 1]
    judge_first(patient, course, course.number, what.first, now, said)
    reached = asks(course, step)
    basis = Basis(now, course.basis(now, what.first).due)
    doses, rules = patient.doses_of(course.drug), course.protocol.gate
    higher = reached.above(highest(patient, course, False))
    free = rests(patient.facts, doses, basis, rules, False)
    said.refuse(higher and not free, "3: higher amounts without a rash-free check")
    said.doubt(not rests(patient.facts, doses, basis, rules, True), "3: perhaps no check")


def _start(
    patient: Patient, course: Course, entry: e.Entry, start: e.StepStarted, now: datetime, said: Verdict
) -> None:
    if start.source or start.taken:
        said.refuse(entry.by.role != "prescriber", "only a prescriber begins in the middle")
        said.refuse(bool(course.number), "the course has begun")
        said.refuse(not (start.source and start.taken), "a letter says whose it is and what was taken")
        said.refuse(start.step < 2, "the first step needs no letter")
    else:
        said.refuse(start.step != course.number + 1, "not the next step")
    said.refuse(start.step > course.target, "beyond the target")
    if said.no:
        return
    judge_first(patient, course, start.step, start.first, now, said)
    if said.no:
        return
    judge_gate(patient, course, start.first, now, said, start.step)


def _decision(patient: Patient, course: Course, what: e.DecisionMade, now: datetime, said: Verdict) -> None:
    kind = what.decision
    if kind == "stop":
        return
    if kind == "amounts":
        _amounts(patient, course, what, now, said)
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
    _results_there(course, to, said)
    if not said.no:
        _skin_for(patient, course, to, what, now, said)


def _results_there(course: Course, to: int, said: Verdict) -> None:
    """Nobody goes on without a result that was taken away, but where the protocol lets a prescriber."""
    for start in course.starts:
        for check in course.protocol.checks:
            fixed = check.name in start.missing and check.waived_by == "nobody" and start.step <= to
            said.refuse(fixed, "nobody can waive the result that was taken away (Corrections)")
            said.doubt(check.name in start.unsure | start.missing, "perhaps a result was taken away")


def _before_dose_1(patient: Patient, said: Verdict) -> None:
    said.doubt(bool(patient.holds), "perhaps the skin is to be seen first")


def _seen_to_be_asked(patient: Patient, course: Course, to: int, reached: Level) -> bool:
    """Whether the rules ask for a look: after a finding, before a dose never swallowed, and where a step was
    begun on paper without the gate.

    Of a hold for another reason they say only that a prescriber ends it, and nothing of the way back to a
    higher dose that was swallowed before: higher is what is above that.
    """
    holds = patient.open_holds(course)
    found = any(hold.kind != "hold" and (hold.kind != "paper" or hold.step <= to) for hold in holds)
    return found or reached.above(highest(patient, course, False))


def _skin_for(
    patient: Patient, course: Course, to: int, what: e.DecisionMade, now: datetime, said: Verdict
) -> None:
    """Doses become due again: on a fresh check, or with residual rash at the same or a lower dose."""
    held = patient.held(course) is True
    reached = level(course, to)
    if what.first is None or not (held or reached.above(level(course, course.number))):
        return
    due = course.basis(now, what.first).due
    basis, doses, rules = Basis(now, due), patient.doses_of(course.drug), course.protocol.gate
    said.refuse(patient.lost(course), "nobody can waive the check that was taken away (Corrections)")
    said.doubt(any(start.doubt for start in course.grounds), "perhaps a check was taken away")
    if rests(patient.facts, doses, basis, rules, False):
        said.doubt(not rests(patient.facts, doses, basis, rules, True), "3: perhaps no check")
        said.doubt(what.residual_accepted, "residual rash beside a check")
    elif what.residual_accepted and held:
        _residual(patient, course, reached, said)
    else:
        said.doubt(what.residual_accepted, "residual rash without a hold")
        asked = _seen_to_be_asked(patient, course, to, reached)
        said.refuse(asked, "3: no rash-free check that carries it")
        said.doubt(not asked, "a hold for another reason, at a dose swallowed before")


def _residual(patient: Patient, course: Course, reached: Level, said: Verdict) -> None:
    """Residual rash, for the same or a lower dose than was swallowed, never for anything but a rash."""
    open_now = patient.open_holds(course)
    said.refuse(any(hold.kind == "red flag" for hold in open_now), "residual is for rash, not for a red flag")
    changed = [hold for hold in patient.holds if course.id in hold.doubt]
    said.doubt(any(hold.kind == "red flag" for hold in changed), "a red flag corrected since its release")
    said.refuse(reached.above(highest(patient, course, False)), "residual rash: a dose never swallowed")
    said.doubt(reached.above(highest(patient, course, True)), "residual rash: perhaps never swallowed")
    left = course.stretches[-1].asks
    said.doubt(reached.above(asks(course, left)), "residual rash: more than now, though swallowed before")
    rash = any(hold.kind == "rash" for hold in open_now) and any(patient.facts.of(e.RashFound))
    said.doubt(not rash, "no rash is open")
    said.doubt(any(hold.kind in ("hold", "paper") for hold in open_now), "another hold beside the rash")
    said.doubt(any(hold.once_flag for hold in open_now), "a red flag corrected into a rash")
