"""Facts as they stand: what was recorded, with the corrections laid over it (rules.md, "Corrections")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from protocols import entries as e

FINDINGS = (e.RashFound, e.RedFlagSeen)


@dataclass
class Fact:
    """One recorded fact. `what` is None where it never happened. `trusted`: no wrong clock had a hand in it.

    `order` is its place among all entries of the patient, `settled` that of its last correction.
    """

    id: str
    course: str
    what: e.What | None
    at: datetime
    recorded: datetime
    order: int
    settled: int
    trusted: bool
    original: e.What
    gone_in_doubt: bool = False

    @property
    def is_finding(self) -> bool:
        """Whether it is a rash or a red flag now."""
        return isinstance(self.what, FINDINGS)


class Facts:
    """All facts of one patient. `memo` keeps what was worked out since the last one."""

    def __init__(self) -> None:
        self.by_id: dict[str, Fact] = {}
        self.right_clock: list[tuple[int, datetime]] = []
        self.memo: dict[object, Any] = {}

    def take(self, entry: e.Entry, order: int) -> tuple[Fact | None, e.What | None]:
        """Add an entry: the fact it makes or changes, and what that was before."""
        assert entry.recorded is not None
        self.memo.clear()
        right = entry.clock == "ok"
        if right:
            self.right_clock.append((order, entry.recorded))
        if isinstance(entry.what, e.EntryCorrected):
            return self._correct(entry, entry.what, order, right)
        if not isinstance(entry.what, e.Fact):
            return None, None
        fact = Fact(
            entry.id, entry.course, entry.what, entry.at, entry.recorded, order, order, right, entry.what
        )
        self.by_id[entry.id] = fact
        return fact, None

    def _correct(
        self, entry: e.Entry, what: e.EntryCorrected, order: int, right: bool
    ) -> tuple[Fact | None, e.What | None]:
        fact = self.by_id.get(what.entry)
        if fact is None:
            return None, None
        before = fact.what
        fact.what, fact.settled = what.right, order
        fact.gone_in_doubt = not right and not isinstance(what.right, (*FINDINGS, e.DoseGiven))
        fact.trusted = right and (fact.trusted or what.right_at is not None)
        fact.at = what.right_at or fact.at
        return fact, before

    def of(self, *kinds: type) -> Iterator[Fact]:
        """The facts that stand as one of `kinds`."""
        if kinds not in self.memo:
            self.memo[kinds] = [fact for fact in self.by_id.values() if isinstance(fact.what, kinds)]
        return iter(self.memo[kinds])

    def findings(self, strict: bool) -> list[Fact]:
        """Every rash and red flag; if `strict`, those that only a wrong clock took back too."""
        gone = (fact for fact in self.by_id.values() if strict and fact.gone_in_doubt)
        return [*self.of(*FINDINGS), *(fact for fact in gone if isinstance(fact.original, FINDINGS))]

    def vomited(self) -> set[str]:
        """Ids of the doses that came up again."""
        if "vomited" not in self.memo:
            self.memo["vomited"] = self._vomited()
        found: set[str] = self.memo["vomited"]
        return found

    def _vomited(self) -> set[str]:
        later = {fact.what.entry for fact in self.of(e.DoseVomited) if isinstance(fact.what, e.DoseVomited)}
        at_once = {fact.id for fact in self.of(e.DoseGiven) if getattr(fact.what, "vomited", False)}
        return later | at_once

    def seems_ahead(self, fact: Fact) -> bool:
        """Whether a right clock showed less since: then the one that it was recorded by was ahead."""
        return any(at < fact.recorded for order, at in self.right_clock if order > fact.order)

    def latest(self, fact: Fact) -> datetime:
        """The latest time at which it can have happened, a wrong clock being no evidence of it."""
        if fact.trusted:
            return fact.at
        return self.bound(fact, max(fact.at, fact.recorded))

    def bound(self, fact: Fact, otherwise: datetime) -> datetime:
        """When a right clock first showed that it had happened; `otherwise` where none has since."""
        return min((at for order, at in self.right_clock if order > fact.settled), default=otherwise)
