"""Whether the computer's clock can be believed (rules.md, "Time"; domain.md 1.3 j)."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.entries import ClockConfirmed, ClockMark, Entry
from protocols.values.formatting import when_text

FAR_AHEAD = timedelta(days=7)
"""A clock this far past the newest entry of the whole ledger is not believed until confirmed, by a person or
by a time server that keeps it.
"""


TOLERANCE = timedelta(minutes=1)
"""A minute is no wrong clock: those of two computers of a ward differ by seconds."""


def clock_mark(now: datetime, newest: datetime | None, *, synchronised: bool = False) -> ClockMark:
    """How `now` stands to the newest entry's recorded instant: "ok", "behind" or "ahead".

    `synchronised` says that a time server keeps the clock: then a long time without entries is only that. A
    clock behind an entry is in doubt all the same: one of the two was wrong.
    """
    if newest is None:
        return "ok"
    if now < newest - TOLERANCE:
        return "behind"
    return "ahead" if now - newest > FAR_AHEAD and not synchronised else "ok"


def mark_fits(mark: ClockMark, now: datetime, newest: datetime | None) -> bool:
    """Whether an entry recorded at `now` could be marked so: older ledgers marked every second "behind"."""
    behind = newest is not None and now < newest
    return mark == clock_mark(now, newest) or (mark == "behind" and behind)


def clock_words(mark: ClockMark, now: datetime, newest: datetime | None, zone: str) -> str:
    """What is wrong with the computer's clock and what to do, in sentences; "" for one that is believed."""
    if mark == "ok" or newest is None:
        return ""
    side = "behind" if mark == "behind" else "far ahead of"
    return (
        f"This computer's clock ({when_text(now, zone)}) is {side} the newest entry "
        f"({when_text(newest, zone)}). Set it right, or compare it with another clock and confirm it: key z "
        "on the board."
    )


def newest_believed(entry: Entry, newest: datetime | None) -> datetime | None:
    """The instant with which later clocks are compared, once `entry` is recorded after those up to `newest`.

    One recorded under a wrong clock says nothing of time; a person's word that the clock is right sets it.
    """
    if isinstance(entry.what, ClockConfirmed) or newest is None or entry.recorded is None:
        return entry.recorded if entry.clock == "ok" or isinstance(entry.what, ClockConfirmed) else newest
    return max(newest, entry.recorded) if entry.clock == "ok" else newest
