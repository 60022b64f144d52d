"""The grid of a medication administration record: rows are the doses of a step, columns are days.

One block for each stay on a step, one part for each week of it: a day is never cut from its dose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from protocols.course.day_numbers import protocol_day
from protocols.course.prescription import stretch_of
from protocols.course.schedule import ScheduledDose
from protocols.definition.step import Step
from protocols.definition.totals import step_text
from protocols.definition.wording import slot_text
from protocols.entries import DoseKey
from protocols.record.chart import Chart
from protocols.record.moments import when
from protocols.record.slots import slot_instant
from protocols.values.formatting import amount_text, day_text
from protocols.values.text import visible
from tui.paper.mar_cells import dose_cell, made_of
from tui.paper.mar_days import DayRows
from tui.paper.page.letters import OPEN
from tui.paper.page.names import Names
from tui.paper.page.sheet import Sheet
from tui.paper.page.table import Cell, Column, table

WEEK = 7
"""Days side by side."""

_SIZE = 7.5
_LABEL = 1.15
"""The share of the width that the names of the doses take; a day takes 1."""


def grid(sheet: Sheet, chart: Chart, doses: Sequence[ScheduledDose], names: Names, beside: DayRows) -> None:
    """Every scheduled dose, block by block, and what stands beside the doses of each day."""
    for (step, _), block in groupby(doses, key=lambda dose: (dose.step, dose.stay)):
        _block(sheet, chart, step, list(block), names, beside)


def _block(
    sheet: Sheet, chart: Chart, number: int, doses: list[ScheduledDose], names: Names, beside: DayRows
) -> None:
    step = chart.protocol.step(number)
    of = len(chart.protocol.steps)
    if step.text:
        sheet.text(f"Step {number} says: {visible(step.text)}", bold=True)
    for week in _weeks(doses):
        first = week[0] == doses[0].key.day
        said = f"Step {number} of {of}: {step_text(step, chart.protocol.unit)}"
        title = said if first else f"{said}, continued"
        heads = [Column(f"Step {number} of {of}", _LABEL), *(Column(_day(chart, day), 1.0) for day in week)]
        rows = [*_rows(chart, step, week, doses, names), *beside.rows(week)]
        table(sheet, heads, rows, size=_SIZE, of=_LABEL + WEEK, title=title)


def _weeks(doses: list[ScheduledDose]) -> Iterator[list[date]]:
    """The days of a block in parts of a week, from its first dose on."""
    first, last = doses[0].key.day, doses[-1].key.day
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for start in range(0, len(days), WEEK):
        yield days[start : start + WEEK]


def _day(chart: Chart, day: date) -> str:
    number = protocol_day(chart, day)
    return f"{day_text(day)}\nprotocol day {number}" if number else day_text(day)


def _rows(
    chart: Chart, step: Step, week: list[date], doses: list[ScheduledDose], names: Names
) -> Iterator[list[Cell]]:
    """By the time of day; in a step by the clock, by the place of a dose in its day."""
    here = [dose for dose in doses if week[0] <= dose.key.day <= week[-1]]
    if step.every_minutes is not None:
        yield from _by_place(chart, week, here, names)
        return
    found = {dose.key: dose for dose in here}
    for planned in step.doses:
        cells: list[Cell] = []
        for day in week:
            key = DoseKey(day, planned.slot)
            dose = found.get(key)
            cells.append(dose_cell(chart, dose, names) if dose else _without(chart, step, key, doses))
        yield [_label(chart, planned.slot, step, week), *cells]


def _label(chart: Chart, slot: str, step: Step, week: Sequence[date]) -> Cell:
    amount = step.amount(slot)
    assert amount is not None
    times = dict.fromkeys(chart.plan.times_on(day).get(slot, "") for day in week)
    name = (f"{slot_text(slot)} {', then '.join(times)}", True)
    if step.pattern:
        return [name, (step_text(step, chart.protocol.unit), True)]
    return [name, (amount_text(amount, chart.protocol.unit), True)] + [
        (text, False) for text in made_of(chart, amount)
    ]


def _without(chart: Chart, step: Step, key: DoseKey, doses: list[ScheduledDose]) -> Cell:
    """A day without this dose: not of this step, held, or free of the drug by plan."""
    at, stretch = slot_instant(chart.plan, key), stretch_of(chart, key)
    if stretch is None or (stretch.step, stretch.stay) != (doses[0].step, doses[0].stay):
        return ""
    if any(hold.since <= at and (hold.ended is None or at < when(hold.ended)) for hold in chart.holds):
        return f"{OPEN} held"
    return f"{OPEN} F" if step.cycle > 1 and not step.pattern else ""


def _by_place(
    chart: Chart, week: list[date], doses: list[ScheduledDose], names: Names
) -> Iterator[list[Cell]]:
    by_day = [[dose for dose in doses if dose.key.day == day] for day in week]
    most = max(map(len, by_day), default=0)
    amount = amount_text(doses[0].amount, chart.protocol.unit) if doses else ""
    for place in range(most):
        cells: list[Cell] = [
            dose_cell(chart, of_day[place], names) if place < len(of_day) else "" for of_day in by_day
        ]
        label: Cell = [(f"dose {place + 1} of the day", True), (amount, True)]
        yield [label, *cells]
