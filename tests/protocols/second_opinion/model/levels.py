"""Higher and lower, in amounts swallowed (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import dropwhile, takewhile

from protocols import entries as e
from protocols.definition.protocol import GateRules
from protocols.definition.step import Step
from tests.protocols.second_opinion.model.course import Course, Stretch
from tests.protocols.second_opinion.model.doses import key_of
from tests.protocols.second_opinion.model.down import down_rules, is_down
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.wall import day_in, key_instant


@dataclass(frozen=True)
class Level:
    """A single and a daily amount."""

    single: Fraction
    daily: Fraction

    def above(self, other: Level) -> bool:
        """Whether it is higher in either."""
        return self.single > other.single or self.daily > other.daily


NOTHING = Level(Fraction(0), Fraction(0))


def level(course: Course, number: int) -> Level:
    """What a step asks for."""
    return asks(course, course.step(number))


def asks(course: Course, step: Step) -> Level:
    """The same of a step as it was fixed at some time; the day on average over one round of its rhythm."""
    if step not in course.asked:
        course.asked[step] = Fraction(max(step.amounts_used)), step.per_day
    return Level(*course.asked[step])


def highest(patient: Patient, course: Course, strict: bool) -> Level:
    """The highest amounts the patient has swallowed of this drug.

    The rules do not say what a daily amount swallowed is where a day was not full: at best that of the step
    a dose of which was swallowed, or of any 24 hours; for certain only the sum of one calendar day.
    """
    vomited = patient.facts.vomited()
    doses = [fact for fact in patient.doses_of(course.drug) if isinstance(fact.what, e.DoseGiven)]
    if strict:
        doses = [fact for fact in doses if fact.trusted and fact.id not in vomited]
    single = max((Fraction(_amount(fact)) for fact in doses), default=Fraction(0))
    by_day: defaultdict[date, Fraction] = defaultdict(Fraction)
    for fact in doses:
        by_day[day_in(course.plan.zone, fact.at)] += Fraction(_amount(fact))
    daily = max(by_day.values(), default=Fraction(0))
    if not strict:
        daily = max([daily, *_in_24_hours(doses), *_by_step(patient, doses)])
    return Level(single, daily)


def _amount(fact: Fact) -> Decimal:
    return fact.what.amount if isinstance(fact.what, e.DoseGiven) else Decimal(0)


def _in_24_hours(doses: list[Fact]) -> list[Fraction]:
    day = timedelta(hours=24)
    return [
        sum((Fraction(_amount(b)) for b in doses if a.at <= b.at <= a.at + day), Fraction(0)) for a in doses
    ]


def _by_step(patient: Patient, doses: list[Fact]) -> list[Fraction]:
    found = []
    for fact in doses:
        course = patient.courses[fact.course]
        stretch = stretch_of(patient, course, fact)
        if stretch and fact.what and _amount(fact) >= min(stretch.asks.amounts_used):
            found.append(asks(course, stretch.asks).daily)
    return found


def stretch_of(patient: Patient, course: Course, fact: Fact) -> Stretch | None:
    """The stretch a dose belongs to: by its line, else by its time; never one begun after it was recorded."""
    key = key_of(patient, fact)
    try:
        due = key_instant(course.plan, key) if key else fact.at
    except ValueError:
        due = fact.at
    known = [stretch for stretch in course.stretches if stretch.order < fact.order]
    own = [stretch for stretch in known if stretch.due <= due]
    return own[-1] if own else None


def taken_of(patient: Patient, course: Course, fact: Fact) -> Stretch | None:
    """The stretch of which a dose on the schedule was taken: of none that began after it."""
    key = key_of(patient, fact)
    begun = [s for s in course.stretches if s.order < fact.order and s.began.replace(second=0) <= fact.at]
    own = [stretch for stretch in begun if key and stretch.due <= key_instant(course.plan, key)]
    return own[-1] if own else None


def gates_to(patient: Patient, course: Course, to: int) -> list[GateRules]:
    """The numbers of the gate to step `to`: of a step down its own where it is no increase of what was taken.

    Two sets where the rules leave open how much that is.
    """
    if not is_down(course, to) or level(course, to).above(highest(patient, course, False)):
        return [course.protocol.gate]
    if level(course, to).above(highest(patient, course, True)):
        return [course.protocol.gate, down_rules(course)]
    return [down_rules(course)]


def last_increase(patient: Patient, course: Course) -> Fact | None:
    """The first dose taken of the last increase, the earliest it can have been; None before one."""
    found, before = None, None
    courses = set()
    for fact in sorted(patient.doses_of(course.drug), key=lambda fact: fact.at):
        theirs = patient.courses[fact.course]
        stretch = stretch_of(patient, theirs, fact)
        if stretch is None or not fact.trusted or fact.what is None:
            continue
        low, high = _readings(patient, theirs, fact, stretch)
        if fact.course != course.id or key_of(patient, fact) is None:
            low = Level(min(low.single, Fraction(_amount(fact))), Fraction(0))
            stood = before or NOTHING
            high = Level(max(high.single, stood.single), max(high.daily, stood.daily))
        if before is None or low.above(before) or fact.course not in courses:
            found = fact
        if fact.id not in patient.facts.vomited():
            before = high
        courses.add(fact.course)
    return found


def _readings(patient: Patient, course: Course, fact: Fact, stretch: Stretch) -> tuple[Level, Level]:
    """How high a dose can be said to be, at least and at most: one off the schedule may be of the step begun
    already or of the one before, whose last dose it followed.
    """
    here = asks(course, stretch.asks)
    if key_of(patient, fact) is not None:
        return here, here
    begun = [one for one in course.stretches if one.began <= fact.at]
    other = asks(course, begun[-1].asks) if begun else here
    low = Level(min(here.single, other.single), min(here.daily, other.daily))
    return low, Level(max(here.single, other.single), max(here.daily, other.daily))


def since_first(patient: Patient, course: Course) -> list[Fact]:
    """The doses of the drug from the first of this course on, whatever course they are entered on."""
    taken = [fact for fact in patient.doses_of(course.drug) if isinstance(fact.what, e.DoseGiven)]
    taken.sort(key=lambda fact: fact.at)
    return list(dropwhile(lambda fact: fact.course != course.id, taken))


def largest(patient: Patient, course: Course) -> Fact | None:
    """The last dose larger than every one before it since its first: for some an increase within a step."""
    found, most = None, Decimal(0)
    for fact in since_first(patient, course):
        if _amount(fact) > most:
            found, most = fact, _amount(fact)
    return found


def more_than_asked(patient: Patient, course: Course) -> bool:
    """Whether a dose was taken off the schedule, or of more than its step asks for."""
    for fact in patient.doses_of(course.drug):
        theirs = patient.courses[fact.course]
        stretch = stretch_of(patient, theirs, fact)
        off = stretch is None or key_of(patient, fact) is None
        if stretch is None or off or _amount(fact) > asks(theirs, stretch.asks).single:
            return True
    return False


def increase_to_come(patient: Patient, course: Course) -> bool:
    """Whether nothing was swallowed yet of the current step, and it is higher than the dose taken last.

    The first dose of a course is an increase, whatever was taken before: the safer reading.
    """
    current = course.current
    if current is None:
        return False
    here = list(takewhile(lambda stretch: stretch.asks == current.asks, reversed(course.of_stay())))
    stay = [stretch.order for stretch in here]
    before, begun = NOTHING, False
    for fact in sorted(patient.doses_of(course.drug), key=lambda fact: fact.at):
        stretch = stretch_of(patient, patient.courses[fact.course], fact)
        if stretch is None or fact.what is None or not fact.trusted:
            continue
        own = taken_of(patient, course, fact) if fact.course == course.id else None
        if own is not None and own.order in stay:
            return False
        if own is None and fact.course == course.id:
            continue
        before = asks(patient.courses[fact.course], stretch.asks)
        begun = begun or fact.course == course.id
    return not begun or level(course, course.number).above(before)
