"""What random people believe of one course: enough to try likely things. It judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from protocols import entries as e
from tests.protocols.helpers.told import Live, Told, Window, order

ALWAYS = 10**9
FINDING = e.RashFound | e.RedFlagSeen


@dataclass
class Under:
    """The instant and what was known then, for which a rash-free check must be found."""

    at: datetime
    number: int
    first: e.DoseKey
    after: datetime | None


@dataclass
class Begun:
    """A step started through the gate, from a dose of `day` on; `lost` when its check fell away."""

    step: int
    under: Under
    day: date
    lost: datetime | None = None
    due: datetime | None = None


class Oracle(Told):
    """Takes every accepted entry of one course in order."""

    def __init__(self, plan: e.CourseEnrolled) -> None:
        super().__init__(plan)
        self.target, self.stopped = plan.target, False
        self.recorded: list[tuple[int, datetime]] = []
        self.line: list[Begun] = []
        self.holds: dict[str, str] = {}
        self.waived: set[tuple[str, int]] = set()
        self.break_from: datetime | None = None

    def take(self, entry: e.Entry) -> None:
        what, now = entry.what, entry.recorded
        assert now is not None
        self.recorded.append((entry.number, now))
        if isinstance(what, e.EntryCorrected):
            wrong = self.live[what.entry]
            wrong.what, wrong.at, wrong.number = what.right, what.right_at or wrong.at, entry.number
            wrong.held_by.append(entry.id)
        else:
            self.live[entry.id] = Live(what, entry.at, entry.number, [entry.id])
        if isinstance(what, e.StepStarted):
            began = [w.began for w in self.windows if w.stay == self.stay]
            under = Under(now, entry.number, what.first, began[0] if began else None)
            self.open(what.step, self.stay + 1, what.first, now)
            self.line.append(Begun(what.step, under, what.first.day))
        if isinstance(what, e.DecisionMade):
            self.decide(what, now)
        if isinstance(what, e.PreconditionWaived):
            self.waived.add((what.precondition, self.stay))
            self.break_from = now if what.precondition == "break" else self.break_from
        seen = what.right if isinstance(what, e.EntryCorrected) else what
        if isinstance(seen, FINDING | e.HoldPlaced):
            self.holds[entry.id] = "hold" if isinstance(seen, e.HoldPlaced) else "finding"
            self.close(now)
        self.review(entry, now)

    def review(self, entry: e.Entry, now: datetime) -> None:
        for begun in self.line:
            if begun.lost is None and not self.checked(begun.under, begun.due):
                begun.lost = now
                self.close(now)
        lost = [begun for begun in self.line if begun.lost]
        if not lost or not isinstance(entry.what, e.RashFreeChecked):
            return
        first = self.natural(self.step, now)
        fresh = Under(now, entry.number + 1, first, max(begun.lost for begun in lost if begun.lost))
        if self.checked(fresh, due=now):
            for begun in lost:
                begun.under, begun.lost, begun.due = fresh, None, now
            if not self.holds and not self.stopped:
                self.open(self.step, self.stay, first, now)

    def decide(self, what: e.DecisionMade, now: datetime) -> None:
        to = what.step if what.decision == "back" and what.step else self.step
        if what.decision == "target":
            self.target = what.step or self.target
        if what.decision == "stay":
            self.target = self.step
        if what.decision == "back":
            self.line = [begun for begun in self.line if begun.step <= to]
        if what.decision != "target":
            self.holds.clear()
        if what.decision in ("stop", "complete"):
            self.stopped = True
            self.close(now)
        if what.first is not None:
            anew = what.decision in ("repeat", "back")
            self.open(to, self.stay + anew, what.first, now)
            self.break_from = now if anew else self.break_from

    def open(self, step: int, stay: int, first: e.DoseKey, now: datetime) -> None:
        self.close(now)
        self.windows.append(Window(step, stay, first, now))

    def close(self, now: datetime) -> None:
        if self.windows and self.windows[-1].until is None:
            self.windows[-1].until = now

    @property
    def step(self) -> int:
        return self.windows[-1].step if self.windows else 0

    @property
    def stay(self) -> int:
        return self.windows[-1].stay if self.windows else 0

    @property
    def held(self) -> bool:
        return bool(self.holds) or any(begun.lost for begun in self.line)

    @property
    def running(self) -> bool:
        return bool(self.windows) and not self.held and not self.stopped

    def checked(self, under: Under, due: datetime | None = None) -> bool:
        """Precondition 3 for a start under these circumstances."""
        rules = self.plan.protocol.gate
        checks = [
            live
            for _, live in self.of(e.RashFreeChecked)
            if live.at <= under.at
            and not any(live.number < n < under.number and was < live.at for n, was in self.recorded)
        ]
        if not checks:
            return False
        at = max(check.at for check in checks)
        known = [
            (id, live)
            for id, live in self.of(e.DoseGiven, e.RashFound, e.RedFlagSeen)
            if live.at < under.at or live.number < under.number
        ]
        for _, live in known:
            if isinstance(live.what, e.DoseGiven):
                key = live.what.dose
                own = key is not None and order(key) >= order(under.first) and live.at >= at
                if not own and at < live.at + timedelta(hours=float(rules.check_after_dose_hours)):
                    return False
            elif live.at >= at:
                return False
        if under.after is not None and at <= under.after:
            return False
        by = due or max(under.at, self.slot_at(under.first))
        return by - at <= timedelta(hours=float(rules.check_valid_hours))

    def rash_open(self) -> bool:
        checks = [live.at for _, live in self.of(e.RashFreeChecked)]
        return any(
            not any(at > live.at for at in checks) or set(live.held_by) & set(self.holds)
            for _, live in self.of(e.RashFound)
        )

    def counted(self) -> int:
        gone, records, instead = self.vomited(), self.records(), self.made_up()
        count = 0
        for key, record in records.items():
            window = self.window(key)
            if window is None or window.stay != self.stay:
                continue
            id = next(id for id, live in self.live.items() if live is record)
            taken = [(id, record)] if isinstance(record.what, e.DoseGiven) else []
            if id in instead and self.by_the_rule(id, instead[id][1].at):
                taken.append(instead[id])
            count += any(
                one not in gone and live.what.amount == self.asked(key, live.at) for one, live in taken
            )
        return count

    def broken(self, now: datetime) -> bool:
        doses = self.of(e.DoseGiven)
        keyed = [
            live.at
            for _, live in doses
            if (key := self.key_of(live.what)) and order(key) >= order(self.windows[0].first)
        ]
        since = [min(keyed)] if keyed else []
        since += [self.break_from] if self.break_from else []
        if not since:
            return False
        marks = [max(since)]
        marks += sorted(at for id, at in ((i, d.at) for i, d in doses) if id not in self.vomited())
        marks = [at for at in marks if at >= marks[0]] + [now]
        limit = timedelta(hours=self.plan.protocol.gate.treatment_break_hours)
        return any(after - before >= limit for before, after in pairwise(marks))

    def may_decide(self, what: e.DecisionMade, by: e.Person, now: datetime) -> bool:
        """Whether a prescriber may decide so; the clock is another matter."""
        if by.role != "prescriber" or self.stopped:
            return False
        kind, to = what.decision, self.step
        if kind == "stop":
            return True
        if kind == "complete":
            return self.may_be_completed()
        if kind == "target":
            step = what.step or 0
            return max(self.step, 1) <= step <= len(self.plan.protocol.steps) and step != self.target
        if kind == "resume" and not self.held:
            return False
        if not self.windows:
            return kind == "resume" and self.released(what, 1, now)
        if kind == "back":
            to = what.step or 0
            if not 1 <= to < self.step:
                return False
        return (kind == "stay" and not self.held) or self.released(what, to, now)

    def may_be_completed(self) -> bool:
        """At the target, its dose borne, nothing open, and seen rash-free when the watch was over."""
        reached = bool(self.windows) and self.step == self.target and self.counted() > 0
        if not reached or self.held or self.rash_open():
            return False
        looks = [live for _, live in self.of(e.RashFreeChecked, e.RashFound, e.RedFlagSeen)]
        newest = max(looks, key=lambda live: live.at)
        over = self.line[-1].day + timedelta(days=self.plan.protocol.gate.watch_days)
        return isinstance(newest.what, e.RashFreeChecked) and self.day(newest.at) >= over

    def released(self, what: e.DecisionMade, to: int, now: datetime) -> bool:
        """Every start up to `to` stands; the skin was seen free, or residual rash is accepted."""
        if any(begun.lost and begun.step <= to for begun in self.line):
            return False
        if "finding" not in self.holds.values() and not self.rash_open():
            return True
        under = Under(now, ALWAYS, e.DoseKey(date.max, "evening"), None)
        return what.residual_accepted or self.checked(under, due=now)

    def unmet(self, first: e.DoseKey | None, now: datetime) -> set[int]:
        """The preconditions of the next step that are not met; without `first`, all but the third."""
        unmet = set()
        if first is not None:
            began = [w.began for w in self.windows if w.stay == self.stay]
            if not self.checked(Under(now, ALWAYS, first, began[0] if began else None)):
                unmet.add(3)
        unmet |= {4} if self.rash_open() else set()
        unmet |= {5} if self.held else set()
        if self.windows:
            plan = self.plan.protocol.steps[self.step - 1]
            days = (self.day(now) - min(w.first.day for w in self.windows if w.stay == self.stay)).days
            if (
                self.counted() < (plan.days or 0) * len(plan.doses)
                and ("doses", self.stay) not in self.waived
            ):
                unmet.add(1)
            if days < (plan.days or ALWAYS) and ("days", self.stay) not in self.waived:
                unmet.add(2)
            unmet |= {6} if self.broken(now) else set()
        return unmet
