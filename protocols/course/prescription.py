"""What the course asks for at a scheduled dose: which stretch it is of, how much, and how near its time.

Early and late are labels worked out from the times, never blocks (rules.md, "Doses"; CUI MEDa-0281).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from protocols.definition.step import Step
from protocols.entries import DoseKey
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry
from protocols.record.slots import amount_at, is_planned, slot_instant
from protocols.values.clinic_time import minute_of
from protocols.values.derived import derived

Label = Literal["", "early", "late"]


def window(chart: Chart, step: Step) -> timedelta:
    """How far from its time a dose may be before it is called early, late or overdue.

    At most a quarter of the time to the next dose (domain.md 2.3).
    """
    windows = chart.protocol.windows
    if step.interval >= timedelta(days=1):
        return timedelta(minutes=windows.once_daily_minutes)
    return min(timedelta(minutes=windows.more_often_minutes), step.interval / 4)


def on_time(chart: Chart, step: Step, at: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant at which a dose planned for `at` is neither early nor late."""
    near = window(chart, step)
    return at - near, at + near


def timing(chart: Chart, key: DoseKey, step: Step, at: datetime) -> Label:
    """Whether a dose taken at `at` was early or late."""
    first, last = on_time(chart, step, slot_instant(chart.plan, key))
    return "early" if at < first else "late" if at > last else ""


def stretch_of(chart: Chart, key: DoseKey) -> Stretch | None:
    """The stretch whose schedule `key` belongs to, None before the start."""
    place = slot_instant(chart.plan, key)
    return next((stretch for first, stretch in _begins(chart) if first <= place), None)


def stretch_taken(chart: Chart, line: CorrectedEntry) -> Stretch | None:
    """The stretch of which a dose was taken: that of its line on the schedule, but none that began after it
    was taken (rules.md, "The gate", 3). None off the schedule.
    """
    key, at = chart.key_of(line) if line.own else None, line.latest(line.at)
    if key is None:
        return None
    place = slot_instant(chart.plan, key)
    begun = (stretch for first, stretch in _begins(chart) if first <= place)
    return next((stretch for stretch in begun if minute_of(stretch.began) <= at), None)


@derived
def _begins(chart: Chart) -> tuple[tuple[datetime, Stretch], ...]:
    """The stretches and the times of their first doses, the last one first."""
    return tuple((slot_instant(chart.plan, s.first), s) for s in reversed(chart.stretches))


def prescribed(chart: Chart, key: DoseKey, at: datetime) -> Decimal | None:
    """The amount the course asked for at `key`, None where at the instant `at` nothing was due.

    A dose taken during a hold, after its step was left, or well before its step was started (more
    than the tolerance of dose times) was not due, whatever its time of day.
    """
    stretch = stretch_of(chart, key)
    if stretch is None or _held_at(chart, at) or (stretch.until is not None and at >= stretch.until):
        return None
    step = stretch.asks
    asked = planned(chart, stretch, key)
    return asked if at >= stretch.began - window(chart, step) else None


def planned(chart: Chart, stretch: Stretch, key: DoseKey) -> Decimal | None:
    """The amount a stretch asks for at `key`, None where it plans no dose."""
    step = stretch.asks
    since = counted_from(chart, stretch)
    if not is_planned(chart.plan, step, stretch.first, key, since):
        return None
    return amount_at(step, stretch.first, key, since)


def counted_from(chart: Chart, stretch: Stretch) -> date:
    """The first day of a stay, from which a cycle or a pattern is counted through every hold."""
    return _first_days(chart)[stretch.stay]


@derived
def _first_days(chart: Chart) -> dict[int, date]:
    """The first day of each stay."""
    found: dict[int, date] = {}
    for stretch in chart.stretches:
        found[stretch.stay] = min(stretch.first.day, found.get(stretch.stay, stretch.first.day))
    return found


def _held_at(chart: Chart, at: datetime) -> bool:
    """Whether `at` lies between the end of one stretch and the begin of the next."""
    following = [*chart.stretches[1:], None]
    return any(
        stretch.until is not None and stretch.until <= at and (later is None or at < later.began)
        for stretch, later in zip(chart.stretches, following, strict=False)
    )
