"""What is true of a patient's last course, from JSON Lines alone. Nothing here is of the product.

Written from rules.md and docs/exchange.md: whoever reads an export can come to the same facts, and every
screen, paper and file has to tell them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

LOOKS = ("rash-free check", "rash found", "red flag seen")
RELEASES = ("resume", "repeat", "back", "stay")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Fact:
    """One thing that happened, as it now stands: `what` is None where it never did."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.id, self.entry = entry["id"], entry
        self.what: dict[str, Any] | None = entry["what"]
        self.at = datetime.fromisoformat(entry["at"])
        self.corrections: list[dict[str, Any]] = []
        self.clock = entry.get("clock", "ok")

    def correct(self, entry: dict[str, Any]) -> None:
        """After one more correction."""
        what, clock = entry["what"], entry.get("clock", "ok")
        if clock != "ok" or what.get("right_at") or what.get("right") == self.what:
            self.clock = clock
        self.what = what.get("right")
        if what.get("right_at"):
            self.at = datetime.fromisoformat(what["right_at"])
        self.corrections.append(entry)

    @property
    def kind(self) -> str:
        """Its kind, "" where it never happened."""
        return self.what["kind"] if self.what else ""


class Opinion:
    """The facts of the course in one patient's export."""

    def __init__(self, text: str) -> None:
        self.entries = [json.loads(line, parse_float=Decimal)["entry"] for line in text.splitlines()[1:]]
        self.facts: dict[str, Fact] = {}
        for entry in self.entries:
            if entry["what"]["kind"] == "entry corrected":
                self.facts[entry["what"]["entry"]].correct(entry)
            else:
                self.facts[entry["id"]] = Fact(entry)
        enrolment = [entry for entry in self.entries if entry["what"]["kind"] == "course enrolled"][-1]
        self.plan, self.course = enrolment["what"], enrolment["id"]
        self.before = {entry["id"] for entry in self.entries[: self.entries.index(enrolment)]}
        self.protocol, self.zone = self.plan["protocol"], ZoneInfo(self.plan["zone"])

    # days and times

    def day(self, at: datetime) -> date:
        """The clinic's day of an instant."""
        return at.astimezone(self.zone).date()

    def words(self, at: datetime) -> str:
        """Day and time as people read them."""
        there = at.astimezone(self.zone)
        return f"{DAYS[there.weekday()]} {there.day:02}-{MONTHS[there.month - 1]}-{there.year} {there:%H:%M}"

    def due(self, key: dict[str, str]) -> datetime:
        """When a dose is due: of a time that comes twice the second; one that never comes, as much later."""
        wall = self.plan["times"].get(key["slot"], key["slot"])
        if len(wall) > 5:
            return datetime.fromisoformat(f"{key['day']}T{wall}").astimezone(UTC)
        there = datetime.fromisoformat(f"{key['day']}T{wall}").replace(tzinfo=self.zone)
        later = there.replace(fold=1)
        twice = later.utcoffset() < there.utcoffset()  # type: ignore[operator]
        return (later if twice else there).astimezone(UTC)

    # what happened

    def standing(self, *kinds: str) -> list[Fact]:
        """The facts of these kinds that stand, by their time."""
        found = [fact for fact in self.facts.values() if fact.kind in kinds and self.is_own(fact)]
        return sorted(found, key=lambda fact: fact.at)

    def is_own(self, fact: Fact) -> bool:
        """Whether it is of this course, or a look at the skin, which is the patient's."""
        return fact.entry.get("course", "") == self.course or fact.entry["what"]["kind"] in LOOKS

    @cached_property
    def taken(self) -> list[Fact]:
        """Every dose that was taken."""
        return self.standing("dose given")

    @cached_property
    def vomited(self) -> set[str]:
        """Ids of the doses that came up."""
        later = {fact.what["entry"] for fact in self.standing("dose vomited") if fact.what}
        return later | {fact.id for fact in self.taken if fact.what and fact.what.get("vomited")}

    def key(self, fact: Fact) -> dict[str, str] | None:
        """The line of the schedule that a dose stands on."""
        what = fact.what or {}
        if what.get("makes_up"):
            lost = self.facts[what["makes_up"]]
            told: dict[str, Any] = lost.entry["what"]  # one entered in error leaves its line to the make-up
            return self.key(lost) if lost.what else told.get("dose")
        key: dict[str, str] | None = what.get("dose")
        return key

    @cached_property
    def starts(self) -> list[tuple[datetime, int]]:
        """When a step began to be the one that is due, by its first dose, and which."""
        found: list[tuple[datetime, int]] = []
        for entry in self.entries:
            what = entry["what"]
            if entry.get("course") != self.course:
                continue
            if what["kind"] == "step started":
                found.append((self.due(what["first"]), what["step"]))
            elif what["kind"] == "decision made" and what.get("first"):
                step = what["step"] if what["decision"] == "back" else found[-1][1]
                found.append((self.due(what["first"]), step))
        return found

    @property
    def step(self) -> int:
        """The step the course is on, 0 before the first."""
        return self.starts[-1][1] if self.starts else 0

    @cached_property
    def ended(self) -> bool:
        """Whether a prescriber has ended the course."""
        decisions = [e["what"] for e in self.entries if e.get("course") == self.course]
        return any(what.get("decision") in ("stop", "complete") for what in decisions)

    @cached_property
    def day_one(self) -> date | None:
        """Protocol day 1."""
        for fact in self.taken:
            key = self.key(fact)
            if key is not None and self.starts and self.due(key) >= self.starts[0][0]:
                return date.fromisoformat(key["day"])
        return None

    def number(self, day: date) -> int | None:
        """The protocol day of a day."""
        return (day - self.day_one).days + 1 if self.day_one and day >= self.day_one else None

    def label(self, fact: Fact) -> str:
        """Whether a scheduled dose was early or late."""
        key = self.key(fact)
        assert key is not None
        due = self.due(key)
        step = next((step for first, step in reversed(self.starts) if first <= due), None)
        if step is None:
            return ""
        gap, window = fact.at - due, self._window(self.protocol["steps"][step - 1])
        return "" if abs(gap) <= window else "late" if gap > timedelta(0) else "early"

    def _window(self, step: dict[str, Any]) -> timedelta:
        windows = {"once_daily_minutes": 120, "more_often_minutes": 60} | self.protocol.get("windows", {})
        between = timedelta(days=step.get("every_days", 1)) / len(step["doses"])
        if step.get("every_minutes"):
            between = timedelta(minutes=step["every_minutes"])
        if between >= timedelta(days=1):
            return timedelta(minutes=windows["once_daily_minutes"])
        return min(timedelta(minutes=windows["more_often_minutes"]), between / 4)

    # what holds the course

    @cached_property
    def held(self) -> list[Fact]:
        """What was found and holds the patient until a prescriber decides, the first one first.

        Stopping a course ends it and releases nothing but a hold for another reason, and what a prescriber
        released in another course while this one ran. After its end a release anywhere is one for it too.
        """
        found: dict[str, Fact] = {}
        elsewhere: set[str] = set()  # findings released in another course while this one ran
        begun = ended = False
        for entry in self.entries:
            what, own = entry["what"], entry.get("course") == self.course
            begun = begun or (own and what["kind"] == "step started")
            ended = ended or (own and what.get("decision") in ("stop", "complete"))
            if what["kind"] == "decision made" and what["decision"] in RELEASES:
                looks = {id for id, fact in found.items() if fact.entry["what"]["kind"] in LOOKS}
                if own:
                    found = {}
                elif begun and not ended:
                    elsewhere |= looks
                else:
                    found = {id: fact for id, fact in found.items() if id not in looks}
            if what["kind"] == "hold placed" and not own:
                continue
            if what["kind"] == "course enrolled" or (own and what.get("decision") == "stop"):
                found = {id: fact for id, fact in found.items() if fact.entry["what"]["kind"] in LOOKS}
            if own and what.get("decision") == "stop":
                found = {id: fact for id, fact in found.items() if id not in elsewhere}
            about = what["entry"] if what["kind"] == "entry corrected" else entry["id"]
            says = what.get("right") or {} if what["kind"] == "entry corrected" else what
            if says.get("kind") in ("rash found", "red flag seen", "hold placed"):
                found.setdefault(about, self.facts[about])
                elsewhere.discard(about)
        return sorted(found.values(), key=lambda fact: fact.kind != "red flag seen")

    def held_text(self, fact: Fact) -> str:
        """What holds the course, and when it was found."""
        what = fact.what or {}
        if fact.kind == "rash found":
            return f"Rash found {self.words(fact.at)}"
        if fact.kind == "red flag seen":
            return f"Red flag ({', '.join(what['flags'])}) {self.words(fact.at)}"
        if fact.kind == "hold placed":
            return f"Hold ({what['reason']}) {self.words(fact.at)}"
        return "entered in error, still held until a prescriber decides"

    def statuses(self) -> Iterator[tuple[dict[str, str], Fact]]:
        """The record of each scheduled dose: the first one, unless that left the dose open."""
        found: dict[tuple[str, str], tuple[dict[str, str], Fact]] = {}
        for fact in self.facts.values():
            if not self.is_own(fact) or fact.what is None:
                continue
            if fact.kind in ("dose given", "dose not given") and fact.what.get("dose"):
                key = fact.what["dose"]
                name = key["day"], key["slot"]
                known = found.get(name)
                if known is None or (known[1].what or {}).get("status") in ("deferred", "unknown"):
                    found[name] = key, fact
        yield from found.values()


