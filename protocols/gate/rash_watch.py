"""The delayed-rash watch: a skin check every day until long enough after the last increase.

The published rashes came 11 to 14 days after the start, longer than any step before the last
(rules.md, "Rash, red flags, holds"; domain.md 4.4 row 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.values.clinic_time import day_of


def last_check(chart: Chart) -> CorrectedEntry | None:
    """The newest skin check, whatever was seen."""
    checks = of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen)
    return max(checks, key=lambda line: line.at, default=None)


def last_increase(chart: Chart) -> date | None:
    """The day of the first dose of the step that was started last, None before the first start."""
    if not chart.starts:
        return None
    began = chart.starts[-1].at
    return next(stretch.first.day for stretch in chart.stretches if stretch.began == began)


@dataclass(frozen=True)
class Watch:
    """Where the watch stands today: whole days since the restart and since the last increase.

    The restart is the first dose of this protocol, None before it. Checks are due every day up to and
    with the day `until`. In the `band` lie the days after which the published rashes came, if the file says.
    """

    since_restart: int | None
    since_increase: int
    until: date
    over: bool
    check_due: bool
    band: tuple[int, int] | None

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
    over = since > rules.watch_days
    check = last_check(chart)
    seen = check is not None and day_of(check.at, chart.zone) >= today
    return Watch(
        since_restart=max((today - chart.first_day).days, 0) if chart.first_day else None,
        since_increase=since,
        until=increase + timedelta(days=rules.watch_days),
        over=over,
        check_due=not over and not seen,
        band=rules.onset,
    )


def daily_check_due(chart: Chart, now: datetime) -> bool:
    """Whether today's skin check is still to come."""
    found = watch_of(chart, now)
    return found is not None and found.check_due
