"""Making up a dose that was vomited or not given, as far as the protocol's rule goes.

Without a rule the next dose is taken at its time (domain.md 2.8). A make-up is a record of its own, one
for one dose, and counts in its place (rules.md, "Doses" and "The gate", 1).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

from protocols.course.prescription import (
    counted_from,
    doses_placed,
    place_of,
    prescribed,
    stretch_of,
    window,
)
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, is_open
from protocols.record.slots import slot_instant, slots_from
from protocols.values.derived import derived


def can_be_made_up(chart: Chart, line: CorrectedEntry) -> bool:
    """Whether `line` records a scheduled dose that did not stay with the patient: vomited, or not given."""
    if chart.key_of(line) is None or (isinstance(line.what, DoseGiven) and line.what.makes_up):
        return False
    return line.id in chart.vomited or (isinstance(line.what, DoseNotGiven) and not is_open(line))


def make_up_until(chart: Chart, line: CorrectedEntry) -> datetime | None:
    """The UTC instant up to which the protocol lets the dose of `line` be made up; None for not at all.

    A vomited dose: so long after it was taken. One not given: before the time at which the next one of
    its step is due within the hours of the rule; that instant itself is too late.
    """
    rules, key = chart.protocol.doses, chart.key_of(line)
    if key is None or not can_be_made_up(chart, line):
        return None
    if line.id in chart.vomited:
        minutes = rules.make_up_vomited_minutes
        return None if minutes is None else line.at + timedelta(minutes=minutes)
    return not_given_until(chart, key)


def not_given_until(chart: Chart, key: DoseKey) -> datetime | None:
    """Until when a dose not given at its time may still be taken by the protocol's rule; None without one."""
    hours = chart.protocol.doses.make_up_not_given_hours
    if hours is None:
        return None
    following = after(chart, key)
    return None if following is None else slot_instant(chart.plan, following) - timedelta(hours=hours)


def out_of_turn(chart: Chart, key: DoseKey, at: datetime) -> str:
    """Why a dose taken at `at` comes too late to be the one of `key`, "" where it does not.

    After a later dose of the schedule an older one is not taken any more, and where the protocol says until
    when a dose not given may be, one that comes later is a make-up beyond it (domain.md 2.8).
    """
    place, (times, latest) = place_of(chart, key), _latest_taken(chart)
    before = bisect_right(times, at)
    if before and latest[before - 1] > place.at:
        return "a later dose was taken before it"
    until = not_given_until(chart, key)
    if until is None or place.stretch is None or at < until:
        return ""
    late = at - place.at > window(chart, place.stretch.asks)
    return "this protocol makes no dose up so late" if late else ""


@derived
def _latest_taken(chart: Chart) -> tuple[list[datetime], list[datetime]]:
    """When doses of the schedule were taken, in order, and the latest place on it of those taken by then; one
    recorded under a wrong clock says nothing of times.
    """
    placed = (dose for dose in doses_placed(chart) if dose.line.sure)
    taken = [(dose.line.at, dose.place.at) for dose in placed if dose.place is not None]
    return [at for at, _ in taken], list(accumulate((place for _, place in taken), max))


def may_make_up(chart: Chart, line: CorrectedEntry, at: datetime) -> bool:
    """Whether a make-up of `line` taken at `at` is within the protocol's rule, and was due at all."""
    until, key = make_up_until(chart, line), chart.key_of(line)
    if until is None or key is None or prescribed(chart, key, at) is None or at < line.at:
        return False
    return at <= until if line.id in chart.vomited else at < until


def open_make_ups(chart: Chart, now: datetime) -> list[CorrectedEntry]:
    """The doses that may be made up at `now`, the newest last."""
    if not chart.running:
        return []
    waiting = [line for line in chart.statuses.values() if line.id not in chart.make_ups]
    found = [line for line in waiting if may_make_up(chart, line, now)]
    return sorted(found, key=lambda line: line.at)


def after(chart: Chart, key: DoseKey) -> DoseKey | None:
    """The dose that follows `key` on the schedule of its step, None before the start."""
    stretch = stretch_of(chart, key)
    if stretch is None:
        return None
    coming = slots_from(chart.plan, stretch.asks, key, counted_from(chart, stretch))
    return next(other for other in coming if other != key)