def facts_of(of: Opinion, now: datetime) -> dict[tuple[object, ...], object]:
    """Every fact, by its name: what each of the outputs is asked for, as far as it tells it."""
    looks, doses = of.standing(*LOOKS), of.taken
    found: dict[tuple[object, ...], object] = {
        ("step",): of.step,
        ("over",): of.ended,
        ("day",): None if of.ended else of.number(of.day(now)),
        ("taken",): len(doses),
        ("vomited",): sum(fact.id in of.vomited for fact in doses),
        ("not taken",): len(of.standing("dose not given")),
        ("left out",): sum(fact.kind == "dose not given" for _, fact in of.statuses()),
        ("looks",): len(looks),
        ("findings",): sum(f.kind != "rash-free check" and f.id not in of.before for f in looks),
        ("last dose",): of.words(doses[-1].at) if doses else "",
        ("last look",): of.words(looks[-1].at) if looks else "",
        ("holds",): sorted({of.held_text(fact) for fact in of.held}),
        ("first hold",): of.held_text(of.held[0]) if of.held else "",
    }
    first = of.day(of.facts[of.course].at)
    doubtful = [look for look in looks if look.clock != "ok"]
    if (
        doubtful
    ):  # when it was nobody knows: as a check it counts for nothing, as a finding it may be the last
        sure = [look for look in looks if look.clock == "ok"]
        found["last look",] = of.words(sure[-1].at) if sure else ""
        if any(look.kind != "rash-free check" for look in doubtful):
            del found["last look",]
    for day in (first + timedelta(days=n) for n in range((of.day(now) - first).days + 1)):
        found["number", day] = of.number(day)
        for kind in LOOKS:
            found["looks", day, kind] = sum(of.day(f.at) == day and f.kind == kind for f in looks)
        today = [fact.what for fact in doses if of.day(fact.at) == day and fact.what]
        found["taken", day] = len(today)
        found["amount", day] = sum((Decimal(what["amount"]) for what in today), Decimal(0))
    for key, fact in of.statuses():
        what = fact.what or {}
        given = fact.kind == "dose given"
        told = ("given", Decimal(what["amount"]), of.label(fact)) if given else (what["status"], None, "")
        found["dose", key["day"], key["slot"]] = told
    for fact in of.facts.values():
        stands = "" if not fact.corrections else "corrected" if fact.what else "entered in error"
        found["standing", fact.id] = stands
    return found
