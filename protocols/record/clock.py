"""Whether the computer's clock can be believed (rules.md, "Time"; domain.md 1.3 j)."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.entries import ClockMark

FAR_AHEAD = timedelta(days=7)
"""A clock this far past the newest entry of the whole ledger is not believed until confirmed."""


def clock_mark(now: datetime, newest: datetime | None) -> ClockMark:
    """How `now` stands to the newest entry's recorded instant: "ok", "behind" or "ahead"."""
    if newest is None:
        return "ok"
    if now < newest:
        return "behind"
    return "ahead" if now - newest > FAR_AHEAD else "ok"
