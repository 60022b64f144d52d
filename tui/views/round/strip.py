"""Half a day back and half a day ahead of one course, as marks from left to right.

The marks are ASCII and differ by shape: they can be told apart without colour and on any terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.corrected import of_kind
from protocols.reports.status import Status, counts_from
from protocols.values.formatting import time_text
from tui.views.lines.lines import Line, Part, Tone, fit, width

HALF = timedelta(hours=12)
"""How far the strip reaches back and ahead."""
NOW = "│"
_MARKS: dict[str, tuple[str, Tone]] = {
    "given": ("x", "good"),
    "not given": ("-", "dim"),
    "deferred": ("o", "warn"),
    "due": ("o", "warn"),
    "overdue": ("O", "warn"),
    "next": (".", ""),
    "future": (".", ""),
    "held": ("=", "bad"),
}
MEANS = (
    f"{NOW} now",
    "x given",
    "o due",
    "O late",
    ". to come",
    "- not given",
    "v skin seen",
    "s check counts from",
    "= held",
    "! rash, flag",
)
"""What each mark means."""


def strip(found: Status, now: datetime, cells: int) -> list[Part]:
    """`cells` marks, an odd number, from 12 hours before `now` to 12 after; the later one shows."""
    marks: list[tuple[str, Tone]] = [(" ", "")] * cells
    marks[cells // 2] = (NOW, "dim")
    for at, mark in sorted(_events(found, now), key=lambda event: event[0]):
        place = _place(at, now, cells)
        if 0 <= place < cells:
            marks[place] = mark
    parts: list[Part] = []
    for char, tone in marks:
        if parts and parts[-1][1] == tone:
            parts[-1] = (parts[-1][0] + char, tone)
        else:
            parts.append((char, tone))
    return parts


def _place(at: datetime, now: datetime, cells: int) -> int:
    """The cell of `at`. What is past stands left of now, what is to come right of it."""
    minutes = int((at - now).total_seconds() // 60)
    per = 24 * 60 // (cells - 1)
    return cells // 2 + (minutes // per if minutes < 0 else max(-(-minutes // per), 1))


def _events(found: Status, now: datetime) -> Iterator[tuple[datetime, tuple[str, Tone]]]:
    chart, first, last = found.chart, now - HALF, now + HALF
    for dose in found.doses:
        at = dose.line.at if dose.line is not None and dose.state == "given" else dose.at
        if first <= at <= last:
            yield at, _MARKS[dose.state]
    for line in of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen):
        if first <= line.at <= now:
            yield line.at, ("v", "good") if isinstance(line.what, RashFreeChecked) else ("!", "bad")
    for hold in chart.open_holds:
        yield max(hold.since, first), ("=", "bad")
    counts = counts_from(chart, found.gate, now)
    if counts is not None:
        yield counts, ("s", "warn")


def ruler(now: datetime, zone: str, cells: int) -> str:
    """The times above the strips: where it begins, now, where it ends."""
    begin, end = time_text(now - HALF, zone)[:5], time_text(now + HALF, zone)[:5]
    half = cells // 2
    middle = "now" if half >= 9 else ""
    left = fit(begin, half - 1 if middle else half) + middle
    return fit(left, cells - len(end)) + end


def legend(cells: int) -> list[Line]:
    """What the marks mean, for the lines below the strips."""
    lines = [""]
    for word in MEANS:
        joined = f"{lines[-1]}  {word}" if lines[-1] else word
        if width(joined) <= cells:
            lines[-1] = joined
        else:
            lines.append(word)
    return [[(line, "dim")] for line in lines]
