"""Corrections that somebody may make, right or wrong, of what stands and of what was taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec

from protocols import entries as e
from tests.protocols.second_opinion.attempts import finding, result
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.world import World

KINDS = (
    *(e.DoseGiven, e.DoseNotGiven, e.RashFreeChecked, e.RashFound, e.RedFlagSeen, e.DoseVomited),
    e.NamedCheckMade,
)
MOVED = (-1500, -300, -245, -60, -5, -1, 1, 5, 60, 245, 300, 1500)
"""Minutes by which a time was wrong."""


def correction(
    rng: Random, world: World, course: Course, now: datetime
) -> tuple[e.EntryCorrected, str] | None:
    """A correction of something recent, and of which course: it never was, was something else, or at another
    time; or it was so after all.
    """
    facts = [fact for fact in world.patient.facts.by_id.values() if isinstance(fact.original, KINDS)][-8:]
    if not facts:
        return None
    fact = rng.choice(facts)
    if fact.what is not None and rng.random() < 0.3:
        return e.EntryCorrected(fact.id, "wrong patient"), fact.course
    what, at = fact.what or fact.original, None
    if rng.random() < 0.4:
        at = min(fact.at + timedelta(minutes=rng.choice(MOVED)), now)
    if rng.random() < (0.6 if at is None else 0.3):
        what = _variant(rng, world, course, fact, what) or what
    assert isinstance(what, e.Correctable)
    return e.EntryCorrected(fact.id, "seen again", what, at), fact.course


def _variant(rng: Random, world: World, course: Course, fact: Fact, what: e.What) -> e.What | None:
    """Something else of the same kind."""
    match what:
        case e.RashFreeChecked() | e.RashFound() | e.RedFlagSeen():
            return rng.choice((e.RashFreeChecked(True, True), finding(rng)))
        case e.NamedCheckMade(name=name):
            return result(rng, world.patient.courses.get(fact.course, course), name, 0.5)
        case e.DoseVomited(entry=id):
            given = [one.id for one in world.patient.facts.of(e.DoseGiven) if one.course == fact.course]
            return e.DoseVomited(rng.choice([id, *given[-3:]]))
        case e.DoseGiven() | e.DoseNotGiven():
            return _dose(rng, world, world.patient.courses.get(fact.course, course), what)
    return None


def _dose(rng: Random, world: World, course: Course, what: e.DoseGiven | e.DoseNotGiven) -> e.What | None:
    """Another amount, another line, none, not given after all, or taken after all."""
    shown = [dose.key for dose in world.shown(course.id, world.newest)][-6:] if world.newest else []
    key = what.dose or (rng.choice(shown) if shown else None)
    if isinstance(what, e.DoseNotGiven):
        amount = course.step(max(course.number, 1)).amount(what.dose.slot)
        if amount is None or rng.random() < 0.4:
            statuses: tuple[e.NotGivenStatus, ...] = ("refused", "deferred", "unknown", "unavailable")
            return msgspec.structs.replace(what, status=rng.choice(statuses))
        return e.DoseGiven(what.dose, amount, reason="told later")
    roll, reason = rng.random(), what.reason or "read again"
    if roll < 0.3:
        of_steps = [amount for step in course.steps for amount in step.amounts_used]
        amount = rng.choice([*of_steps, what.amount + what.amount])
        return msgspec.structs.replace(what, amount=amount, reason=reason)
    if roll < 0.45:
        return msgspec.structs.replace(what, vomited=not what.vomited)
    if roll < 0.6 and key is not None:
        return e.DoseNotGiven(key, rng.choice(("refused", "deferred", "unknown")), "as told")
    if roll < 0.75:
        return msgspec.structs.replace(what, dose=None, makes_up="", reason=reason)
    if shown:
        return msgspec.structs.replace(what, dose=rng.choice(shown), makes_up="", reason=reason)
    return msgspec.structs.replace(what, amount=max(what.amount / 2, Decimal("0.001")), reason=reason)
