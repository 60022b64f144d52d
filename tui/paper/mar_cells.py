"""What stands in one cell of a medication administration record: status, times, amount, who, marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from protocols.course.prescription import prescribed
from protocols.course.schedule import ScheduledDose
from protocols.definition.making import made_text
from protocols.definition.units import units
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, Entry
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, date_text, time_text
from protocols.values.text import visible
from tui.paper.page.letters import OPEN, letter, symbol
from tui.paper.page.names import Names
from tui.paper.page.table import Cell

_WITHOUT = {
    "future": "to come",
    "next": "to come",
    "due": "due",
    "overdue": "no record yet",
    "held": "held",
    "deferred": "deferred",
}


def dose_cell(chart: Chart, dose: ScheduledDose, names: Names) -> Cell:
    """The cell of one scheduled dose. Its time stands in it where the row has no time of its own."""
    by_clock = chart.protocol.step(dose.step).every_minutes is not None
    parts = [(f"for {dose.key.slot}", False)] if by_clock else []
    if dose.line is None:
        said = "no record" if dose.past else _WITHOUT[dose.state]
        parts += [(f"{OPEN} {said}", False)]
    else:
        parts += record_lines(chart, dose.line, dose.key, names)
    return parts + [(mark, False) for mark in _taken_away(chart, dose.key, dose.line, names)]


def record_lines(
    chart: Chart, line: CorrectedEntry, key: DoseKey | None, names: Names
) -> list[tuple[str, bool]]:
    """The record of a dose: its letter with the time first, in bold."""
    taken = isinstance(line.what, DoseGiven)
    at = f" {_time(line.at, key, chart)}" if taken else ""
    first = f"{symbol(line)} {letter(chart, line, key)}{at}"
    return [(first, True), *((text, False) for text in _details(chart, line, key, names))]


def _details(chart: Chart, line: CorrectedEntry, key: DoseKey | None, names: Names) -> Iterator[str]:
    what, entry = line.what, line.entry
    by = f"{names.of(entry.by)}, recorded {_time(entry.recorded or entry.at, key, chart)}"
    if isinstance(what, DoseGiven):
        yield from _amount(chart, what, key, line.at)
        if what.with_food is not None:
            yield "with food" if what.with_food else "without food"
        if what.makes_up:
            yield "make-up"
        yield by
        yield from _second_check(what, chart, names)
        yield from (f"batch {visible(pack.batch)}" for pack in what.scanned.packs if pack.batch)
    if isinstance(what, DoseNotGiven):
        yield what.status
        yield by
    if line.id in chart.vomited:
        yield "VOMITED"
    if line.id in chart.make_ups:
        yield f"made up, see entry {names.entry(chart.make_ups[line.id].entry)}"
    if line.corrections:
        yield f"CORRECTED, see entry {names.entry(entry)}"
    elif getattr(what, "reason", ""):
        yield f"reason: see entry {names.entry(entry)}"


def _second_check(what: DoseGiven, chart: Chart, names: Names) -> Iterator[str]:
    if what.second is not None:
        yield f"checked {names.of(what.second.by)} {time_text(what.second.at, chart.zone)}"
    if what.no_second_check:
        yield f"no second check: {visible(what.no_second_check)}"


def _amount(chart: Chart, what: DoseGiven, key: DoseKey | None, at: datetime) -> Iterator[str]:
    unit = chart.protocol.unit
    yield amount_text(what.amount, unit)
    asked = prescribed(chart, key, at) if key else None
    if asked == what.amount:
        return
    yield from made_of(chart, what.amount, at)
    if asked is not None:
        yield f"prescribed {amount_text(asked, unit)}"
    elif key is not None:
        yield "not due"


def made_of(chart: Chart, amount: Decimal, at: datetime | None = None) -> Iterator[str]:
    """What gives `amount`, or gave it `at` that instant; where whole units do not, the pharmacist's note too.
    Nothing where none is.
    """
    plan = chart.plan if at is None else chart.plan.at(at)
    made = made_text(chart.protocol, amount, plan.strengths)
    if made:
        yield visible(made)
    if units(amount, plan.strengths) is None and plan.made_by:
        yield f"made as: {visible(plan.made_by)}"


def _time(instant: datetime, key: DoseKey | None, chart: Chart) -> str:
    """The time, with the day where that is not the dose's own."""
    day = day_of(instant, chart.zone)
    time = time_text(instant, chart.zone)
    return time if key is not None and day == key.day else f"{date_text(day)} {time}"


def _taken_away(chart: Chart, key: DoseKey, now: CorrectedEntry | None, names: Names) -> Iterator[str]:
    """Records of this dose that a correction has taken away or moved: they stay readable below."""
    for line in chart.lines.values():
        if line.corrections and line is not now and about(line.entry) == key:
            yield f"CORRECTED, see entry {names.entry(line.entry)}"


def about(said: CorrectedEntry | Entry) -> DoseKey | None:
    """The scheduled dose that a line is about now, or that an entry was recorded for."""
    return said.what.dose if isinstance(said.what, DoseGiven | DoseNotGiven) else None
