"""One patient: facts, courses, holds; takes every entry that was recorded, one after the other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from tests.protocols.second_opinion.model.course import Begun, Course, Hold, Waived
from tests.protocols.second_opinion.model.down import gates_behind
from tests.protocols.second_opinion.model.facts import FINDINGS, Fact, Facts
from tests.protocols.second_opinion.model.named import carries, is_good
from tests.protocols.second_opinion.model.skin import MINUTE, Basis, rests
from tests.protocols.second_opinion.model.wall import key_instant
from tests.protocols.second_opinion.model.way import Way

EVER = datetime.min.replace(tzinfo=UTC)
"""When a check was lost by the word of a wrong clock: nobody knows, and any check recorded since is later."""
RELEASES = ("resume", "repeat", "back", "stay")


class Patient:
    """What the entries of one patient add up to."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.courses: dict[str, Course] = {}
        self.holds: list[Hold] = []
        self.way = Way()
        self.order = 0

    def take(self, entry: e.Entry) -> None:
        """Add the next entry."""
        assert entry.recorded is not None
        self.order += 1
        fact, before = self.facts.take(entry, self.order)
        self.way.take(entry)
        course = self.courses.get(entry.course)
        match entry.what:
            case e.CourseEnrolled() as plan:
                self.courses[entry.id] = Course(entry.id, plan, self.order, entry.recorded)
            case e.StepStarted(step=step, first=first) if course:
                course.start(step, first, entry.recorded, self.order)
                self._stood_on(course, step)
            case e.DecisionMade() as decision if course:
                self._decide(course, decision, entry)
            case e.PreconditionWaived(precondition=what, check=check) if course:
                course.waived.append(Waived(what, course.stay, entry.recorded, check))
            case e.CourseAmended() as change if course:
                course.plan = course.plan.amended(change)
            case e.HoldPlaced() if course:
                self._hold(Hold(entry.id, "hold", course.id, self.order, entry.recorded))
            case e.DoneOnPaper(what=done) if course:
                self._done(course, done, entry)
        if fact is not None:
            self._changed(fact, before, entry)

    def _done(self, course: Course, done: e.StepStarted | e.DecisionMade, entry: e.Entry) -> None:
        """What was begun on paper without the gate: those doses were taken, and a prescriber decides."""
        assert entry.recorded is not None
        step = done.step if isinstance(done, e.StepStarted) or done.decision == "back" else course.number
        if step and done.first is not None:
            course.begin(step, done.first, entry.at, self.order, same_stay=False)
        kind = "paper" if isinstance(done, e.StepStarted) else "hold"
        at, number = entry.recorded, entry.number
        self._hold(Hold(entry.id, kind, course.id, self.order, at, number=number, step=done.step or 0))

    def _decide(self, course: Course, decision: e.DecisionMade, entry: e.Entry) -> None:
        at = entry.recorded
        assert at is not None
        found = [hold for hold in self.open_holds(course) if hold.kind in ("rash", "red flag")]
        if decision.decision in RELEASES:
            for hold in self.holds:
                if (not hold.course or hold.course == course.id) and hold.number < entry.number:
                    hold.released.add(course.id)
                    hold.doubt |= hold.still - {course.id}
                    hold.still = set()
                    hold.ended = self.order
            for start in course.starts:
                start.missing, start.unsure = set(), set()
        course.decide(decision, at, self.order)
        if decision.decision in RELEASES and decision.first is not None and found:
            self._look_behind(course, decision.first, at)

    def _look_behind(self, course: Course, first: e.DoseKey, at: datetime) -> None:
        """A release of a finding stands on the check that it needed, where it was none of a residual rash.

        rules.md says so of starts; doses are due again by it as by a start.
        """
        basis = Basis(at, max(at, key_instant(course.plan, first)), order=self.order)
        doses, rules = self.doses_of(course.drug), course.protocol.gate
        if rests(self.facts, doses, basis, rules, strict=False):
            sure = rests(self.facts, doses, basis, rules, strict=True)
            course.looks.append(Begun(course.number, at, basis, doubt=not sure))

    def _hold(self, hold: Hold) -> None:
        self.holds.append(hold)
        for course in self.courses.values():
            if not course.ended and hold.course in ("", course.id):
                course.close(hold.since)

    def _changed(self, fact: Fact, before: e.What | None, entry: e.Entry) -> None:
        assert entry.recorded is not None
        if fact.is_finding and not isinstance(before, FINDINGS):
            kind = "red flag" if isinstance(fact.what, e.RedFlagSeen) else "rash"
            self._hold(Hold(fact.id, kind, "", self.order, entry.recorded))
        elif fact.is_finding:
            self._changed_finding(fact)
        self._measured(fact, entry)
        if isinstance(fact.original, e.NamedCheckMade):
            self._results(fact, entry)
        for course in self.courses.values():
            if not course.ended:
                self._review(course, fact, entry)
        if isinstance(entry.what, e.RashFreeChecked) or (
            isinstance(fact.what, e.RashFreeChecked) and before is not fact.what
        ):
            self._mend(entry)

    def _measured(self, fact: Fact, entry: e.Entry) -> None:
        """A result out of range holds the course, where the protocol says so, until a prescriber decides."""
        course, what = self.courses.get(fact.course), fact.what
        if course is None or not isinstance(what, e.NamedCheckMade) or entry.recorded is None:
            return
        check = next((one for one in course.protocol.checks if one.name == what.name), None)
        if check is not None and check.holds and not is_good(check, what):
            self._hold(Hold(f"{fact.id} {self.order}", "hold", course.id, self.order, entry.recorded))

    def _stood_on(self, course: Course, step: int) -> None:
        """The checks beside the skin under a start; what was waived is no ground of it."""
        begun = course.starts[-1]
        for check in course.protocol.checks:
            asked = not check.before_steps or step in check.before_steps
            late = any((one.what, one.check) == ("check", check.name) for one in course.waived)
            good = carries(self.facts, course.id, check, begun.basis)
            if asked and (good or (good is None and not late)):
                begun.named[check.name] = begun.basis

    def _results(self, fact: Fact, entry: e.Entry) -> None:
        """A correction can take a result away from under a start; a fresh one takes its place."""
        course = self.courses.get(fact.course)
        if course is None or entry.recorded is None:
            return
        name = getattr(fact.original, "name", "")
        check = next(one for one in course.protocol.checks if one.name == name)
        for start in (start for start in course.starts if name in start.named):
            if isinstance(entry.what, e.EntryCorrected):
                found = carries(self.facts, course.id, check, start.named[name])
                if found is not True and name not in start.missing:
                    (start.unsure if found is None else start.missing).add(name)
            elif name in start.missing:
                self._fresh(course, start, check, entry)
        if any(start.missing for start in course.starts):
            course.close(entry.recorded)
        self._goes_on(course)

    def _fresh(self, course: Course, start: Begun, check: NamedCheck, entry: e.Entry) -> None:
        """A new result, where one was missing under a start."""
        assert entry.recorded is not None
        fresh = Basis(entry.recorded, entry.recorded, order=self.order + 1)
        found = carries(self.facts, course.id, check, fresh) if entry.clock == "ok" else False
        if found is not False:
            start.missing.discard(check.name)
            start.named[check.name] = fresh
        if found is None:
            start.unsure.add(check.name)

    def _changed_finding(self, fact: Fact) -> None:
        """A finding corrected into another one: held where it was; where it was released, left open."""
        for hold in self.holds:
            if hold.id == fact.id:
                flag = isinstance(fact.what, e.RedFlagSeen)
                hold.once_flag = hold.once_flag or hold.kind == "red flag"
                hold.kind = "red flag" if flag else "rash"
                hold.doubt = set(self.courses) if hold.released else set()

    # the checks under the starts (rules.md, "Corrections")

    def doses_of(self, drug: str) -> list[Fact]:
        """Doses of a drug from any course, and those that are gone under a wrong clock."""
        memo = self.facts.memo
        if ("doses of", drug) not in memo:
            memo["doses of", drug] = [
                fact
                for fact in self.facts.by_id.values()
                if (isinstance(fact.what, e.DoseGiven) or fact.gone_in_doubt)
                and fact.course in self.courses
                and self.courses[fact.course].drug == drug
            ]
        found: list[Fact] = memo["doses of", drug]
        return found

    def stands(self, course: Course, start: Begun, strict: bool) -> bool:
        """Whether the check under a start is there."""
        doses = self.doses_of(course.drug)
        if not strict:
            doses = [dose for dose in doses if not self._own(course, start, dose)]
        gates = gates_behind(course, start.step)
        found = (rests(self.facts, doses, start.basis, rules, strict) for rules in gates)
        return all(found) if strict else any(found)

    def _own(self, course: Course, start: Begun, dose: Fact) -> bool:
        """Whether it is one of the step's own doses, taken a little before its start was recorded.

        rules.md says only of doses recorded before the start that they never belong to it.
        """
        key = getattr(dose.what, "dose", None)
        later = dose.order > start.basis.order and dose.course == course.id and key is not None
        about = min(timedelta(hours=1), course.interval(start.step) / 4)
        if not later or key is None or (dose.trusted and dose.at < start.basis.at - about):
            return False
        return key_instant(course.plan, key) >= start.basis.due - about

    def _review(self, course: Course, changed: Fact, entry: e.Entry) -> None:
        at = entry.recorded or entry.at
        for start in course.grounds:
            near = changed.at <= start.basis.at + MINUTE or changed.order < start.basis.order
            if start.lost is not None and start.by_doubt and entry.clock == "ok":
                start.confirmed(self.stands(course, start, strict=False))
            if start.lost is not None or not near:
                continue
            if not self.stands(course, start, strict=False):
                start.lost, start.doubt = at if entry.clock == "ok" else EVER, False
                start.by_doubt = entry.clock != "ok"
                course.close(at)
            elif not self.stands(course, start, strict=True):
                start.doubt = True

    def _mend(self, entry: e.Entry) -> None:
        """A fresh check, as good as the gate asks for, takes the place of one taken away."""
        assert entry.recorded is not None
        for course in self.courses.values():
            for start in course.grounds:
                if start.lost is None or course.ended:
                    continue
                basis = Basis(entry.recorded, entry.recorded, start.lost, self.order + 1)
                doses = self.doses_of(course.drug)
                sure = rests(self.facts, doses, basis, course.protocol.gate, strict=True)
                if sure and isinstance(entry.what, e.RashFreeChecked):
                    start.moved_to(basis)
                elif rests(self.facts, doses, basis, course.protocol.gate, strict=False):
                    start.mending = start.lost, basis
                    start.lost, start.doubt = None, True
            self._goes_on(course)

    def _goes_on(self, course: Course) -> None:
        stretch = course.current
        if stretch and stretch.until is not None and not course.ended and self.held(course) is False:
            stretch.until, stretch.grid_known = None, False

    def settle(self, course: Course, causes: Collection[str], at: datetime) -> None:
        """Where the rules leave something open, go on as the product, which holds it for `causes`."""
        held = bool(set(causes) - {"check", "result"})
        self.settle_starts(course, causes, at)
        for start in course.grounds:
            if "result" in causes:
                start.missing |= start.unsure
            start.unsure = set()
        for hold in self.holds:
            if self._unsure(hold, course):
                hold.doubt.discard(course.id)
                if held:
                    hold.still.add(course.id)
                else:
                    hold.released.add(course.id)
        if causes:
            course.close(at)
        self._goes_on(course)

    def settle_starts(self, course: Course, causes: Collection[str], at: datetime) -> None:
        """The same of the checks under starts, whatever else holds the course for certain."""
        for start in course.grounds:
            if start.doubt:
                start.settle("check" in causes, at)

    def _unsure(self, hold: Hold, course: Course) -> bool:
        """Whether it is open if it holds: released in another course that ran beside, or changed since."""
        known = course.id in hold.released | hold.still
        beside = bool(hold.released) and not known and course.order < hold.ended
        return hold.course in ("", course.id) and (course.id in hold.doubt or beside)

    def open_holds(self, course: Course) -> list[Hold]:
        """What holds the course for certain, besides a lost check."""
        of_it = [hold for hold in self.holds if hold.course in ("", course.id)]
        return [hold for hold in of_it if not hold.released or course.id in hold.still]

    def lost(self, course: Course) -> bool:
        """Whether the check of a start was taken away and no fresh one made."""
        return any(start.lost is not None for start in course.grounds)

    def held(self, course: Course) -> bool | None:
        """Whether the course is held; None where the rules leave it open."""
        if self.open_holds(course) or self.lost(course) or any(start.missing for start in course.grounds):
            return True
        unsure = any(start.doubt or start.unsure for start in course.grounds)
        return None if unsure or any(self._unsure(hold, course) for hold in self.holds) else False
