"""What the screens and plain commands tell of a course, read back into the facts of second_opinion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from protocols.course.forecast import going
from protocols.course.schedule import scheduled
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.course_picture import course_picture
from protocols.reports.handover import handover
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from protocols.reports.supply import needs
from protocols.reports.timeline import timeline
from protocols.stats.stats import stats
from tui.commandline.reports.list import _cells as list_cells
from tui.commandline.reports.record import chart_data
from tui.views.course.board import BoardRow, rows_of
from tui.views.course.chart import gate_lines, where
from tui.views.figure.figure import figure
from tui.views.handover.words import words
from tui.views.lines.lines import text_of
from tui.views.picture.needs import needs_texts, rests_on

Told = dict[tuple[object, ...], object]
KINDS = {"RashFreeChecked": "rash-free check", "RashFound": "rash found", "RedFlagSeen": "red flag seen"}
_WHEN = r"\w{3} \d\d-\w{3}-\d{4} \d\d:\d\d"
_BACK = "entered in error, still held until a prescriber decides"
_HOLD = re.compile(rf"(?:Red flag \(.*?\)|Rash found|Hold \(.*?\)) {_WHEN}|{_BACK}")
LOST = "The rash-free check behind a step was taken away"


def hold_text(words: str) -> str:
    """What a sentence says holds the course, and when it was found; "" of a lost check and of none."""
    if words.startswith(LOST):
        return ""
    found = _HOLD.search(words)
    return found[0] if found else ""


def hold_texts(said: Iterable[str]) -> list[str]:
    """The same of several."""
    return sorted({text for text in map(hold_text, said) if text})


def agreed(held: bool, lost: bool) -> Told:
    """What only the outputs tell of one another: whether doses wait, and for a check that was taken away."""
    return {("agreed", "held"): held, ("agreed", "a lost check"): lost}


def _first(words: str) -> Told:
    return {} if words.startswith(LOST) else {("first hold",): hold_text(words)}


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)


def _row(record: Record, chart: Chart, now: datetime) -> BoardRow | None:
    """The row of this course; an ended one stands behind those that go on."""
    rows = rows_of(record, now, chart.zone)
    return next((row for row in rows if row.status and row.status.chart.id == chart.id), None)


def listing(record: Record, chart: Chart, now: datetime) -> Told:
    """The line of `stepward list`."""
    row = _row(record, chart, now)
    if row is None:
        return {}
    word, *_, where, day, upcoming, _ = list_cells(row, now)
    told: Told = {("step",): int(where.split()[0]), ("day",): _number(day)}
    if chart.ended is None:
        told["agreed", "held"] = word in ("HOLD", "RED FLAG")
        told["agreed", "next"] = upcoming.rpartition(", ")[2] != "nothing due" and "mg" in upcoming
    return told


def supply(record: Record, chart: Chart, now: datetime) -> Told:
    """What is needed, in the words of `stepward needs`."""
    found = needs(chart, now)
    words, texts = rests_on(found), needs_texts(chart, found)
    told: Told = {}
    steps = [int(text.split()[1].rstrip(",")) for text in texts if text.startswith("Step ")]
    if steps and chart.stretches:
        told["agreed", "no step below"] = min(steps) >= chart.step_number
    if chart.ended is not None:
        told["over",] = words.startswith("The course has ended") and not texts
    elif chart.stretches:
        told["agreed", "held"] = "HELD" in words
    else:
        told["step",] = 0 if words.startswith("The course is not started") else None
    return told


def board(record: Record, chart: Chart, now: datetime) -> Told:
    """The row of the ward board."""
    row = _row(record, chart, now)
    if row is None:
        return {}
    told: Told = {("step",): int(row.cells[4][0].split()[0]), ("day",): _number(row.cells[5][0])}
    if chart.ended is not None:
        return told | {("holds",): hold_texts(row.why)}
    return told | (_first(row.why[0]) if chart.open_holds else {})


def show(record: Record, chart: Chart, now: datetime) -> Told:
    """`stepward show --json`, which has what `list --json` has; and the course screen's line and gate."""
    found, status = chart_data(status_of(chart, now), now), status_of(chart, now)
    told: Told = {("step",): found["step"], ("day",): found["protocol_day"]}
    open_holds = [hold["words"] for hold in found["holds"] if hold["ended"] is None]
    told["holds",] = hold_texts(open_holds)
    if chart.ended is None:
        told |= agreed(bool(open_holds), any(words.startswith(LOST) for words in open_holds))
        told["agreed", "next"] = found["next"] is not None
    for dose in found["doses"]:
        done = dose["record"]
        if done is not None:
            amount = Decimal(done["given"]) if done["given"] is not None else None
            state = "given" if amount is not None else None
            if state:
                told["dose", dose["day"], dose["slot"]] = state, amount, done["label"]
    screen = where(status, now)
    number = re.search(r"protocol day (\d+)", screen) if "before protocol day" not in screen else None
    told["day of the chart",] = int(number[1]) if number else None
    for line in text_of(gate_lines(status, now, 100_000)).splitlines():
        if "5 No hold, no red flag: " in line and chart.open_holds:
            told |= _first(line.partition("red flag: ")[2])
    return told


