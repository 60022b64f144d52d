"""Which doses count, how long the step has lasted, whether there was a break (rules.md, "The gate", 1, 2, 6).

Each count comes twice: `most` is what the rules can at best let count, `sure` what must count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from protocols import entries as e
from tests.protocols.second_opinion.model.course import Course, Stretch
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.rhythm import needed, pause
from tests.protocols.second_opinion.model.wall import day_in, grid, key_instant, on_grid


def given(patient: Patient, course: Course) -> list[Fact]:
    """The doses taken, by the time they were taken."""
    memo = patient.facts.memo
    if ("given", course.id) not in memo:
        doses = [fact for fact in patient.facts.of(e.DoseGiven) if fact.course == course.id]
        memo["given", course.id] = sorted(doses, key=lambda fact: fact.at)
    found: list[Fact] = memo["given", course.id]
    return found


def key_of(patient: Patient, fact: Fact) -> e.DoseKey | None:
    """The scheduled dose a fact is about: its own, or the one it makes up."""
    what = fact.what
    if isinstance(what, e.DoseGiven) and what.makes_up:
        lost = patient.facts.by_id.get(what.makes_up)
        return getattr(lost.original, "dose", None) if lost else None
    return getattr(what, "dose", None)


def next_due(course: Course, step: int, key: e.DoseKey) -> datetime:
    """When the dose after `key` is due on that step."""
    since = course.since if course.current else None
    planned = grid(course.plan, course.step(step), key, since)
    next(planned)
    return next(planned)[0]


def window(course: Course, step: int) -> timedelta:
    """Beyond which a dose is early or late."""
    plan, rules = course.step(step), course.protocol.windows
    often = len(plan.doses) > 1 or plan.every_minutes is not None
    minutes = rules.more_often_minutes if often else rules.once_daily_minutes
    return timedelta(minutes=minutes)


def asked_in_all(course: Course) -> int | None:
    """How many doses the current step asks for, None where they go on until somebody decides.

    docs/protocols.md, "Steps": a last step can have an end, and one dose by the clock is given once.
    """
    step = course.step(course.number)
    once = step.every_minutes is not None and step.doses_given == 1
    last = course.number == len(course.protocol.steps)
    return needed(step) if once or last else None


def most(patient: Patient, course: Course) -> int:
    """At best so many doses count for the current stay."""
    return len({key for key, _ in _counting(patient, course)})


def sure(patient: Patient, course: Course) -> int:
    """So many doses must count: each in its time, on the plan, by a right clock."""
    vomited = patient.facts.vomited()
    found = set()
    for key, fact in _counting(patient, course):
        stretch = _stretch(course, key, fact)
        if stretch is None or not stretch.grid_known or fact.id in vomited:
            continue
        what = fact.what
        plain = isinstance(what, e.DoseGiven) and not what.makes_up
        plain = plain and not _behind_later(patient, course, key, fact)
        plain = plain and getattr(what, "amount", None) == course.amount(stretch, key)
        if plain and _in_time(course, stretch, key, fact) and _planned(course, stretch, key):
            found.add(key)
    return len(found)


def _counting(patient: Patient, course: Course) -> list[tuple[e.DoseKey, Fact]]:
    vomited = patient.facts.vomited()
    stay = course.of_stay()
    if not stay:
        return []
    begun = min(stretch.order for stretch in stay)
    found = []
    for fact in given(patient, course):
        key, what = key_of(patient, fact), fact.what
        if key is None or not isinstance(what, e.DoseGiven) or not fact.trusted or fact.settled < begun:
            continue
        if fact.id in vomited or not any(_asked(course, stretch, key, what.amount) for stretch in stay):
            continue
        due = key_instant(course.plan, key)
        if due < min(stretch.due for stretch in stay) or (
            not what.makes_up and _too_late(patient, course, key, fact)
        ):
            continue
        found.append((key, fact))
    return found


def _asked(course: Course, stretch: Stretch, key: e.DoseKey, amount: Decimal) -> bool:
    """Whether a stretch asks for the amount at `key`; where doses went on by themselves, on any day."""
    if not stretch.grid_known and stretch.asks.every_minutes is None:
        return amount in stretch.asks.amounts_used
    return course.amount(stretch, key) == amount


def _behind_later(patient: Patient, course: Course, key: e.DoseKey, fact: Fact) -> bool:
    """Whether a later dose had been taken before it, whenever that was recorded."""
    due = key_instant(course.plan, key)
    return any(
        planned > due
        for other, planned in _with_a_line(patient, course)
        if other.at <= fact.at and other is not fact
    )


def _with_a_line(patient: Patient, course: Course) -> list[tuple[Fact, datetime]]:
    """The doses taken that have a line of the schedule, and when that is due."""
    memo = patient.facts.memo
    if ("lines", course.id) not in memo:
        keys = [(fact, key_of(patient, fact)) for fact in given(patient, course)]
        memo["lines", course.id] = [(fact, key_instant(course.plan, key)) for fact, key in keys if key]
    found: list[tuple[Fact, datetime]] = memo["lines", course.id]
    return found


def _too_late(patient: Patient, course: Course, key: e.DoseKey, fact: Fact) -> bool:
    """Taken and recorded after a later dose, or past the protocol's limit for one not given at its time."""
    due = key_instant(course.plan, key)
    for other, planned in _with_a_line(patient, course):
        if planned > due and other.at < fact.at and other.order < fact.order:
            return True
    hours = course.protocol.doses.make_up_not_given_hours
    if hours is None:
        return False
    limit = next_due(course, course.number, key) - timedelta(hours=hours)
    return fact.at >= limit and fact.at > due + window(course, course.number)


