"""What stands beside a time, never instead of it: how long until then, from when a dose is on time."""

from __future__ import annotations

from datetime import datetime

from protocols.values.clinic_time import day_of, whole_minute
from protocols.values.formatting import duration_text, near_text, time_text


def countdown(at: datetime, now: datetime) -> str:
    """How long until `at`, or since: "in 2hr 35min", "1hr 10min ago"."""
    if at >= now:
        return f"in {duration_text(at - now)}"
    return f"{duration_text(now - at)} ago"


def on_time_from(first: datetime, at: datetime, now: datetime, zone: str) -> str:
    """From when a dose planned for `at` is not early any more, "" once it is not: "on time from 07:00"."""
    if now >= first:
        return ""
    first = whole_minute(first)
    same_day = day_of(first, zone) == day_of(at, zone)
    return f"on time from {time_text(first, zone) if same_day else near_text(first, now, zone)}"
