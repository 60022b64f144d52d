"""The downtime papers of a whole ward: a list of the patients, then each one's record to write on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.record.namesakes import namesakes
from protocols.reports.status import status_of
from protocols.values.formatting import name_text, plural
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.paper.downtime import DAYS, HOW, TITLE, downtime_sheet
from tui.paper.page.frame import Frame, PaperSize
from tui.paper.page.sheet import Sheet, together
from tui.paper.page.table import Cell, Column, table
from tui.views.course.board import board
from tui.views.course.namesakes import namesake_lines


def downtime_ward(ledger: Reading, now: datetime, paper: PaperSize = "A4", days: int = DAYS) -> bytes:
    """The papers as one PDF. ExportFault without the PDF extra."""
    return together(ward_sheets(ledger, now, paper, days))


def ward_sheets(ledger: Reading, now: datetime, paper: PaperSize, days: int) -> list[Sheet]:
    """The list, and a record for every course that has not ended, in the order of the board."""
    found = _courses(ledger, now)
    return [
        _list(ledger, found, now, paper),
        *(downtime_sheet(ledger, record, chart, now, paper, days) for record, chart in found),
    ]


def _courses(ledger: Reading, now: datetime) -> list[tuple[Record, Chart]]:
    records = {patient: ledger.record(patient) for patient in ledger.patients()}
    rows = board(records.values(), now, ledger.zone, ledger.clock_doubt(now), ledger.approvals.known)
    found = [(records[row.patient], records[row.patient].chart(row.course)) for row in rows]
    return [(record, chart) for record, chart in found if chart is not None and chart.ended is None]


def _list(ledger: Reading, found: list[tuple[Record, Chart]], now: datetime, paper: PaperSize) -> Sheet:
    sheet = Sheet(Frame.of(ledger, f"{TITLE}s of the ward", now), paper)
    sheet.text(HOW)
    sheet.heading(plural(len(found), "open course"))
    columns = [
        Column("Bed", 0.8),
        Column("Patient", 2.4),
        Column("Born", 1.25),
        Column("MRN", 1.1),
        Column("Drug and step", 1.5),
        Column("When printed", 4),
        Column("Seen by", 0.9),
    ]
    for words in _unreadable(ledger):
        sheet.text(words)
    doubt = ledger.clock_doubt(now)
    people = ledger.people()
    likes = namesakes(people)
    rows = [
        _row(record, chart, now, doubt, namesake_lines(record.patient, people, likes)[-1:])
        for record, chart in found
    ]
    table(sheet, columns, rows, lowest=8.5)
    if not found:
        sheet.text("No course is open on this ward.")
    return sheet


def _unreadable(ledger: Reading) -> list[str]:
    """A line for each patient whose record cannot be shown: a paper that leaves them out would look whole."""
    records = (ledger.record(patient) for patient in ledger.patients())
    return [f"MRN {visible(one.patient)}: {visible(one.trouble)}" for one in records if one.trouble]


def _row(record: Record, chart: Chart, now: datetime, clock: str, like: Sequence[str]) -> list[Cell]:
    """One patient; below the name who `like` them is here."""
    details, state = record.details, status_of(chart, now, clock)
    name = name_text(details.family, details.given) if details else "Not admitted"
    step = f"step {chart.step_number} of {len(chart.protocol.steps)}" if chart.step_number else "not started"
    said: Cell = [(state.word, True), (" ".join(state.why), False)]
    return [
        visible(details.bed) if details else "",
        [(name, True), *((text.upper(), True) for text in like)],
        details.birth.text if details else "",
        visible(record.patient),
        f"{visible(chart.protocol.drug)}, {step}",
        said,
        "",
    ]
