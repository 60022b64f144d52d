"""What the course asks for at a scheduled dose: which stretch it is of, how much, and how near its time.

Early and late are labels worked out from the times, never blocks (rules.md, "Doses"; CUI MEDa-0281).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from protocols.definition.protocol import Windows
from protocols.definition.step import Step
from protocols.entries import DoseKey
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry
from protocols.record.slots import planned_amount, slot_instant
from protocols.values.clinic_time import day_of, minute_of
from protocols.values.derived import derived

Label = Literal["", "early", "late"]


def window(chart: Chart, step: Step) -> timedelta:
    """How far from its time a dose may be before it is called early, late or overdue.

    At most a quarter of the time to the next dose (domain.md 2.3).
    """
    return _window(chart.protocol.windows, step)


@lru_cache(maxsize=1024)
def _window(windows: Windows, step: Step) -> timedelta:
    if step.interval >= timedelta(days=1):
        return timedelta(minutes=windows.once_daily_minutes)
    return min(timedelta(minutes=windows.more_often_minutes), step.interval / 4)


def on_time(chart: Chart, step: Step, at: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant at which a dose planned for `at` is neither early nor late."""
    near = window(chart, step)
    return at - near, at + near


def timing(chart: Chart, key: DoseKey, step: Step, at: datetime) -> Label:
    """Whether a dose taken at `at` was early or late."""
    return how_near(at - place_of(chart, key).at, window(chart, step))


def how_near(apart: timedelta, near: timedelta) -> Label:
    """The same of one taken `apart` from its time, where `near` is the window around it."""
    return "early" if apart < -near else "late" if apart > near else ""


def stretch_of(chart: Chart, key: DoseKey) -> Stretch | None:
    """The stretch whose schedule `key` belongs to, None before the start."""
    return place_of(chart, key).stretch


class Place(Struct, frozen=True):
    """Where a dose stands on the schedule: its UTC instant, of which stretch, how much that asks for."""

    at: datetime
    stretch: Stretch | None
    asked: Decimal | None


def place_of(chart: Chart, key: DoseKey) -> Place:
    """The place of the dose `key`, worked out once for each chart."""
    known = _places(chart)
    found = known.get(key)
    if found is None:
        at = slot_instant(chart.plan, key)
        stretch = _begun_by(_begins(chart), at)
        asked = planned(chart, stretch, key) if stretch is not None else None
        found = known[key] = Place(at, stretch, asked)
    return found


@derived
def placed_records(chart: Chart) -> tuple[tuple[DoseKey, CorrectedEntry, Place], ...]:
    """The record of each scheduled dose that has one, with its place."""
    return tuple((key, line, place_of(chart, key)) for key, line in chart.statuses.items())


@derived
def _places(chart: Chart) -> dict[DoseKey, Place]:
    """The places of doses: filled in as they are asked for."""
    return {}


class TakenDose(Struct, frozen=True):
    """A dose of the drug that reached the patient: its record, on which day, at the latest, and its place.

    Off the schedule of this course, or entered on another, it has none. `stretch` is the one of which it was
    taken: that of its line on the schedule, but none that began after it was taken (rules.md, "The gate", 3).
    """

    line: CorrectedEntry
    at: datetime
    day: date
    key: DoseKey | None
    place: Place | None
    stretch: Stretch | None


@derived
def doses_placed(chart: Chart) -> tuple[TakenDose, ...]:
    """Every dose of the drug that reached the patient, in this course or another, by its time."""
    return tuple(_placed(chart, line) for line in chart.drug_taken)


def _placed(chart: Chart, line: CorrectedEntry) -> TakenDose:
    at = line.latest(line.at)
    day, key = day_of(at, chart.zone), chart.key_of(line) if line.own else None
    if key is None:
        return TakenDose(line, at, day, None, None, None)
    place = place_of(chart, key)
    begun = [one for one in _begins(chart) if one.minute <= at]
    return TakenDose(line, at, day, key, place, _begun_by(begun, place.at))


class _Begin(Struct, frozen=True):
    """When the first dose of a stretch is due, and the minute in which it was begun."""

    first: datetime
    minute: datetime
    stretch: Stretch


def _begun_by(begins: Iterable[_Begin], place: datetime) -> Stretch | None:
    """The first stretch of `begins` whose first dose is due at `place` or before."""
    for one in begins:
        if one.first <= place:
            return one.stretch
    return None


@derived
def _begins(chart: Chart) -> tuple[_Begin, ...]:
    """The begin of each stretch, the last one first."""
    return tuple(
        _Begin(slot_instant(chart.plan, stretch.first), minute_of(stretch.began), stretch)
        for stretch in reversed(chart.stretches)
    )


def prescribed(chart: Chart, key: DoseKey, at: datetime) -> Decimal | None:
    """The amount the course asked for at `key`, None where at the instant `at` nothing was due.

    A dose taken during a hold, after its step was left, or well before its step was started (more
    than the tolerance of dose times) was not due, whatever its time of day.
    """
    return asked_at(chart, place_of(chart, key), at)


def asked_at(chart: Chart, place: Place, at: datetime) -> Decimal | None:
    """The same for a dose whose place is known."""
    stretch = place.stretch
    if stretch is None or _held_at(chart, at) or (stretch.until is not None and at >= stretch.until):
        return None
    return place.asked if at >= stretch.began - window(chart, stretch.asks) else None


def planned(chart: Chart, stretch: Stretch, key: DoseKey) -> Decimal | None:
    """The amount a stretch asks for at `key`, None where it plans no dose."""
    return planned_amount(chart.plan, stretch.asks, stretch.first, key, counted_from(chart, stretch))


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
    return any(until <= at and (began is None or at < began) for until, began in _pauses(chart))


@derived
def _pauses(chart: Chart) -> tuple[tuple[datetime, datetime | None], ...]:
    """When stretches ended, each with when the next one began, None behind the last."""
    begins = [*(stretch.began for stretch in chart.stretches[1:]), None]
    ends = (stretch.until for stretch in chart.stretches)
    return tuple((until, began) for until, began in zip(ends, begins, strict=False) if until is not None)
