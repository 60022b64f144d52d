"""May this fact be recorded? Always, never in the future (rules.md, "Facts and moves", "Doses")."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import given, key_of, next_due, window
from tests.protocols.second_opinion.model.first import recorded
from tests.protocols.second_opinion.model.names import same_drug
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import key_instant

MINUTE = timedelta(minutes=1)


def judge_fact(patient: Patient, course: Course | None, entry: e.Entry, now: datetime) -> Verdict:
    """What the rules say of a fact, recorded at the UTC instant `now`."""
    said = Verdict()
    said.refuse(entry.at > now + MINUTE, "in the future")
    said.doubt(entry.at > now, "a minute ahead")
    said.doubt(course is None and not isinstance(entry.what, e.CourseEnrolled), "of no course")
    dead = patient.way.since if patient.way.how == "died" else None
    seen = isinstance(entry.what, e.DoseGiven | e.RashFreeChecked | e.RashFound | e.RedFlagSeen)
    said.refuse(seen and dead is not None and entry.at > dead, "nothing is given to the dead")
    said.doubt(dead is not None, "the patient has died")
    match entry.what:
        case e.RashFreeChecked(whole_skin_seen=skin, mucosa_seen=mucosa):
            said.refuse(not (skin and mucosa), "a check is of the whole skin and the mucosa")
        case e.DoneOnPaper():
            said.doubt(True, "whether it names a step and a dose of the plan")
        case e.HoldPlaced(reason=reason):
            said.refuse(not reason, "a hold has a reason")
            said.doubt(course is None or course.current is None or bool(course.ended), "nothing runs")
        case e.DoseGiven() as dose if course:
            _dose(patient, course, dose, entry.at, said)
        case e.NamedCheckMade() if course:
            said.doubt(True, "whether it is a check of the protocol, with its unit")
        case e.DoseNotGiven(dose=key) if course:
            said.refuse(key in recorded(patient, course), "one record per scheduled dose")
            said.doubt(True, "whether it was planned")
        case e.EntryCorrected() as what:
            said.refuse(not what.reason, "a correction has a reason")
            said.refuse(what.right_at is not None and what.right_at > now + MINUTE, "in the future")
            said.doubt(True, "whether what is right could be recorded")
        case e.CourseEnrolled() as plan:
            same = [c for c in patient.courses.values() if c.drug == same_drug(plan.protocol.drug)]
            said.refuse(any(not c.ended for c in same), "one open course per drug")
            said.doubt(patient.way.away, "not on the ward")
        case e.DoseVomited():
            said.doubt(True, "whether it was given")
    return said


def _dose(patient: Patient, course: Course, dose: e.DoseGiven, at: datetime, said: Verdict) -> None:
    key = dose.dose
    if key is None:
        said.doubt(True, "off the schedule")
        return
    said.refuse(key in recorded(patient, course), "one record per scheduled dose")
    stretch = course.current
    if stretch is None or patient.held(course) is not False or course.ended:
        said.doubt(True, "nothing is due")
        return
    due, step = key_instant(course.plan, key), course.step(stretch.step)
    asked = course.amount(stretch, key)
    mine = due >= stretch.due
    odd = asked is not None and mine and dose.amount != asked
    said.refuse(odd and not dose.reason, "another amount needs a reason")
    about = min(window(course, stretch.step), step.interval / 4)
    in_time = due - about <= at <= due + about and at >= stretch.began
    said.doubt(not mine or asked is None or not in_time, "not in its time")
    after_later = any(
        fact.at < at and key_instant(course.plan, theirs) > due and fact.order > stretch.order
        for fact in given(patient, course)
        if (theirs := key_of(patient, fact)) is not None and fact.trusted
    )
    said.refuse(mine and after_later and not dose.reason, "an older dose after a later one (issue 14, I)")
    said.doubt(after_later, "an older dose after a later one")
    hours = course.protocol.doses.make_up_not_given_hours
    if hours is not None and mine and asked is not None:
        limit = next_due(course, stretch.step, key) - timedelta(hours=hours)
        late = at >= limit and at > due + about
        said.refuse(late and not dose.reason, "past the limit for a dose not given (issue 14, I)")
