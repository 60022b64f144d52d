"""The delayed-rash watch: a look at the skin every day until long enough after the last increase.

The published rashes came 11 to 14 days after the start, longer than any step before the last
(rules.md, "Rash, red flags, holds"; domain.md 4.4 row 15).
"""

from __future__ import annotations

from datetime import date, datetime

from protocols.clinic_time import day_of
from protocols.course import Chart
from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from protocols.lines import Line, of_kind


def last_look(chart: Chart) -> Line | None:
    """The newest look at the skin, whatever was seen."""
    looks = of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen)
    return max(looks, key=lambda line: line.at, default=None)


def last_increase(chart: Chart) -> date | None:
    """The day of the first dose of the step that was started last, None before the first start."""
    if not chart.starts:
        return None
    began = chart.starts[-1].at
    return next(stretch.first.day for stretch in chart.stretches if stretch.began == began)


def daily_check_due(chart: Chart, now: datetime) -> bool:
    """Whether today's look at the skin is still to come."""
    increase = last_increase(chart)
    if increase is None or chart.ended is not None:
        return False
    today = day_of(now, chart.zone)
    if (today - increase).days > chart.protocol.gate.watch_days:
        return False
    look = last_look(chart)
    return look is None or day_of(look.at, chart.zone) < today
