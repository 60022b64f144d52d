"""A course as things on days, ready to be drawn: doses, holds, skin checks, starts of steps, medicines.

Nothing here is a rule. Days are days of the clinic's calendar; protocol day 1 is the day of the first dose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Literal

from protocols.course.co_medications import medicines
from protocols.course.forecast import coming, going
from protocols.course.off_schedule import unscheduled
from protocols.course.schedule import ScheduledDose, scheduled
from protocols.definition.step import DAY_MINUTES
from protocols.entries import DoseGiven, DoseKey, RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.chart import Chart
from protocols.record.corrected import is_open, of_kind
from protocols.record.moments import when
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import day_of, instant_of, local
from protocols.values.text import visible

Became = Literal["given", "made up", "other amount", "vomited", "not given", "no record", "planned"]
Seen = Literal["rash-free", "rash", "red flag"]

AFTER_TARGET = timedelta(days=2)
"""How much of the target step is drawn beyond its first day, when it is still to come."""


@dataclass(frozen=True)
class DrawnDose:
    """One scheduled dose on its step, and what became of it. `place` of `of` is its turn among its day's."""

    day: date
    place: int
    of: int
    step: int
    became: Became


@dataclass(frozen=True)
class Span:
    """From one instant to another; `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    name: str = ""


@dataclass(frozen=True)
class CoursePicture:
    """A course from `first` to `last`, both days of the clinic's calendar, as it was at `now`.

    `day_one` is protocol day 1; while no dose was taken, the day of the next one to come, None without one.
    `off_schedule` are doses taken that no step asked for; `starts` are passed gates, with their step.
    """

    first: date
    last: date
    day_one: date | None
    now: datetime
    today: date
    doses: tuple[DrawnDose, ...]
    off_schedule: tuple[datetime, ...]
    checks: tuple[tuple[datetime, Seen], ...]
    starts: tuple[tuple[datetime, int], ...]
    holds: tuple[Span, ...]
    medicines: tuple[Span, ...]

    @property
    def days(self) -> int:
        """How many days are drawn."""
        return (self.last - self.first).days + 1

    @property
    def changes(self) -> tuple[tuple[date, int], ...]:
        """The days on which doses of another step begin, and that step."""
        found: list[tuple[date, int]] = []
        for dose in sorted(self.doses, key=lambda dose: (dose.day, dose.place)):
            if not found or found[-1][1] != dose.step:
                found.append((dose.day, dose.step))
        return tuple(found)


def course_picture(chart: Chart, now: datetime) -> CoursePicture:
    """`chart` as it is at the aware instant `now`, with what is still planned up to the target."""
    past = scheduled(chart, now)
    doses = (*_past(chart, past), *_planned(chart, now))
    others = unscheduled(chart, past).others
    today = day_of(now, chart.zone)
    to_come = min((dose.day for dose in doses if dose.became == "planned"), default=None)
    day_one = chart.first_day or to_come
    first = min([*(dose.day for dose in doses), day_one or today])
    end = day_of(chart.ended.at, chart.zone) if chart.ended else today
    last = max([first, end, *(dose.day for dose in doses)])
    return CoursePicture(
        first=first,
        last=last,
        day_one=day_one,
        now=now,
        today=today,
        doses=doses,
        off_schedule=tuple(line.at for line in others),
        checks=tuple(_checks(chart, first)),
        starts=tuple((start.at, start.step) for start in chart.starts if not start.release),
        holds=tuple(_holds(chart)),
        medicines=tuple(_medicines(chart)),
    )


def _planned(chart: Chart, now: datetime) -> Iterator[DrawnDose]:
    """The doses to come: a few days of the target once it is reached, on the target up to tomorrow.

    None while the course is held: what comes then is a prescriber's to say.
    """
    if going(chart) == "held":
        return
    on_target = chart.current is not None and chart.step_number >= chart.target
    end = day_of(now, chart.zone) + timedelta(days=1) if on_target else None
    for dose in coming(chart, now):
        if end is None and dose.step >= chart.target:
            end = dose.key.day + AFTER_TARGET
        if end is not None and dose.key.day > end:
            return
        place, of = _place(chart, dose.key, dose.step)
        yield DrawnDose(dose.key.day, place, of, dose.step, "planned")


def _place(chart: Chart, key: DoseKey, step: int) -> tuple[int, int]:
    """The turn of a dose among as many as its step has on a full day."""
    planned = chart.protocol.step(step)
    if planned.every_minutes is not None:
        of = max(DAY_MINUTES // planned.every_minutes, 1)
        there = local(slot_instant(chart.plan, key), chart.zone)
        return (there.hour * 60 + there.minute) * of // DAY_MINUTES, of
    slots = [dose.slot for dose in planned.doses]
    return (slots.index(key.slot) if key.slot in slots else 0), len(slots)


def _medicines(chart: Chart) -> Iterator[Span]:
    """Other medicines while they are given: until their stop, else to the last day they are planned for."""
    for medicine in medicines(chart):
        last = medicine.what.last_day
        planned = instant_of(last + timedelta(days=1), "00:00", chart.zone) if last else None
        until = medicine.stop.at if medicine.stop else planned
        yield Span(medicine.start.at, until, visible(medicine.what.drug))


def _past(chart: Chart, doses: list[ScheduledDose]) -> Iterator[DrawnDose]:
    """The scheduled doses that have a record, or should have one by now."""
    for dose in doses:
        became = _became(chart, dose)
        if became is not None:
            place, of = _place(chart, dose.key, dose.step)
            yield DrawnDose(dose.key.day, place, of, dose.step, became)


def _became(chart: Chart, dose: ScheduledDose) -> Became | None:
    line = dose.line
    if line is None:
        return "no record" if dose.state == "overdue" else None
    instead = chart.make_ups.get(line.id)
    if instead is not None:
        return "vomited" if instead.id in chart.vomited else "made up"
    if not isinstance(line.what, DoseGiven):
        return "no record" if is_open(line) else "not given"
    if line.id in chart.vomited:
        return "vomited"
    return "given" if line.what.amount == dose.amount else "other amount"


def _checks(chart: Chart, first: date) -> Iterator[tuple[datetime, Seen]]:
    seen: dict[type, Seen] = {RashFreeChecked: "rash-free", RashFound: "rash", RedFlagSeen: "red flag"}
    for line in sorted(of_kind(chart.lines.values(), *seen), key=lambda line: line.at):
        if day_of(line.at, chart.zone) >= first:
            yield line.at, seen[type(line.what)]


def _holds(chart: Chart) -> Iterator[Span]:
    """The times without doses due, from a hold to the next stretch or the end, those that touch as one."""
    ended = when(chart.ended) if chart.ended else None
    for stretch, later in zip_longest(chart.stretches, chart.stretches[1:]):
        if stretch.until is None or (later is not None and later.began <= stretch.until):
            continue
        if later is None and stretch.until == ended:
            continue
        yield Span(stretch.until, later.began if later else ended)
