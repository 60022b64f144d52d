"""What a course was enrolled on, and the dose times that were set since (rules.md, "Time")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import Sized


@dataclass(frozen=True)
class Plan:
    """`times` are the dose times by slot, each set with the first day on which it holds; the newest last."""

    protocol: Protocol
    zone: str
    target: int
    strengths: tuple[Decimal, ...]
    sized: Sized | None
    times: tuple[tuple[date, Mapping[str, str]], ...]

    @classmethod
    def enrolled(cls, what: e.CourseEnrolled) -> Plan:
        """The plan as it was enrolled."""
        times = ((date.min, what.times),)
        return cls(what.protocol, what.zone, what.target, what.strengths, what.sized, times)

    def amended(self, what: e.CourseAmended) -> Plan:
        """The plan with other times from a day on, or other strengths in stock."""
        plan = self if what.strengths is None else replace(self, strengths=what.strengths)
        if what.times is None or what.since is None:
            return plan
        return replace(plan, times=(*plan.times, (what.since, what.times)))

    def time(self, key: e.DoseKey) -> str:
        """The clock time of a scheduled dose; one by the clock is named by its own."""
        times = next(times for since, times in reversed(self.times) if since <= key.day)
        return times.get(key.slot, key.slot)
