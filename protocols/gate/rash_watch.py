"""The delayed-rash watch: a skin check every day until long enough after the last increase.

The published rashes came 11 to 14 days after the start, longer than any step before the last
(rules.md, "Rash, red flags, holds"; domain.md 4.4 row 15).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import dropwhile
from typing import NamedTuple

from msgspec import Struct

from protocols.course.prescription import TakenDose, doses_placed
from protocols.entries import DoseGiven, RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.values.clinic_time import day_of
from protocols.values.derived import derived


@derived
def last_check(chart: Chart) -> CorrectedEntry | None:
    """The newest skin check, whatever was seen; rash-free only by a clock that can be believed."""
    checks = of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen)
    counted = (line for line in checks if line.sure or not isinstance(line.what, RashFreeChecked))
    return max(counted, key=lambda line: line.latest(line.at), default=None)


def last_increase(chart: Chart) -> date | None:
    """The day of the first dose taken of the last increase, whatever was decided since; None before a dose.

    An increase is the first dose of the course, a larger amount than any taken before, or the first dose of
    a stay on a step, or of amounts fixed anew, with a larger single or daily amount than the one taken from
    before; and one with which the patient has had more in a day than on any before, where a dose of that day
    was off the schedule. A dose entered on another course of the drug is off the schedule of this one. A
    whole dose of a higher step that goes on, off its schedule, is one, and the first of its schedule again.

    Until it is taken there is none, and a decrease is none (rules.md, "Rash, red flags, holds"). One that was
    vomited or recorded under a wrong clock begins the watch, and the first that is neither begins it again.
    """
    return next(reversed(increases(chart)), None)


def increases(chart: Chart) -> tuple[date, ...]:
    """The days of all increases, in their order."""
    return _increases(chart)[0]


@derived
def increase_to_come(chart: Chart) -> bool:
    """Whether the step that goes on is an increase of which no dose has been taken and kept down yet."""
    before = _increases(chart)[1]
    if chart.current is None:
        return before.single == 0
    return _level(chart.current).above(before)


@derived
def _increases(chart: Chart) -> tuple[tuple[date, ...], _Level]:
    """The days of the increases, and the level of the last dose that was kept down."""
    days: list[date] = []
    largest, before = Decimal(), _Level(Decimal(), Fraction())
    in_a_day, most_in_a_day, off_days = defaultdict[date, Decimal](Decimal), Decimal(), set[date]()
    most_planned = Fraction()
    for dose in _since_first(chart):
        line, day, stretch = dose.line, dose.day, dose.stretch
        assert isinstance(line.what, DoseGiven)
        amount = line.what.amount
        level, whole = before, False
        if line.own:
            going = stretch or _going_on(chart, dose.at)
            high = _level(going) if going is not None else before
            whole = amount >= high.single and high.above(before)
            level = _level(stretch) if stretch is not None else _off_schedule(going, amount, before)
        in_a_day[day] += amount
        if stretch is None:
            off_days.add(day)
        beside = day in off_days and Fraction(in_a_day[day]) > max(Fraction(most_in_a_day), most_planned)
        if amount > largest or level.above(before) or beside or whole:
            days.append(day)
        if line.sure and line.id not in chart.vomited:
            most_planned = most_planned if level == before else max(most_planned, level.daily)
            largest, before = max(largest, amount), level
            most_in_a_day = max(most_in_a_day, in_a_day[day])
    return tuple(days), before


def _since_first(chart: Chart) -> Iterator[TakenDose]:
    """The doses of the drug since the first of this course, by their time: those of another course too, which
    can be more than this one has given so far.
    """
    doses = sorted(doses_placed(chart), key=lambda dose: dose.at)
    return dropwhile(lambda dose: not dose.line.own, doses)


def _going_on(chart: Chart, at: datetime) -> Stretch | None:
    """The stretch that went on, or had gone on last, at the instant `at`."""
    return next((one for one in reversed(chart.stretches) if one.began <= at), None)


def _off_schedule(stretch: Stretch | None, amount: Decimal, before: _Level) -> _Level:
    """How high the patient stands after a dose off the schedule, taken while `stretch` went on.

    On a lower step than before that is no higher than that step and that dose. On a higher one it is where it
    was before: the step is begun with the first dose of its schedule.
    """
    if stretch is None:
        return before
    level = _level(stretch)
    if level.above(before) or (amount < level.single and level.single == before.single):
        return before
    if amount < level.single:
        return _Level(amount, level.daily * Fraction(amount) / Fraction(level.single))
    return level


class _Level(NamedTuple):
    """The amounts, single and in a day, of the step that a dose was taken of."""

    single: Decimal
    daily: Fraction

    def above(self, other: _Level) -> bool:
        """Whether it is more, at once or in a day."""
        return self is not other and (self.single > other.single or self.daily > other.daily)


@derived
def _level(stretch: Stretch) -> _Level:
    return _Level(stretch.asks.single, stretch.asks.per_day)


class Watch(Struct, frozen=True):
    """Where the watch stands today: whole days since the restart and since the last increase.

    The restart is the first dose of this protocol, None before it. Checks are due every day up to and
    with the day `until`; while the first dose of an increase is `to_come` nobody knows until when. In the
    `band` lie the days after which the published rashes came, if the file says.
    """

    since_restart: int | None
    since_increase: int
    until: date
    over: bool
    check_due: bool
    band: tuple[int, int] | None
    to_come: bool

    @property
    def in_band(self) -> bool:
        """Whether today is as long after the restart or the last increase as the published rashes came."""
        if self.band is None:
            return False
        low, high = self.band
        return any(low <= days <= high for days in (self.since_restart or 0, self.since_increase))


def watch_of(chart: Chart, now: datetime) -> Watch | None:
    """The watch on the clinic's day of the aware instant `now`; None before the start and after the end."""
    increase = last_increase(chart)
    if increase is None or chart.ended is not None:
        return None
    today, rules = day_of(now, chart.zone), chart.protocol.gate
    since = max((today - increase).days, 0)
    to_come = increase_to_come(chart)
    over = since > rules.watch_days and not to_come
    check = last_check(chart)
    seen = check is not None and day_of(check.at, chart.zone) >= today
    return Watch(
        since_restart=max((today - chart.first_day).days, 0) if chart.first_day else None,
        since_increase=since,
        until=increase + timedelta(days=rules.watch_days),
        over=over,
        check_due=not over and not seen,
        band=rules.onset,
        to_come=to_come,
    )


def daily_check_due(chart: Chart, now: datetime) -> bool:
    """Whether today's skin check is still to come."""
    found = watch_of(chart, now)
    return found is not None and found.check_due
