"""How long until something is to come, or since when it is past: beside its time, never instead of it."""

from __future__ import annotations

from datetime import datetime

from protocols.values.formatting import duration_text


def countdown(at: datetime, now: datetime) -> str:
    """How long until `at`, or since: "in 2hr 35min", "1hr 10min ago"."""
    if at >= now:
        return f"in {duration_text(at - now)}"
    return f"{duration_text(now - at)} ago"
