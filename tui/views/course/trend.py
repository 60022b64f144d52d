"""The skin over a course: one day a line, the newest first, with extent, grades, steps and holds."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from protocols.course.day_numbers import day_label
from protocols.definition.protocol import CTCAE_VERSIONS
from protocols.definition.totals import step_text
from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.people import initials_of
from protocols.reports.skin_trend import TrendDay, course_begins, trend
from protocols.scales.ctcae import grades
from protocols.values.formatting import date_text, day_text, listed, number_text, plural, time_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, Tone, fit, wrap

WIDE = 110
"""Cells from which bars are twice as long and what happened on a rash-free day stands beside it."""
FREE = "rash-free "
"""What stands before the times of rash-free checks."""
GRADE = 7
"""Cells of one grade: "2 or 3"."""


def heading(chart: Chart, cells: int) -> list[Line]:
    """What the columns are; the site's CTCAE version is marked."""
    named = [f"{version}{'*' if version == chart.protocol.ctcae else ''}" for version in CTCAE_VERSIONS]
    head = _prefix("Day", "Course", "Prot.", "Step", "Skin") + " " * (_bar(cells) + 1) + _graded(named)
    begins = course_begins(chart)
    course = (
        f"Course day 1 is {date_text(begins)}" if begins else "No earlier reaction recorded: no course days"
    )
    sentences = (
        f"{course}. Protocol day 1 is that of the first dose.",
        f"Each # is {100 // _bar(cells)}% of the body surface. * is the CTCAE version of this site.",
    )
    lines: list[Line] = [[(text, "dim")] for said in sentences for text in wrap(said, cells)]
    return [*lines, [(head.rstrip(), "strong")]]


def trend_lines(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """Every day, the newest first; days on which nobody looked and no check was due stand together."""
    lines: list[Line] = []
    for idle, together in groupby(reversed(trend(chart, now)), key=lambda day: day.quiet and not day.watched):
        run = list(together)
        if idle and len(run) > 1:
            lines += [[(text, "dim")] for text in wrap(_idle(run), cells, "  ")]
        else:
            for day in run:
                lines += _day(day, chart, cells)
    return lines


def _idle(run: list[TrendDay]) -> str:
    """Several days without a skin check in one line."""
    newest, oldest = run[0], run[-1]
    days = f"{date_text(oldest.day)} to {date_text(newest.day)}"
    return f"{days}, {plural(len(run), 'day')}: nobody looked, none due"


def _day(day: TrendDay, chart: Chart, cells: int) -> list[Line]:
    """One day: its columns, and what was seen and done beside or below them."""
    step = "held" if day.held else "end" if day.ended else str(day.step or "-")
    skin, tone = _skin(day)
    row = _prefix(day_text(day.day), day_label(day.course_day), day_label(day.protocol_day), step, skin)
    worst, told = day.worst, _told(day, chart)
    if worst is not None:
        row += f"{_drawn(worst, _bar(cells))} {_graded([grade.short for grade in grades(worst)])}"
    elif day.rash_free:
        return _rash_free(row, tone, told, cells)
    return [[(row.rstrip(), tone)], *_below(told, cells)]


def _rash_free(row: str, tone: Tone, told: list[str], cells: int) -> list[Line]:
    """Who looked and when in the line itself, and what else happened where there is room; else below."""
    looked = [words.removeprefix(FREE) for words in told if words.startswith(FREE)]
    others = [words for words in told if not words.startswith(FREE)]
    beside, rest = ("; ".join(looked + others), []) if cells >= WIDE else ("; ".join(looked), others)
    texts = wrap(beside, cells - len(row))
    more: list[Line] = [[(" " * len(row) + text, tone)] for text in texts[1:]]
    return [[(row + texts[0], tone)], *more, *_below(rest, cells)]


def _below(told: list[str], cells: int) -> list[Line]:
    indent = " " * 16
    texts = [text for words in told for text in wrap(words, cells - len(indent), "  ")]
    return [[(indent + text, "")] for text in texts]


def _prefix(day: str = "", course: str = "", protocol: str = "", step: str = "", skin: str = "") -> str:
    return f"{day:<15} {course:>6} {protocol:>5} {step:>4}  {skin:<9} "


def _graded(versions: list[str]) -> str:
    return "".join(fit(text, GRADE) for text in versions)


def _bar(cells: int) -> int:
    """Cells of the bar: 10% or 5% of the body surface each."""
    return 20 if cells >= WIDE else 10


def _drawn(worst: RashFound, bar: int) -> str:
    """The extent as a bar; a small one is never drawn as nothing."""
    if worst.extent is None:
        return " " * bar
    filled = max(int(worst.extent * bar / 100), 1)
    return "#" * filled + "." * (bar - filled)


def _skin(day: TrendDay) -> tuple[str, Tone]:
    """What the day's skin checks come to, in a word."""
    worst = day.worst
    if day.flagged:
        return "RED FLAG", "bad"
    if worst is not None:
        return "RASH" if worst.extent is None else f"{number_text(worst.extent)}%", "bad"
    if day.rash_free:
        return "rash-free", "good"
    return "look due" if day.due else "not seen", "warn" if day.watched else "dim"


def _told(day: TrendDay, chart: Chart) -> list[str]:
    """Looks and events in the order of their times."""
    free = [check for check in day.checks if isinstance(check.what, RashFreeChecked)]
    told: list[tuple[datetime, str]] = []
    before = list(day.before)
    if free:
        times = [
            f"{time_text(check.at, chart.zone)} {visible(initials_of(chart.initials, check.entry.by))}"
            for check in free
        ]
        told.append((free[0].at, FREE + listed(times)))
    told += [(check.at, _seen(check, chart)) for check in day.checks if check not in free]
    told += [(at, f"{time_text(at, chart.zone)} {_event(words, chart)}") for at, words in day.events]
    return before + [words for _, words in sorted(told, key=lambda one: one[0])]


def _event(words: str, chart: Chart) -> str:
    """An event; a step with its dose."""
    head, _, rest = words.partition(" ")
    number, _, how = rest.partition(" ")
    if head != "step" or not number.isdigit():
        return words
    return f"step {number} {how}: {step_text(chart.protocol.step(int(number)), chart.protocol.unit)}"


def _by(check: CorrectedEntry, chart: Chart) -> str:
    return visible(initials_of(chart.initials, check.entry.by))


def _seen(check: CorrectedEntry, chart: Chart) -> str:
    """A finding or a red flag: when, what, the clinician's own grade, by whom."""
    by = _by(check, chart)
    edited = ", corrected" if check.corrections else ""
    at = time_text(check.at, chart.zone)
    if isinstance(check.what, RedFlagSeen):
        return f"{at} red flag: {listed([visible(flag) for flag in check.what.flags])} ({by}){edited}"
    what = check.what
    assert isinstance(what, RashFound)
    extent = "" if what.extent is None else f" {number_text(what.extent)}%"
    own = "" if what.grade is None else f", clinician's grade {what.grade} ({visible(what.ctcae)})"
    sites = f": {listed([visible(site) for site in what.sites])}" if what.sites else ""
    return f"{at} {what.rash_type}{extent}{sites}{own} ({by}){edited}"