def sheet(record: Record, chart: Chart, now: datetime) -> Told:
    """The handover sheet in words."""
    found = handover([record], (), now)
    if not found.items:
        return {("holds",): []}
    statuses = found.items[0].statuses
    (block,) = words(found, "Ward 3", chart.zone, "1-x").blocks
    parts = {part.heading: [one.text for one in part.said] for part in block.parts}
    told: Told = {("holds",): hold_texts(text for text in parts["Situation"] if not text.startswith("HOLD"))}
    if [status.chart.id for status in statuses] != [chart.id]:
        return {}
    if chart.ended is None:
        said = [one.text for part in block.parts for one in part.said]
        told |= agreed(
            any(text.startswith("HOLD") for text in parts["Situation"]) or bool(told["holds",]),
            any(LOST in text for text in said),
        )
    told["last dose",] = ""
    for text in (text for said in parts.values() for text in said):
        line = re.match(rf"(Last dose taken|Last skin check): .*?({_WHEN})[^,]* by ", text)
        if line:
            told["last dose" if "dose" in line[1] else "last look",] = line[2]
    return told


def skin_trend(record: Record, chart: Chart, now: datetime) -> Told:
    """The skin day by day."""
    told: Told = {}
    for day in trend(chart, now):
        told["number", day.day] = day.protocol_day
        seen = [KINDS[type(line.what).__name__] for line in day.checks]
        told |= {("looks", day.day, kind): seen.count(kind) for kind in KINDS.values()}
    return told


def picture(record: Record, chart: Chart, now: datetime) -> Told:
    """The drawn course, its timeline, and what is still needed."""
    found, case = course_picture(chart, now), timeline(record, chart)
    drawn = [dose for dose in found.doses if dose.became in ("given", "other amount", "vomited", "made up")]
    # a dose that came up and was made up was taken twice, and is drawn once
    lines = [dose.line for dose in scheduled(chart, now) if dose.line and dose.state == "given"]
    again = sum(line.id in chart.make_ups for line in lines)
    told: Told = {("taken",): len(drawn) + again + len(found.off_schedule)}
    told["findings",] = sum(event.kind == "skin" for event in case.events)
    told |= {("number", event.day): case.protocol_day(event.day) for event in case.events}
    if chart.ended is None and chart.stretches:
        told["agreed", "held"] = going(chart) == "held"
    return told


def drawing(record: Record, chart: Chart, now: datetime) -> Told:
    """The SVG figure, by the words of its events."""
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", figure(record, chart, now))
    return {("findings",): sum(text.startswith(("Rash found: ", "RED FLAG: ")) for text in texts)}


def statistics(record: Record, chart: Chart, now: datetime) -> Told:
    """`stepward stats` of this one course."""
    figures = {(one.part, one.what): int(one.number) for one in stats([chart], now)[0].figures}
    parts = ("given on time", "given early", "given late", "make-ups", "off the schedule")
    told: Told = {("taken",): sum(figures["doses", part] for part in parts)}
    own = {entry.id for entry in chart.entries}
    early = sum(type(line.what).__name__ in KINDS and line.id not in own for line in chart.lines.values())
    told["looks",] = figures["skin", next(w for p, w in figures if p == "skin")] + early
    return told
