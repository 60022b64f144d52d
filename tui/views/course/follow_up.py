"""The follow-up of a course on its chart: the newest first."""

from __future__ import annotations

from protocols.course.follow_up import follow_up_text, follow_ups
from protocols.entries import FollowUpRecorded
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry as Kept
from protocols.record.people import initials_of
from protocols.values.formatting import when_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, Tone, wrap

SHOWN = 3
"""Follow-ups on the chart; the history has all of them."""


def follow_up_lines(chart: Chart, cells: int) -> list[Line]:
    """The newest follow-ups in words; nothing while there is none."""
    told = follow_ups(chart)[::-1]
    if not told:
        return []
    lines: list[Line] = [[("Follow-up", "strong")]]
    for line in told[:SHOWN]:
        tone: Tone = "bad" if _recurred(line) else ""
        lines += [[(text, tone)] for text in wrap(follow_up_line(line, chart), cells, "  ")]
    if len(told) > SHOWN:
        lines.append([(f"{len(told) - SHOWN} more in the history.", "dim")])
    return lines


def follow_up_line(line: Kept, chart: Chart) -> str:
    """One follow-up with its time and who recorded it."""
    assert isinstance(line.what, FollowUpRecorded)
    corrected = ", corrected" if line.corrections else ""
    by = visible(initials_of(chart.initials, line.entry.by))
    return f"{when_text(line.at, chart.zone)} ({by}{corrected}): {follow_up_text(line.what)}"


def last_follow_up(chart: Chart) -> list[str]:
    """The newest follow-up in a sentence, for the board."""
    return [f"Follow-up {follow_up_line(line, chart)}" for line in follow_ups(chart)[-1:]]


def _recurred(line: Kept) -> bool:
    return isinstance(line.what, FollowUpRecorded) and line.what.recurrence == "yes"
