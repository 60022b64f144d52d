"""One course while its entries are being added up."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from protocols import entries as e
from protocols.definition.named_check import check_named
from protocols.definition.sizing import fixed_protocol
from protocols.record.chart import Chart, Hold, HoldCause, Start, Stretch, Waiver, basis_of, rules_behind
from protocols.record.corrected import CorrectedEntry, OpenLines
from protocols.record.moments import Order
from protocols.record.people import Initials
from protocols.record.skin_check import Basis, mended, resting_on, reviewed, skin_check
from protocols.record.slots import open_slot
from protocols.values.identity import drug_key

_CAUSES: dict[type, HoldCause] = {e.RashFound: "rash", e.RedFlagSeen: "red flag", e.HoldPlaced: "hold"}
"""What holds a course by itself, and as what."""
_SKIN = frozenset({e.RashFound, e.RedFlagSeen, e.RashFreeChecked})
_DOSES = frozenset({e.DoseGiven, e.DoseNotGiven})
_MOVES = frozenset({e.CourseAmended, e.StepStarted, e.DoneOnPaper, e.DecisionMade, e.PreconditionWaived})


class CourseFold:
    """One course while its entries are being added up, which are of a record in this `order`."""

    def __init__(self, entry: e.Entry, plan: e.CourseEnrolled, order: Order) -> None:
        self.id, self.entry, self.plan, self.target = entry.id, entry, plan, plan.target
        self.zone = ""
        self.protocol, self.fixed = plan.fixed, entry
        self.entries = [entry]
        self.about = OpenLines(entry.id)
        self.stretches: list[Stretch] = []
        self.starts: list[Start] = []
        self.holds: list[Hold] = []
        self.waivers: list[Waiver] = []
        self.ended: e.Entry | None = None
        self.drug = drug_key(plan.protocol.drug)
        self.kin: set[str] = set()
        self._order = order
        self._believed, self._unsure = entry, False

    def chart(self, brought: bool, away: e.Entry | None, left: e.Entry | None, initials: Initials) -> Chart:
        """The course as far as its entries were added, with where the patient is and who is who."""
        return Chart(
            entry=self.entry,
            plan=self.plan,
            entries=tuple(self.entries),
            lines=self.about.own(),
            known=self.about.known(),
            stretches=tuple(self.stretches),
            starts=tuple(self.starts),
            holds=tuple(self.holds),
            waivers=tuple(self.waivers),
            target=self.target,
            ended=self.ended,
            protocol=self.protocol,
            fixed=self.fixed,
            ward_zone=self.zone,
            brought=brought,
            away=away,
            left=left,
            initials=initials,
        )

    def concerned(self, entry: e.Entry) -> bool:
        """Whether `entry` is of this course: its own, a skin check, which is the patient's, or a dose of the
        same drug in another course; of one not given a correction may say that it was.
        """
        what = entry.what
        if entry.course == self.id or type(what) in _SKIN:
            return True
        if type(what) in _DOSES and entry.course in self.kin:
            return self.ended is None
        return isinstance(what, e.EntryCorrected | e.DoseVomited) and what.entry in self.about.lines

    def inherit(self, earlier: Iterable[e.Entry], others: Iterable[CourseFold]) -> None:
        """What was seen of the skin and taken of the drug before this course, and a finding nobody has
        released yet.
        """
        for entry in earlier:
            if self.concerned(entry):
                self._settle(entry)
            else:
                self.bound_by(entry)
        self.bound_by(self.entry)
        self._believed = self.entry if self.entry.clock == "ok" else self._believed
        for hold in (hold for other in others for hold in other.holds if hold.unreleased):
            if all(hold.entry.id != known.entry.id for known in self.holds):
                self.holds.append(hold)

    def _settle(self, entry: e.Entry) -> tuple[CorrectedEntry, ...]:
        """Add `entry` to the lines; under a right clock it bounds what was recorded under a wrong one."""
        if entry.clock == "ok":
            self._believed = entry
        self.bound_by(entry)
        self._unsure = entry.clock != "ok"
        return self.about.settle(entry, doubtful=entry.id in self._order.doubtful)

    def bound_by(self, entry: e.Entry) -> None:
        """What was recorded under a wrong clock happened before `entry`, of any course, under a right one."""
        if self._unsure and entry.clock == "ok":
            self.about.bind(entry)
            self._unsure = False

    def _moment(self, entry: e.Entry) -> datetime:
        """When `entry` took effect; under a wrong clock at the last instant that can be believed."""
        return self._order.when(entry if entry.clock == "ok" else self._believed)

    def add(self, entry: e.Entry) -> None:
        """Add the next entry that concerns this course."""
        changed = self._settle(entry)
        if self.about.lines[entry.id].own:
            self.entries.append(entry)
        if type(entry.what) in _MOVES:
            self._take_effect(entry)
        told = entry.what.right if type(entry.what) is e.EntryCorrected else entry.what
        if cause := _CAUSES.get(type(told)):
            self._hold(cause, entry)
        self._measured(told, entry)
        self._review_starts(entry, changed)
        self._review_results(entry)
        if type(entry.what) is e.RashFreeChecked:
            self._mend(entry)

    def _take_effect(self, entry: e.Entry) -> None:
        match entry.what:
            case e.CourseAmended() as change:
                self.plan = e.amended(self.plan, change, self._order.when(entry), entry.zone)
            case e.StepStarted(step=step, first=first):
                basis = basis_of(self.plan, self.stretches, first, self._order.when(entry), len(self.about))
                self._begin(step, first, entry, same_stay=False)
                named = resting_on(self.about.lines, self.protocol.checks, step, basis)
                rules = rules_behind(self.about.lines, self.protocol, step, basis)
                self.starts.append(Start(step, self._order.when(entry), basis, rules, named=named))
            case e.DoneOnPaper(what=done):
                self._done(done, entry)
            case e.DecisionMade() as decision:
                self._decide(decision, entry)
            case e.PreconditionWaived(precondition=precondition, check=check):
                self.waivers.append(Waiver(precondition, self._stay, entry, check))

    @property
    def _stay(self) -> int:
        return self.stretches[-1].stay if self.stretches else 0

    def _close(self, at: datetime) -> None:
        """Nothing of the last stretch is due from `at` on; one begun on paper was closed when entered."""
        last = self.stretches[-1] if self.stretches else None
        if last is None or (last.until is not None and not isinstance(last.entry.what, e.DoneOnPaper)):
            return
        self.stretches[-1] = replace(last, until=min(last.until or at, at))

    def _done(self, done: e.StepStarted | e.DecisionMade, entry: e.Entry) -> None:
        """What was begun on paper was due until it was entered here; then a prescriber decides."""
        of_now = self.stretches[-1].step if self.stretches else None
        step = done.step if isinstance(done, e.StepStarted) or done.decision == "back" else of_now
        if step is not None and done.first is not None:
            self._begin(step, done.first, entry, same_stay=False)
        known = entry.recorded or entry.at
        self.holds.append(Hold("paper", entry, known))
        self._close(known)

    def _begin(self, step: int, first: e.DoseKey, entry: e.Entry, *, same_stay: bool) -> None:
        self._close(self._moment(entry))
        stay = self._stay if same_stay else self._stay + 1
        asks = self.protocol.step(step)
        self.stretches.append(Stretch(step, stay, first, self._moment(entry), entry, asks))

    def _hold(self, cause: HoldCause, entry: e.Entry) -> None:
        at = self._moment(entry)
        self.holds.append(Hold(cause, entry, at))
        sure = entry.clock == "ok"
        self._close(at if sure else at + timedelta.resolution)  # of that instant a dose was due

    def _measured(self, made: e.What | None, entry: e.Entry) -> None:
        """A named check out of its range holds the course, where the protocol says so."""
        if type(made) is not e.NamedCheckMade:
            return
        check = check_named(self.protocol.checks, made.name)
        if check is not None and check.holds and not check.in_range(made.value, made.stated):
            self._hold("measurement", entry)

    def _end_holds(self, entry: e.Entry, *causes: HoldCause) -> None:
        """End the holds of these causes, but none recorded later than `entry`, which did not know it."""
        self.holds = [
            replace(hold, ended=entry)
            if hold.ended is None and hold.cause in causes and self._order.knew(entry, hold.entry)
            else hold
            for hold in self.holds
        ]

    def released(self, findings: Container[str], entry: e.Entry) -> None:
        """A prescriber released `findings` in another course. Where doses were due, this course still waits
        for a decision of its own; before its start and after its end the hold is over.
        """
        waits = bool(self.stretches) and self.ended is None
        self.holds = [
            (replace(hold, released=entry) if waits else replace(hold, ended=entry))
            if hold.unreleased and hold.entry.id in findings
            else hold
            for hold in self.holds
        ]

    def _decide(self, decision: e.DecisionMade, entry: e.Entry) -> None:
        """A prescriber's decision takes effect; check.py has made sure that it may."""
        kind, step = decision.decision, decision.step
        if kind == "target" and step is not None:
            self.target = step
        if kind == "amounts" and decision.sized is not None:
            self.protocol, self.fixed = fixed_protocol(self.plan.protocol, decision.sized), entry
        if kind in ("stop", "complete"):
            self.ended = entry
            self._close(self._order.when(entry))
        if kind == "stay" and self.stretches:
            self.target = self.stretches[-1].step
        if kind == "back" and step is not None:
            self.starts = [start for start in self.starts if start.step <= step]
            self._end_holds(entry, "check")
        if kind == "stop":
            self._end_holds(entry, "check", "hold", "paper", "measurement", "result")
            self.holds = [
                replace(hold, ended=entry) if hold.released and not hold.ended else hold
                for hold in self.holds
            ]
        if kind in ("resume", "repeat", "back", "stay"):
            self._end_holds(entry, "rash", "red flag", "hold", "paper", "measurement", "result")
            self.starts = [replace(start, named=mended(start.named)) for start in self.starts]
        if decision.first is not None and kind in ("resume", "repeat", "back", "stay", "amounts"):
            to = step if kind == "back" and step is not None else self.stretches[-1].step
            self._begin(to, decision.first, entry, same_stay=kind in ("resume", "stay", "amounts"))
            if any(hold.of_finding and hold.ended == entry for hold in self.holds):  # unless it was residual
                basis = basis_of(self.plan, (), decision.first, self._order.when(entry), len(self.about))
                look = Start(to, basis.at, basis, (self.protocol.gate,), release=True)
                self.starts += [look] if look.is_carried(self.about.lines) else []

    def _review_starts(self, entry: e.Entry, changed: Iterable[CorrectedEntry]) -> None:
        """Hold the course when a start's check is gone; no more once a wrong clock's word was put right."""
        for place, start in enumerate(self.starts):
            said = start.broken is None or (start.broken.clock != "ok" and entry.clock == "ok")
            if not said or not any(map(start.basis.touched_by, changed)):
                continue
            if start.stands and not start.is_carried(self.about.lines):
                self.starts[place] = replace(start, broken=entry)
                self._hold("check", entry)
            elif not start.stands and start.is_carried(self.about.lines):
                self.starts[place] = replace(start, broken=None)
                self._checked_again(entry)

    def _review_results(self, entry: e.Entry) -> None:
        """Hold the course when a correction takes away a result that a start stood on, until a fresh one."""
        wrong = self.about.lines.get(entry.what.entry) if type(entry.what) is e.EntryCorrected else None
        made = entry.what if wrong is None else wrong.entry.what
        if type(made) is not e.NamedCheckMade:
            return
        at = self._order.when(entry)
        fresh = Basis(at, at, self.about.lines[entry.id].place + 1)
        for place, start in enumerate(self.starts):
            named = reviewed(start.named, self.about.lines, made.name, entry, fresh)
            if any(now.lost and not was.lost for now, was in zip(named, start.named, strict=True)):
                self._hold("result", entry)
            self.starts[place] = replace(start, named=named)
        waits = any(hold.cause == "result" and hold.ended is None for hold in self.holds)
        if waits and not any(start.lost for start in self.starts):
            self._end_holds(entry, "result")
            self._go_on(entry, at)

    def _mend(self, check: e.Entry) -> None:
        """A fresh check, as good as the gate asks for, takes the place of those taken away; of a wrong clock
        none does, and the time of a loss recorded under one says nothing.
        """
        lost = [start.broken for start in self.starts if start.broken]
        if not lost or not self.about.lines[check.id].sure:
            return
        at, step = self._order.when(check), self.stretches[-1].step
        first = open_slot(self.plan, self.protocol.step(step), at, self.about.lines)
        after = max((self._order.when(entry) for entry in lost if entry.clock == "ok"), default=None)
        fresh = Basis(at, at, self.about.lines[check.id].place + 1, after, first, self.plan)
        if not skin_check(self.about.lines, fresh, self.protocol.gate).valid:
            return
        self.starts = [s if s.stands else s.moved_to(fresh, self.protocol.gate) for s in self.starts]
        self._checked_again(check)

    def _checked_again(self, entry: e.Entry) -> None:
        """A check is behind every start again."""
        if all(start.stands for start in self.starts):
            self._end_holds(entry, "check")
            self._go_on(entry, self._order.when(entry))

    def _go_on(self, entry: e.Entry, at: datetime) -> None:
        """Doses are due again, of the step as it was, where nothing holds the course any more."""
        if self.ended is None and all(hold.ended for hold in self.holds):
            step = self.stretches[-1].step
            first = open_slot(self.plan, self.protocol.step(step), at, self.about.lines)
            self._begin(step, first, entry, same_stay=True)
