"""Single things that somebody may try, right and wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec

from protocols import entries as e
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.first import next_natural
from tests.protocols.second_opinion.model.wall import clock_name, daily_slots, day_in
from tests.protocols.second_opinion.plans import PER_KG, fixed_for, other_times
from tests.protocols.second_opinion.world import World

DECISIONS: tuple[e.DecisionKind, ...] = (
    *("resume", "repeat", "back", "stay", "target", "complete", "stop", "amounts"),
)
RELEASES: tuple[e.DecisionKind, ...] = ("resume", "resume", "repeat", "back", "stay")
WAIVABLE: tuple[e.Waivable, ...] = ("doses", "days", "break")


def person(rng: Random, what: e.What, wrong: float) -> e.Person:
    """Who tries it: mostly somebody who may."""
    by_letter = isinstance(what, e.StepStarted) and bool(what.source)
    if by_letter or isinstance(what, e.DecisionMade | e.PreconditionWaived):
        return NURSE if rng.random() < wrong else PRESCRIBER
    return NURSE


def natural(world: World, course: Course, step: int, now: datetime) -> e.DoseKey:
    """The dose with which the step begins if all goes well."""
    found = next_natural(world.patient, course, step, now)
    return found or clock_name(now, course.plan.zone)


def any_first(rng: Random, world: World, course: Course, step: int, now: datetime) -> e.DoseKey:
    """A first dose: mostly the natural one; else one before, one after, one by the clock at an odd time."""
    if rng.random() < 0.6:
        return natural(world, course, step, now)
    plan = course.step(step)
    if plan.every_minutes is not None:
        minutes = rng.choice((-60, -10, 0, 1, 5, 30, 55, 60, 65, 120, plan.every_minutes))
        return clock_name(
            (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0), course.plan.zone
        )
    day = day_in(course.plan.zone, now) + timedelta(days=rng.choice((-1, 0, 0, 0, 1, 1, 2)))
    return rng.choice(daily_slots(course.plan, plan, day))[1]


def any_move(rng: Random, world: World, course: Course, now: datetime) -> e.What | None:
    """A step, a decision or a waiver."""
    steps = len(course.protocol.steps)
    roll = rng.random()
    if rng.random() < (0.02 if course.number else 0.2):
        step = rng.randint(1, steps)
        first = any_first(rng, world, course, step, now)
        return e.StepStarted(
            step, first, source="letter of 1 November", taken=rng.choice(("20 mg", "20 mg", ""))
        )
    if roll < 0.5:
        step = course.number + rng.choice((1, 1, 1, 1, 1, 1, 2, 0))
        if not 1 <= step <= steps:
            return None
        return e.StepStarted(step, any_first(rng, world, course, step, now))
    if roll < 0.53 and course.protocol.checks:
        check = rng.choice(course.protocol.checks).name
        return e.PreconditionWaived("check", "as discussed", check=check)
    if roll < 0.57:
        return amendment(rng, course, now)
    if roll < 0.62:
        return e.PreconditionWaived(rng.choice(WAIVABLE), rng.choice(("as discussed", "as discussed", "")))
    kind = rng.choice(DECISIONS)
    if kind == "stop" and rng.random() < 0.4:
        kind = "complete"
    if kind == "amounts":
        return amounts(rng, world, course, now)
    return decision(rng, world, course, kind, now)


def decision(
    rng: Random, world: World, course: Course, kind: e.DecisionKind, now: datetime
) -> e.DecisionMade:
    """A decision of this kind, on a step and from a dose that fit, mostly."""
    step = None
    if kind == "back":
        step = max(1, course.number - rng.choice((1, 1, 2, 0)))
    elif kind == "target":
        step = rng.randint(1, len(course.protocol.steps))
    first = None
    held = world.patient.held(course) is not False
    if course.number and (kind in ("resume", "repeat", "back") or (kind == "stay" and held)):
        first = any_first(rng, world, course, step or course.number, now)
    reason = "as discussed" if rng.random() < 0.95 else ""
    return e.DecisionMade(kind, reason, step, first, rng.random() < 0.35)


def amendment(rng: Random, course: Course, now: datetime) -> e.CourseAmended:
    """Other dose times from a day on, or other strengths in stock; how doses are made stays written."""
    reason = "as the ward rounds" if rng.random() < 0.95 else ""
    if not course.protocol.slots or rng.random() < 0.15:
        return e.CourseAmended(reason, strengths=(rng.choice((Decimal(150), Decimal(10))),))
    since = day_in(course.plan.zone, now) + timedelta(days=rng.choice((-1, 0, 1, 1, 1, 2, 5)))
    return e.CourseAmended(reason, times=other_times(rng, course.protocol), since=since)


def way(rng: Random, world: World, now: datetime, right: bool) -> tuple[e.What, datetime, e.Person]:
    """The patient leaves, returns, is sent or taken back: what fits, or without `right` whatever comes."""
    here = world.patient.way
    ago = timedelta(minutes=rng.choice((0, 0, 0, 5, 90)))
    until = now + timedelta(hours=rng.choice((4, 30)))
    leaves: list[e.What] = [*[e.PatientLeft("leave", "home", back=until)] * 4, e.PatientLeft("discharged")]
    leaves += [e.PatientLeft("died")] if rng.random() < 0.1 else []
    back = e.PatientReturned("12", in_error=here.how == "died", note="as her daughter says")
    taken = e.RecordTakenBack("no record came back")
    what: e.What = taken
    if not right:
        what = rng.choice([*leaves, back, e.PatientSent("Ward 9"), taken])
    elif not here.sent or here.how:
        what = back if here.how else rng.choice([*leaves, *leaves, e.PatientSent("Ward 9")])
    by = PRESCRIBER if isinstance(what, e.RecordTakenBack) and rng.random() < 0.95 else NURSE
    return what, now if isinstance(what, e.RecordTakenBack) else now - ago, by


def amounts(rng: Random, world: World, course: Course, now: datetime) -> e.DecisionMade:
    """Other amounts of a protocol per kg, for another weight; of one with fixed doses none can be."""
    sized = fixed_for(course.protocol, rng.choice(PER_KG))
    first = None
    if course.number and (world.patient.held(course) is False or rng.random() < 0.05):
        first = any_first(rng, world, course, course.number, now)
    confirmed = e.Confirmed(OTHER_NURSE, now)
    return e.DecisionMade("amounts", "weighed again", first=first, sized=sized, confirmed=confirmed)


def result(rng: Random, course: Course, name: str, good: float) -> e.NamedCheckMade:
    """What a named check gave, mostly as the protocol wants it."""
    check = next(one for one in course.protocol.checks if name.startswith(one.name))
    fine = rng.random() < good
    if not check.is_measured:
        return e.NamedCheckMade(check.name, stated=fine)
    right, wrong = (check.at_least, check.at_most), (Decimal("0.4"), Decimal(200))
    value = rng.choice([limit for limit in right if limit is not None]) if fine else rng.choice(wrong)
    return e.NamedCheckMade(check.name, value, check.unit)


def release(rng: Random, world: World, course: Course, now: datetime) -> e.DecisionMade:
    """What a prescriber does about a hold."""
    kind: e.DecisionKind = "resume" if course.number < 2 else rng.choice(RELEASES)
    made = decision(rng, world, course, kind, now)
    if course.number:
        made = msgspec.structs.replace(made, first=natural(world, course, made.step or course.number, now))
    return msgspec.structs.replace(made, residual_accepted=rng.random() < 0.4)


def finding(rng: Random) -> e.RashFound | e.RedFlagSeen:
    """A rash or a red flag."""
    if rng.random() < 0.65:
        return e.RashFound("maculopapular", ("neck",))
    return e.RedFlagSeen(("skin pain",))
