"""The schedule: every dose the course asked for up to a time, and how each one stands.

Early and late are labels worked out from the times, never blocks. An overdue dose stays overdue;
nothing here says "missed" (rules.md, "Doses"; CUI MEDa-0281, 0282).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from protocols.course import Chart, Stretch
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven
from protocols.lines import Line, is_open
from protocols.protocol import Step
from protocols.slots import slot_instant, slot_order, slots_from

DoseState = Literal["given", "not given", "deferred", "future", "next", "due", "overdue", "held"]
Label = Literal["", "early", "late"]


@dataclass(frozen=True)
class ScheduledDose:
    """One dose a step asks for. `day` is the protocol day; `line` its record, if it has one."""

    key: DoseKey
    at: datetime
    day: int
    step: int
    stay: int
    amount: Decimal
    state: DoseState
    line: Line | None = None
    label: Label = ""

    @property
    def recordable(self) -> bool:
        """Whether it waits for a record."""
        return self.state in ("next", "due", "overdue", "deferred")


def protocol_day(chart: Chart, key: DoseKey) -> int | None:
    """The protocol day of `key`; day 1 is the day of the first dose, or of the first one planned."""
    first = chart.first_day or (chart.stretches[0].first.day if chart.stretches else None)
    return None if first is None else (key.day - first).days + 1


def window(chart: Chart, step: Step) -> timedelta:
    """How far from its time a dose may be before it is called early, late or overdue."""
    windows = chart.protocol.windows
    minutes = windows.once_daily_minutes if len(step.doses) == 1 else windows.more_often_minutes
    return timedelta(minutes=minutes)


def timing(chart: Chart, key: DoseKey, step: Step, at: datetime) -> Label:
    """Whether a dose taken at `at` was early or late."""
    gap = at - slot_instant(chart.plan, key)
    if abs(gap) <= window(chart, step):
        return ""
    return "late" if gap > timedelta(0) else "early"


def stretch_of(chart: Chart, key: DoseKey) -> Stretch | None:
    """The stretch whose schedule `key` belongs to, None before the start."""
    return next((s for s in reversed(chart.stretches) if slot_order(s.first) <= slot_order(key)), None)


def prescribed(chart: Chart, key: DoseKey, at: datetime) -> Decimal | None:
    """The amount the course asked for at `key`, None where nothing was due at `at`."""
    stretch = stretch_of(chart, key)
    if stretch is None or _after_end(chart, stretch, key, at):
        return None
    return chart.protocol.step(stretch.step).amount(key.slot)


def _after_end(chart: Chart, stretch: Stretch, key: DoseKey, at: datetime) -> bool:
    """Whether `stretch` had ended before the dose was due and before `at`."""
    if stretch.until is None:
        return False
    return slot_instant(chart.plan, key) >= stretch.until and at >= stretch.until


def scheduled(chart: Chart, now: datetime) -> list[ScheduledDose]:
    """Every scheduled dose so far and the next one to come, in the order of the calendar."""
    doses: list[ScheduledDose] = []
    for place, stretch in enumerate(chart.stretches):
        following = chart.stretches[place + 1] if place + 1 < len(chart.stretches) else None
        doses.extend(_of_stretch(chart, stretch, following, now))
    return doses


def _of_stretch(
    chart: Chart, stretch: Stretch, following: Stretch | None, now: datetime
) -> Iterator[ScheduledDose]:
    step = chart.protocol.step(stretch.step)
    waiting = False
    for key in slots_from(step, stretch.first):
        if following is not None and slot_order(key) >= slot_order(following.first):
            return
        line = chart.statuses.get(key)
        at = slot_instant(chart.plan, key)
        if line is None and stretch.until is not None and at >= stretch.until:
            return
        state = _state(chart, step, at, line, now, waiting)
        yield ScheduledDose(
            key=key,
            at=at,
            day=protocol_day(chart, key) or 1,
            step=stretch.step,
            stay=stretch.stay,
            amount=step.amount(key.slot) or Decimal(0),
            state=state,
            line=line,
            label=_label(chart, key, step, line),
        )
        waiting = waiting or state in ("next", "future")
        if waiting and at > now:
            return


def _state(
    chart: Chart, step: Step, at: datetime, line: Line | None, now: datetime, waiting: bool
) -> DoseState:
    if line is not None and isinstance(line.what, DoseGiven):
        return "given"
    if line is not None and not is_open(line):
        return "not given"
    if line is not None and isinstance(line.what, DoseNotGiven) and line.what.status == "unknown":
        return "not given"
    if not chart.running:
        return "held"
    if line is not None:
        return "deferred"
    if now - at > window(chart, step):
        return "overdue"
    if at - now <= window(chart, step):
        return "due"
    return "future" if waiting else "next"


def _label(chart: Chart, key: DoseKey, step: Step, line: Line | None) -> Label:
    if line is None or not isinstance(line.what, DoseGiven):
        return ""
    return timing(chart, key, step, line.at)


def next_dose(doses: list[ScheduledDose]) -> ScheduledDose | None:
    """The dose to record next: the one due now, else the newest overdue one, else the next."""
    for states in (("due",), ("overdue", "deferred"), ("next",)):
        found = [dose for dose in doses if dose.state in states]
        if found:
            return found[-1]
    return None


def backlog(doses: list[ScheduledDose]) -> list[ScheduledDose]:
    """Past doses without a record (CUI MEDa-0284: warn before the next one is given)."""
    return [dose for dose in doses if dose.state == "overdue"]
