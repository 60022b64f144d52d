"""Steps and decisions on a downtime sheet, entered later at their true time; or kept as what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import msgspec

from protocols import entries as e
from tests.protocols.second_opinion.attempts import any_move
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.world import World

OnPaper = e.StepStarted | e.DecisionMade | e.PreconditionWaived


def on_paper(rng: Random, world: World, course: Course, now: datetime) -> tuple[OnPaper, datetime] | None:
    """A move as somebody wrote it on a sheet, and when: mostly a little behind a check or a dose."""
    at = now - timedelta(minutes=rng.choice((0, 5, 30, 60, 245, 600, 1500)))
    facts = list(world.patient.facts.of(e.RashFreeChecked, e.DoseGiven))[-4:]
    if facts and rng.random() < 0.7:
        at = rng.choice(facts).at + timedelta(minutes=rng.choice((-1, 0, 1, 1, 5, 30, 240, 241)))
    at = min(at, now)
    what = any_move(rng, world, course, at)
    if not isinstance(what, OnPaper) or (isinstance(what, e.StepStarted) and what.source):
        return None
    return msgspec.structs.replace(what, paper="AO"), at


def as_done(what: e.What | None) -> e.DoneOnPaper | None:
    """What happened, where it is no move."""
    return e.DoneOnPaper(what) if isinstance(what, e.StepStarted | e.DecisionMade) else None
