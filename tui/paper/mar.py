"""The medication administration record of one course: every dose, and everything recorded beside the doses.

It is the record as it stands when it is printed. What a correction has changed or taken away stays readable
in it, marked as corrected (domain.md 2.9: a printout shows what was changed since the first entry).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from protocols.course.schedule import scheduled
from protocols.course.sizes import fixed_words, weight_words, workings
from protocols.definition.making import shelf_text
from protocols.definition.protocol import Protocol
from protocols.definition.totals import step_text
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, EntryCorrected
from protocols.entries.wording import dose_key_text
from protocols.gate.named_checks import check_texts
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.fold import Record
from protocols.reports.status import status_of
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.paper.labels import number_code
from tui.paper.mar_cells import about, record_lines
from tui.paper.mar_days import DayRows
from tui.paper.mar_grid import grid
from tui.paper.page.frame import Frame, PaperSize
from tui.paper.page.letters import circle_text, key_text
from tui.paper.page.names import Names
from tui.paper.page.sheet import Sheet
from tui.paper.page.table import Cell, Column, table
from tui.views.course.history import Group, HistoryRow, group_of, history
from tui.views.course.medicines import medicine_texts

TITLE = "Medication administration record"

_PARTS: tuple[tuple[Group, str], ...] = (
    ("steps", "Steps, holds and decisions"),
    ("skin", "Skin findings, and checks not told in full above"),
    ("medicines", "Other medicines: what is not told in full above"),
    ("notes", "Notes and other entries"),
)
_TO_SIGN = 8.0
"""Millimetres of a line to sign in by hand."""
_WEIGHT_BY_HAND = "Weight, by hand: ____________ kg, measured ____________________ by ____________________"
"""Where the ledger knows none."""
_ENTRIES = (
    Column("Entry", 0.5),
    Column("When", 1.5),
    Column("What", 6),
    Column("By", 0.7),
    Column("Marks", 2),
)


def medication_record(
    ledger: Reading, record: Record, chart: Chart, now: datetime, paper: PaperSize = "A4"
) -> bytes:
    """The record as a PDF. ExportFault without the PDF extra."""
    return mar_sheet(ledger, record, chart, now, paper).pdf()


def mar_sheet(ledger: Reading, record: Record, chart: Chart, now: datetime, paper: PaperSize) -> Sheet:
    """The record, written."""
    frame = replace(Frame.of(ledger, TITLE, now, record), code=number_code(ledger, record))
    sheet = Sheet(frame, paper, landscape=True)
    names = Names(record.brought)
    _course(sheet, chart, now, ledger.approvals.known)
    _key(sheet)
    doses = scheduled(chart, now)
    if not doses:
        sheet.heading("Doses")
        sheet.text("The course has not been started: no dose is planned yet.")
    beside = DayRows(chart, names)
    grid(sheet, chart, doses, names, beside)
    _others(sheet, chart, {dose.line.id for dose in doses if dose.line}, names)
    rows = [row for row in reversed(history(record)) if row.entry.course in ("", chart.id) or _skin(row)]
    _table(sheet, "Reasons, corrections and doses vomited", [row for row in rows if _told(row, chart)], names)
    _checks(sheet, chart)
    _medicines(sheet, chart, now)
    for group, heading in _PARTS:
        entries = [row for row in rows if group_of(row.entry) == group and not beside.told(row.entry.id)]
        _table(sheet, heading, entries, names)
    people = [Column("Initials", 1), Column("Name", 4), Column("Role", 2), Column("Signature", 3)]
    signed = [[*person, ""] for person in names.rows()]
    table(sheet, people, signed, lowest=_TO_SIGN, title="Initials on this record")
    if names.elsewhere():
        sheet.text(f"Numbers of entries with a letter. {names.elsewhere()}")
    return sheet


def _course(sheet: Sheet, chart: Chart, now: datetime, known: Collection[Protocol]) -> None:
    """The drug, the plan and who prescribed it; how the course stood when this was printed."""
    protocol, found = chart.protocol, status_of(chart, now, known=known)
    food = ", with food" if protocol.with_food else ""
    drug = f"{visible(protocol.drug)} {visible(protocol.form)}, {visible(protocol.route)}{food}"
    sheet.text(drug, size=11, bold=True)
    target = step_text(protocol.step(chart.target), protocol.unit)
    sheet.text(
        f"Protocol: {visible(protocol.title)}, target {target}. Prescriber {visible(chart.plan.prescriber)}. "
        f"In stock: {visible(shelf_text(protocol, chart.plan.strengths))}."
    )
    told = [text for text in (fixed_words(chart), *workings(chart), weight_words(chart)) if text]
    for text in told or [_WEIGHT_BY_HAND]:
        sheet.text(text)
    sheet.text(f"When printed: {found.word}. {' '.join(found.why)}")
    for words in found.version[1:]:
        sheet.text(words)


def _key(sheet: Sheet) -> None:
    sheet.gap(1)
    sheet.text(f"Key: {circle_text()}   {key_text()}", size=8)


def _others(sheet: Sheet, chart: Chart, told: set[str], names: Names) -> None:
    """Records that stand in no cell of the grid: off the schedule, make-ups, doses no longer asked for.

    `told` are the ids of those in the grid.
    """
    rows: list[Sequence[Cell]] = []
    left_out = [line for line in chart.statuses.values() if not _is_taken(line)]
    for line in [*chart.taken, *left_out]:
        if line.id in told:
            continue
        key = about(line) or chart.key_of(line)
        rows.append([names.entry(line.entry), _which(line, key), record_lines(chart, line, key, names)])
    if rows:
        columns = [Column("Entry", 0.5), Column("Which", 3), Column("Record", 3)]
        table(sheet, columns, rows, title="Doses not on the schedule, and make-ups")


def _is_taken(line: CorrectedEntry) -> bool:
    return isinstance(line.what, DoseGiven)


def _which(line: CorrectedEntry, key: DoseKey | None) -> str:
    if key is None:
        return "not on the schedule"
    makes_up = isinstance(line.what, DoseGiven) and line.what.makes_up
    return f"{'make-up of the dose of ' if makes_up else ''}{dose_key_text(key)}"


def _skin(row: HistoryRow) -> bool:
    return group_of(row.entry) == "skin"


def _told(row: HistoryRow, chart: Chart) -> bool:
    """Whether a dose's entry says more than fits its cell, or is a correction of any entry."""
    what, group = row.entry.what, group_of(row.entry)
    if group == "corrections":
        return isinstance(what, EntryCorrected) and what.entry in chart.lines
    line = chart.lines.get(row.entry.id)
    told = getattr(what, "reason", "") or getattr(what, "entry", "")
    return group == "doses" and bool(told or (line and (line.corrections or _superseded(line, chart))))


def _superseded(line: CorrectedEntry, chart: Chart) -> bool:
    """Whether a dose that was deferred, or not known to be given, has another record since."""
    key = about(line)
    return isinstance(line.what, DoseNotGiven) and key is not None and chart.statuses.get(key) is not line


def _table(sheet: Sheet, heading: str, rows: Sequence[HistoryRow], names: Names) -> None:
    """Entries in the order they were recorded."""
    if rows:
        cells = [
            [names.entry(row.entry), row.when, row.said, names.of(row.entry.by), row.note] for row in rows
        ]
        table(sheet, _ENTRIES, cells, title=heading)


def _checks(sheet: Sheet, chart: Chart) -> None:
    """The newest result of each check that the protocol asks for beside the skin."""
    if chart.protocol.checks:
        sheet.heading("Checks beside the skin")
        for text in check_texts(chart):
            sheet.text(text)


def _medicines(sheet: Sheet, chart: Chart, now: datetime) -> None:
    texts = medicine_texts(chart, now)
    if texts:
        sheet.heading("Other medicines")
        for text in texts:
            sheet.text(text)
