"""What the entries of one course say, corrections applied, worked out afresh from rules.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from protocols.entries import CourseEnrolled, DoseGiven, DoseKey, DoseNotGiven, DoseVomited


@dataclass
class Live:
    """An entry as corrected; `number` is that of its last word."""

    what: Any
    at: datetime
    number: int
    held_by: list[str]


@dataclass
class Window:
    """A time during which doses of one step were due."""

    step: int
    stay: int
    first: DoseKey
    began: datetime
    until: datetime | None = None


class Told:
    """The facts of one course, and the times during which each step's doses were due."""

    def __init__(self, plan: CourseEnrolled) -> None:
        self.plan = plan
        self.live: dict[str, Live] = {}
        self.windows: list[Window] = []

    def slot_at(self, key: DoseKey) -> datetime:
        wall = datetime.combine(key.day, time.fromisoformat(self.plan.times[key.slot]))
        there = wall.replace(tzinfo=ZoneInfo(self.plan.zone), fold=1)
        if there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) != wall:
            there = there.replace(fold=0)
        return there.astimezone(UTC)

    def day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.plan.zone)).date()

    def slots(self, step: int) -> list[str]:
        return sorted((dose.slot for dose in self.plan.protocol.steps[step - 1].doses), reverse=True)

    def first_doses(self, step: int, now: datetime) -> Iterator[DoseKey]:
        """Every dose with which `step` may begin: of just now, or the next to come."""
        instead = {id(self.live[lost]) for lost in self.made_up() if lost in self.live}
        given = [
            order(key)
            for key, live in self.records().items()
            if isinstance(live.what, DoseGiven) or id(live) in instead
        ]
        for days in range(-1, 40):
            for slot in self.slots(step):
                key = DoseKey(self.day(now) + timedelta(days=days), slot)
                late = now - self.slot_at(key)
                if late > timedelta(hours=12) / len(self.slots(step)):
                    continue
                if self.closed(key) or any(order(key) <= other for other in given):
                    continue
                yield key
                if late < timedelta(0):
                    return

    def natural(self, step: int, now: datetime) -> DoseKey:
        options = list(self.first_doses(step, now))
        quarter = timedelta(hours=6) / len(self.slots(step))
        return next((key for key in options if now - self.slot_at(key) <= quarter), options[-1])

    def of(self, *kinds: type) -> list[tuple[str, Live]]:
        return [(id, live) for id, live in self.live.items() if isinstance(live.what, kinds)]

    def vomited(self) -> set[str]:
        later = {live.what.entry for _, live in self.of(DoseVomited)}
        return later | {id for id, live in self.of(DoseGiven) if live.what.vomited}

    def records(self) -> dict[DoseKey, Live]:
        """The record of each scheduled dose: the first final one, else the last open one."""
        found: dict[DoseKey, Live] = {}
        for _, live in self.of(DoseGiven, DoseNotGiven):
            key = live.what.dose
            if key is not None and not (key in found and final(found[key])):
                found[key] = live
        return found

    def key_of(self, what: Any) -> DoseKey | None:
        """The scheduled dose something is about: its own, or the one it makes up."""
        if isinstance(what, DoseGiven) and what.makes_up:
            live = self.live.get(what.makes_up)
            what = live.what if live else None
        return what.dose if isinstance(what, DoseGiven | DoseNotGiven) else None

    def made_up(self) -> dict[str, tuple[str, Live]]:
        """The first make-up of each record."""
        found: dict[str, tuple[str, Live]] = {}
        for id, live in self.of(DoseGiven):
            if live.what.makes_up:
                found.setdefault(live.what.makes_up, (id, live))
        return found

    def lost(self, id: str) -> DoseKey | None:
        """The scheduled dose that record `id` says was vomited or not given; None when it says neither."""
        live = self.live.get(id)
        if live is None or not isinstance(live.what, DoseGiven | DoseNotGiven):
            return None
        if id in self.vomited() or (isinstance(live.what, DoseNotGiven) and final(live)):
            return live.what.dose
        return None

    def may_make_up(self, what: DoseGiven, at: datetime) -> bool:
        """Whether a make-up can be recorded at all: once, of a dose that was lost, after it, within a day."""
        key = self.lost(what.makes_up)
        if key is None or what.makes_up in self.made_up():
            return False
        came_up = [live.at for _, live in self.of(DoseVomited) if live.what.entry == what.makes_up]
        return all(at >= was for was in (self.live[what.makes_up].at, *came_up)) and abs(
            self.slot_at(key) - at
        ) <= timedelta(days=1)

    def by_the_rule(self, id: str, at: datetime) -> bool:
        """Whether the protocol lets the dose of record `id` be made up at `at`."""
        key, rules = self.lost(id), self.plan.protocol.doses
        if key is None or at < self.live[id].at:
            return False
        if id in self.vomited():
            minutes = rules.make_up_vomited_minutes
            return minutes is not None and at - self.live[id].at <= timedelta(minutes=minutes)
        window = self.window(key)
        if rules.make_up_not_given_hours is None or window is None:
            return False
        slots = [DoseKey(key.day + timedelta(days=d), s) for d in (0, 1) for s in self.slots(window.step)]
        coming = min(self.slot_at(other) for other in slots if order(other) > order(key))
        return coming - at > timedelta(hours=rules.make_up_not_given_hours)

    def second_asked(self, what: DoseGiven, at: datetime) -> bool:
        """Whether a dose not recorded yet needs a second check."""
        rule, key = self.plan.protocol.doses.second_check, self.key_of(what)
        window = self.window(key) if key else None
        if rule != "first dose of each step":
            return rule == "every dose"
        if window is None:
            return False
        for _, live in self.of(DoseGiven):
            other = self.key_of(live.what)
            there = self.window(other) if other else None
            if there is not None and there.stay == window.stay and live.at <= at:
                return False
        return True

    def closed(self, key: DoseKey) -> bool:
        found = self.records().get(key)
        return found is not None and final(found)

    def window(self, key: DoseKey) -> Window | None:
        return next((w for w in reversed(self.windows) if order(w.first) <= order(key)), None)

    def asked(self, key: DoseKey, at: datetime) -> Any:
        """What was prescribed at `key`, None where at `at` nothing was due."""
        window = self.window(key)
        if window is None or (window.until is not None and at >= window.until):
            return None
        begins = [w.began for w in self.windows if w.began > at]
        ends = [w.until for w in self.windows if w.until is not None and w.until <= at]
        if ends and not any(w.began <= at and (w.until is None or at < w.until) for w in self.windows):
            return None
        doses = self.plan.protocol.steps[window.step - 1].doses
        tolerance = timedelta(minutes=120 if len(doses) == 1 else 60)
        if begins and at < window.began - tolerance:
            return None
        return next((dose.amount for dose in doses if dose.slot == key.slot), None)


def order(key: DoseKey) -> tuple[date, int]:
    return key.day, {"morning": 0, "evening": 1}[key.slot]


def final(live: Live) -> bool:
    return not (isinstance(live.what, DoseNotGiven) and live.what.status in ("deferred", "unknown"))
