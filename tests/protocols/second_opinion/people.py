"""Random people: tempted, careless and mistaken nurses and prescribers, and computers with wrong clocks.

Most of what they do is right, so that patients come far; the rest is too early, too late, twice, out of
order, of another dose, by the wrong person. Times lie at, just before and just behind every limit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec

from protocols import entries as e
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER
from tests.protocols.second_opinion import attempts, facts_tried, paper_tried
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.first import last_taken
from tests.protocols.second_opinion.model.moves import judge
from tests.protocols.second_opinion.model.wall import day_in, midnight, wall_instant
from tests.protocols.second_opinion.plans import drawn
from tests.protocols.second_opinion.world import Act, World

MINUTE = timedelta(minutes=1)
WAIVABLE: dict[str, e.Waivable] = {"1": "doses", "2": "days", "6": "break"}
HOUR = timedelta(hours=1)
PROBES = 3
SPELLINGS = ("alectinib", "Alectinib", "alectinib ", "alectinib\xa0", "\u0430lectinib", "aIectinib")
"""One drug, the last two times with a Cyrillic letter and with a capital i."""


class People:
    """Everybody around one patient. `mood` is how often they err, `habit` in which way above all."""

    def __init__(self, rng: Random, world: World) -> None:
        self.rng, self.world = rng, world
        self.plan, day = drawn(rng)
        self.zone = self.plan.zone
        self.true = wall_instant(day, "07:00", self.zone)
        self.offset = timedelta(0)
        self.count = 0
        self.course_id = self.beside = ""
        self.habit = rng.choice(("", "", "paper", *facts_tried.HABITS))
        self.mood = rng.choice((0.2, 0.4) if self.habit else (0.05, 0.15, 0.35))
        self.clocks = rng.random() < 0.35
        self.sheet: Act | None = None

    @property
    def now(self) -> datetime:
        """What the computer's clock shows."""
        return self.true + self.offset

    @property
    def course(self) -> Course | None:
        """The course enrolled last."""
        return self.world.course(self.course_id)

    def act(
        self,
        what: e.What | None,
        at: datetime | None = None,
        by: e.Person = NURSE,
        course: str | None = None,
        probe: bool = False,
    ) -> Act:
        """Something tried now."""
        self.count += 1
        where = self.course_id if course is None else course
        return Act(f"e{self.count}", self.now, what, at or self.now, by, where, self.zone, probe)

    def next(self) -> list[Act]:
        """What is tried next: probes, and one thing that is recorded where nobody refuses it."""
        if self.beside and self.rng.random() < 0.3:
            self.course_id, self.beside = self.beside, self.course_id
        if self.count == 0:
            admitted = e.PatientAdmitted("Ng", "Li Wei", day_in("UTC", self.true), "female", "12", "")
            born = msgspec.structs.replace(admitted, born=day_in("UTC", self.true).replace(year=1958))
            enrolled = [self.act(born, course=""), *self._another_drug(), self._enrol()]
            seen = [self.act(attempts.finding(self.rng))] if self.rng.random() < 0.08 else []
            return enrolled + seen
        self._wait()
        if self.clocks and self.rng.random() < (0.2 if self.offset else 0.07):
            return self._clock()
        if not self.offset and self.rng.random() < 0.9:
            return [self.act(None), *self._something()]
        return self._something()

    def _enrol(self) -> Act:
        act = self._as_enrolled(self.plan)
        self.course_id = act.id
        return act

    def _as_enrolled(self, plan: e.CourseEnrolled) -> Act:
        """A prescriber enrols where amounts are fixed for a weight, and a nurse confirms them now."""
        if plan.sized is None:
            return self.act(plan, course="")
        confirmed = e.Confirmed(OTHER_NURSE, self.now)
        return self.act(msgspec.structs.replace(plan, confirmed=confirmed), by=PRESCRIBER, course="")

    def _another_drug(self) -> list[Act]:
        """Now and then a course of another drug runs beside."""
        if self.rng.random() > 0.15:
            return []
        other = msgspec.structs.replace(self.plan.protocol, drug="lamotrigine")
        act = self._as_enrolled(msgspec.structs.replace(self.plan, protocol=other))
        self.beside = act.id
        return [act]

    def _clock(self) -> list[Act]:
        """Somebody sets the computer's clock wrong, or right again."""
        wrong = [timedelta(days=days) for days in (8, 40, -3)]
        wrong += [timedelta(hours=5), timedelta(hours=-2), timedelta(minutes=-10)]
        seconds = [timedelta(seconds=self.rng.choice((-40, -2, 2, 40)))]
        self.offset = timedelta(0) if self.offset else self.rng.choice(wrong + seconds)
        return [self.act(None)] if not self.offset else []

    # time

    def _wait(self) -> None:
        roll = self.rng.random()
        if roll < 0.25:
            return
        if roll < 0.35:
            self.true += timedelta(minutes=self.rng.choice((1, 5, 30, 90, 240, 720)))
            return
        later = sorted(at for at in self._limits() if at > self.true)
        if not later:
            self.true += HOUR
            return
        place = 0 if self.rng.random() < 0.7 else self.rng.randrange(min(len(later), 6))
        self.true = later[place]
        if self.rng.random() < 0.3:
            self.true += self.rng.choice((-1, 1, 1, 5)) * MINUTE

    def _limits(self) -> list[datetime]:
        """The instants at which a rule turns, and the dose times."""
        course, now = self.course, self.true
        if course is None:
            return []
        rules = course.protocol.gate
        found = [midnight(self.zone, day_in(self.zone, now) + timedelta(days=1)) + MINUTE]
        last = last_taken(self.world.patient, course, now)
        if last is not None:
            found += [
                last.at + rules.check_after_dose,
                last.at + timedelta(hours=rules.treatment_break_hours),
            ]
            if self.rng.random() < (0.15 if course.number == course.target else 0.005):
                found = [last.at + timedelta(days=rules.watch_days)]
            if course.current:
                found.append(last.at + course.interval(course.number))
        checks = [fact.at for fact in self.world.patient.facts.of(e.RashFreeChecked)]
        if checks and self.rng.random() < 0.3:
            found.append(max(checks) + rules.check_valid)
        coming = self.world.offered(course.id, self.now) if not course.ended else None
        if coming:
            found += [coming.at, coming.at]
        return [at.astimezone(UTC) for at in found]

    # what is done

    def _something(self) -> list[Act]:
        course, here = self.course, self.world.patient.way
        if self.rng.random() < (0.25 if here.away else 0.015):
            what, at, by = attempts.way(self.rng, self.world, self.now, self.rng.random() < 0.85)
            return [self.act(what, at, by, "")]
        if course is None or (course.ended and self.rng.random() < 0.4):
            return self._again()
        tries = [attempts.any_move(self.rng, self.world, course, self.now) for _ in range(PROBES)]
        probes = [
            self.act(what, by=attempts.person(self.rng, what, 0.1), probe=True) for what in tries if what
        ]
        if self.habit == "paper":
            probes += self._on_paper(course, probe=True)
            if self.rng.random() < 0.15 and (written := self._on_paper(course)):
                return [*probes, *written]
        if self.rng.random() < self.mood:
            return [*probes, self._mistake(course)]
        return [*probes, self._right(course)]

    def _on_paper(self, course: Course, probe: bool = False) -> list[Act]:
        """Something from a downtime sheet; what was no move once is kept as what happened, or tried again."""
        if not probe and self.sheet is not None and self.rng.random() < 0.6:
            sheet, self.sheet = self.sheet, None
            done = paper_tried.as_done(sheet.what) if self.rng.random() < 0.7 else sheet.what
            return [self.act(done, sheet.at, sheet.by, sheet.course)] if done else []
        written = paper_tried.on_paper(self.rng, self.world, course, self.now)
        if written is None:
            return []
        what, at = written
        act = self.act(what, at, attempts.person(self.rng, what, 0.05), probe=probe)
        self.sheet = self.sheet if probe else act
        return [act]

    def _again(self) -> list[Act]:
        """The patient is enrolled a second time, on this plan or another, perhaps beside the open course."""
        if self.rng.random() < 0.4:
            self.plan = msgspec.structs.replace(drawn(self.rng)[0], zone=self.zone)
        if self.rng.random() < 0.5:
            drug = self.rng.choice(SPELLINGS)
            self.plan = msgspec.structs.replace(
                self.plan, protocol=msgspec.structs.replace(self.plan.protocol, drug=drug)
            )
        return [self._enrol()]

    def _right(self, course: Course) -> Act:
        """What a careful person would do now."""
        world, rng = self.world, self.rng
        if course.ended:
            return self.act(attempts.finding(rng) if rng.random() < 0.1 else e.RashFreeChecked(True, True))
        if world.patient.held(course):
            if rng.random() < 0.4:
                return self.act(e.RashFreeChecked(True, True))
            return self.act(attempts.release(rng, world, course, self.now), by=PRESCRIBER)
        if course.number and rng.random() < 0.02:
            return self.act(attempts.amendment(rng, course, self.now))
        if course.number and rng.random() < 0.03:
            return self.act(attempts.finding(rng))
        if course.plan.sized is not None and rng.random() < 0.1:
            return self.act(attempts.amounts(rng, world, course, self.now), by=PRESCRIBER)
        if course.number and course.number == course.target and rng.random() < 0.15:
            return self.act(e.DecisionMade("complete", "full dose"), by=PRESCRIBER)
        return self._step_on(course) or self._dose_or_check(course)

    def _step_on(self, course: Course) -> Act | None:
        """The next step, or the one thing that it waits for."""
        if course.number >= course.target:
            return None
        first = attempts.natural(self.world, course, course.number + 1, self.now)
        start = self.act(e.StepStarted(course.number + 1, first))
        entry = e.Entry(
            id="", patient="", at=start.at, zone="", by=start.by, what=start.what or e.NoteAdded("")
        )
        lacking = judge(self.world.patient, course, entry, self.now, True).no
        if not lacking or self.rng.random() < 0.1:
            return start
        waived = self._waived(lacking)
        if waived is not None:
            return waived
        checks = [why for why in lacking if why[0] in "789"]
        left = [one.name for one in course.protocol.checks if one.waived_by == "prescriber"]
        name = checks[0].split(": ")[1].partition(" has")[0].partition(" is")[0] if checks else ""
        if name in left and self.rng.random() < 0.15:
            return self.act(e.PreconditionWaived("check", "as discussed", check=name), by=PRESCRIBER)
        if checks and self.rng.random() < 0.7:
            return self.act(attempts.result(self.rng, course, checks[0].split(": ")[1], 0.95))
        last = last_taken(self.world.patient, course, self.now)
        waits = last and self.now < last.at + course.protocol.gate.check_after_dose
        if all(why.startswith("3") for why in lacking) and not waits:
            return self.act(e.RashFreeChecked(True, True))
        return None

    def _waived(self, lacking: list[str]) -> Act | None:
        """Now and then a prescriber waives what can be waived and is all that is lacking beside a check."""
        names = {why[0]: WAIVABLE[why[0]] for why in lacking if why[0] in WAIVABLE}
        only = all(why[0] in WAIVABLE or why[0] == "3" for why in lacking)
        if not names or not only or self.rng.random() > (0.3 if "6" in names else 0.08):
            return None
        what = names[self.rng.choice(sorted(names))]
        return self.act(e.PreconditionWaived(what, "as discussed"), by=PRESCRIBER)

    def _dose_or_check(self, course: Course) -> Act:
        coming = self.world.offered(course.id, self.now)
        if coming and self.now >= coming.at - timedelta(minutes=30):
            return self.act(e.DoseGiven(coming.key, coming.amount))
        if self.rng.random() < 0.2:
            return self.act(e.RashFreeChecked(True, True))
        return self.act(e.NoteAdded("slept well"))

    def _mistake(self, course: Course) -> Act:
        rng, world = self.rng, self.world
        tried = facts_tried.any_fact(rng, world, course, self.now, self.habit)
        if rng.random() < (0.2 if self.habit else 0.4):
            move = attempts.any_move(rng, world, course, self.now)
            if move is not None:
                return self.act(move, by=attempts.person(rng, move, 0.05))
        if rng.random() < 0.08:
            return self._enrol_beside()
        others = [one for one in world.patient.courses.values() if one is not course]
        if others and rng.random() < 0.15:
            other, ago = rng.choice(others), timedelta(minutes=rng.choice((0, 1, 5, 60, 245)))
            dose = facts_tried.any_dose(rng, world, other, self.now)
            return self.act(dose, self.now - ago, course=other.id)
        return self.act(tried.what, tried.at, rng.choice((NURSE, OTHER_NURSE, PRESCRIBER)), tried.course)

    def _enrol_beside(self) -> Act:
        """Enrolled once more while a course is open: asked only."""
        held = self.course_id
        act = self._again()[0]
        self.course_id = held
        return replace(act, probe=True)
