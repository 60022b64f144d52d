"""Facts that somebody may record: doses, checks, findings and corrections, now or late, right or wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import NamedTuple

from protocols import entries as e
from tests.protocols.second_opinion.attempts import finding, natural, result
from tests.protocols.second_opinion.corrections_tried import correction
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.wall import grid
from tests.protocols.second_opinion.world import World

STATUSES: tuple[e.NotGivenStatus, ...] = (
    *("refused", "unavailable", "deferred", "deferred", "unknown", "absent", "nil by mouth"),
)
LATE = (0, 0, 0, 1, 10, 60, 239, 240, 245, 600, 1500)
"""Minutes after which something is recorded."""


class Tried(NamedTuple):
    """A fact, the time at which it is said to have happened, and the course it is entered in."""

    what: e.What
    at: datetime
    course: str


def any_fact(rng: Random, world: World, course: Course, now: datetime, habit: str) -> Tried:
    """A fact, right or wrong, mostly of the kind that these people are given to."""
    if habit in HABITS and rng.random() < 0.6:
        found = HABITS[habit](rng, world, course, now)
        if found is not None:
            return found
    at, roll = now - timedelta(minutes=rng.choice(LATE)), rng.random()
    if roll < 0.35:
        return Tried(any_dose(rng, world, course, now), at, course.id)
    if roll < 0.45:
        return Tried(finding(rng), at, _anywhere(rng, world, course))
    if roll < 0.6:
        return Tried(e.RashFreeChecked(True, rng.random() < 0.95), at, _anywhere(rng, world, course))
    if roll < 0.65:
        return Tried(e.HoldPlaced("fell out of bed"), now, course.id)
    if roll < 0.7 and course.protocol.checks:
        return Tried(result(rng, course, rng.choice(course.protocol.checks).name, 0.6), at, course.id)
    if roll < 0.75 and (vomited := _vomited(rng, world, course, now)):
        return vomited
    return _corrected(rng, world, course, now) or Tried(e.NoteAdded("slept well"), now, course.id)


def _anywhere(rng: Random, world: World, course: Course) -> str:
    """What was seen of the skin is the patient's, wherever it is entered."""
    return rng.choice(["", *world.patient.courses, course.id])


def _corrected(rng: Random, world: World, course: Course, now: datetime) -> Tried | None:
    found = correction(rng, world, course, now)
    return Tried(found[0], now, found[1]) if found else None


def _vomited(rng: Random, world: World, course: Course, now: datetime) -> Tried | None:
    given = [fact for fact in world.patient.facts.of(e.DoseGiven) if fact.course in world.patient.courses]
    if not given:
        return None
    fact = rng.choice(given[-3:])
    return Tried(e.DoseVomited(fact.id), now - timedelta(minutes=rng.choice((0, 0, 20, 200))), fact.course)


def any_key(rng: Random, world: World, course: Course, now: datetime) -> e.DoseKey:
    """The name of some dose: of those shown, of the plan, or by the clock."""
    shown = [dose.key for dose in world.shown(course.id, now)][-6:]
    if course.current and rng.random() < 0.3:
        plan = course.step(course.number)
        shown += [key for _, key in islice(grid(course.plan, plan, course.current.first), 8)]
    return rng.choice(shown) if shown else natural(world, course, max(course.number, 1), now)


def any_dose(rng: Random, world: World, course: Course, now: datetime) -> e.What:
    """A dose given or not, on the line it belongs to or on another, as prescribed or not."""
    key = any_key(rng, world, course, now)
    coming = world.offered(course.id, now)
    if coming and rng.random() < 0.4:
        key = coming.key
    if rng.random() < 0.3:
        return e.DoseNotGiven(key, rng.choice(STATUSES), "as told")
    amount = course.step(max(course.number, 1)).amount(key.slot) or course.step(1).doses[0].amount
    if rng.random() < 0.2:
        amount = _other(amount, rng.choice((Decimal("0.5"), Decimal(2))))
    reason = rng.choice(("", "as the patient asked"))
    roll = rng.random()
    if roll < 0.12:
        return e.DoseGiven(None, amount, reason="found on the table")
    if roll < 0.3 and (lost := _lost(world, course)):
        return e.DoseGiven(None, amount, makes_up=rng.choice(lost), reason=reason)
    return e.DoseGiven(key, amount, vomited=rng.random() < 0.1, reason=reason)


def _other(amount: Decimal, by: Decimal) -> Decimal:
    found = (amount * by).quantize(Decimal("0.000001")).normalize()
    return found if found != found.to_integral() else found.quantize(Decimal(1))


def _lost(world: World, course: Course) -> list[str]:
    vomited = world.patient.facts.vomited()
    facts = world.patient.facts.of(e.DoseGiven, e.DoseNotGiven)
    lost = [f.id for f in facts if isinstance(f.what, e.DoseNotGiven) or f.id in vomited]
    return [id for id in lost if world.patient.facts.by_id[id].course == course.id][-3:]


# what some people are given to


def _loose(rng: Random, world: World, course: Course, now: datetime) -> Tried:
    """A dose off the schedule, of what any step asks for or of another amount, in any of the courses."""
    course = rng.choice([course, course, *world.patient.courses.values()])
    amount = rng.choice([amount for step in course.steps for amount in step.amounts_used])
    by = rng.choice((Decimal(1), Decimal(1), Decimal("0.5"), Decimal(2), Decimal("0.25")))
    dose = e.DoseGiven(None, _other(amount, by), vomited=rng.random() < 0.1, reason="brought from home")
    return Tried(dose, now - timedelta(minutes=rng.choice((*LATE, 30, 120, 2900))), course.id)


def _made_up(rng: Random, world: World, course: Course, now: datetime) -> Tried | None:
    """A dose that did not stay with the patient, or what was taken in its place."""
    at, lost = now - timedelta(minutes=rng.choice((0, 0, 5, 60, 240))), _lost(world, course)
    if lost and rng.random() < 0.6:
        id = rng.choice(lost)
        key = getattr(world.patient.facts.by_id[id].what, "dose", None)
        asked = course.step(max(course.number, 1)).amount(key.slot) if key else None
        if asked is not None:
            reason = rng.choice(("", "as told", "as told"))
            return Tried(e.DoseGiven(None, asked, makes_up=id, reason=reason), at, course.id)
    if rng.random() < 0.5:
        return _vomited(rng, world, course, now)
    return Tried(
        e.DoseNotGiven(any_key(rng, world, course, now), rng.choice(STATUSES), "as told"), at, course.id
    )


def _late(rng: Random, world: World, course: Course, now: datetime) -> Tried:
    """A dose entered late, on this course or an earlier one."""
    course = rng.choice([course, *world.patient.courses.values()])
    ago = timedelta(minutes=rng.choice((1, 5, 60, 238, 245, 600, 1400, 2900)))
    return Tried(any_dose(rng, world, course, now - ago), now - ago, course.id)


def _seen(rng: Random, world: World, course: Course, now: datetime) -> Tried:
    """The skin, seen now or told late."""
    ago = timedelta(minutes=rng.choice((0, 1, 5, 60, 245, 700, 1500)))
    what = e.RashFreeChecked(True, True) if rng.random() < 0.6 else finding(rng)
    return Tried(what, now - ago, _anywhere(rng, world, course))


HABITS: dict[str, Callable[[Random, World, Course, datetime], Tried | None]] = {
    "loose doses": _loose,
    "make-ups": _made_up,
    "late entries": _late,
    "skin": _seen,
    "corrections": _corrected,
}
"""What the people around one patient do more often than others."""