def _stretch(course: Course, key: e.DoseKey, fact: Fact) -> Stretch | None:
    own = [s for s in course.of_stay() if s.order < fact.order and s.due <= key_instant(course.plan, key)]
    return own[-1] if own else None


def _planned(course: Course, stretch: Stretch, key: e.DoseKey) -> bool:
    due = key_instant(course.plan, key)
    return on_grid(course.plan, stretch.asks, stretch.first, due, course.first_day(stretch))


def _in_time(course: Course, stretch: Stretch, key: e.DoseKey, fact: Fact) -> bool:
    due, about = key_instant(course.plan, key), window(course, stretch.step)
    about = min(about, course.interval(stretch.step) / 4)
    ended = stretch.until is not None and fact.at >= stretch.until
    return due - about <= fact.at <= due + about and stretch.began <= fact.at and not ended


def days_passed(patient: Patient, course: Course, now: datetime, strict: bool) -> bool:
    """Whether the time of the current stay has passed, by the clinic's calendar."""
    step, stay = course.step(course.number), course.of_stay()
    zone = course.plan.zone
    begun, day = stay[0].due, stay[0].first.day
    if strict:
        own = [fact.at for fact in given(patient, course) if fact.at >= stay[0].began]
        begun = max(begun, min(own, default=now))
        day = max(day, day_in(zone, begun))
    if step.days is not None:
        return day_in(zone, now) >= day + timedelta(days=step.days)
    return step.hours is None or now >= begun + timedelta(hours=step.hours)


def gap(patient: Patient, course: Course, now: datetime, strict: bool) -> bool:
    """Whether there was a time without a dose as long as the protocol's break, since the first dose.

    A step begun anew (repeat, back) counts from there, also where nothing was ever taken.
    """
    vomited = patient.facts.vomited()
    begun = course.stretches[0]
    own = given(patient, course)
    if not strict:
        own = [fact for fact in own if fact.order > begun.order and fact.at >= begun.began]
        own = [fact for fact in own if key_of(patient, fact) is not None]
    resets = [] if strict and course.reset else [min(f.at, patient.facts.latest(f)) for f in own[:1]]
    resets += [course.reset] if course.reset else []
    resets += [one.at for one in course.waived if strict and one.what == "break"]
    if not resets:
        return False
    taken = [
        fact.at
        for fact in patient.doses_of(course.drug)
        if isinstance(fact.what, e.DoseGiven) and (not strict or (fact.trusted and fact.id not in vomited))
    ]
    since = max([*resets, *(waived.at for waived in course.waived if waived.what == "break")])
    times = [since, *sorted(at for at in taken if since < at <= now), now]
    limit = timedelta(hours=course.protocol.gate.treatment_break_hours)
    spare = timedelta(minutes=1) if strict else timedelta(0)
    return any(
        b - a >= limit - spare and (strict or b - a >= limit + _off(course, a, b)) for a, b in pairwise(times)
    )


def _off(course: Course, since: datetime, until: datetime) -> timedelta:
    """The most time without a dose that a step of these days can have planned."""
    begun = [stretch for stretch in course.stretches if stretch.began < until]
    there = [s for s in begun if s.until is None or s.until > since or s is course.current]
    return max((pause(stretch.asks) for stretch in there), default=timedelta(0))


def waived(course: Course, what: e.Waivable) -> bool:
    """Whether a prescriber waived it for this stay."""
    return any(found.what == what and found.stay == course.stay for found in course.waived)
