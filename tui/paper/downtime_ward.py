"""The downtime papers of a whole ward: a list of the patients, then each one's record to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from protocols.definition.totals import step_text
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.record.namesakes import namesakes
from protocols.reports.status import Status, status_of
from protocols.values.formatting import amount_text, name_text, plural, when_text
from protocols.values.text import visible
from protocols.wording.entries import allergies_text
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
        Column("Bed", 0.5),
        Column("Patient, MRN, allergies", 2.7),
        Column("Drug, step, its doses", 2.7),
        Column("When printed", 2),
        Column("Next dose", 1.4),
        Column("Gate to the next step", 2.4),
        Column("Seen by", 0.6),
    ]
    for words in _unreadable(ledger):
        sheet.text(words)
    doubt = ledger.clock_doubt(now)
    people = ledger.people()
    likes = namesakes(people)
    rows = [
        _row(
            record,
            status_of(chart, now, doubt, ledger.approvals.known),
            namesake_lines(record.patient, people, likes)[-1:],
        )
        for record, chart in found
    ]
    table(sheet, columns, rows, size=7.0, lowest=8.5)
    if not found:
        sheet.text("No course is open on this ward.")
    return sheet


def _unreadable(ledger: Reading) -> list[str]:
    """A line for each patient whose record cannot be shown: a paper that leaves them out would look whole."""
    records = (ledger.record(patient) for patient in ledger.patients())
    return [f"MRN {visible(one.patient)}: {visible(one.trouble)}" for one in records if one.trouble]


def _row(record: Record, found: Status, like: Sequence[str]) -> list[Cell]:
    """One patient: who, with allergies and who is `like` them here; what they take and when; what stands
    between this step and the next.
    """
    details = record.details
    name = name_text(details.family, details.given) if details else "Not admitted"
    number = (f"MRN {visible(record.patient)}", False)
    who: Cell = [(name, True), *((text.upper(), True) for text in like), number]
    if details:
        allergies = allergies_text(details)
        born = f"Born {details.birth.text}"
        who = [*who, (born, False), (allergies, details.allergies_known == "known")]
    return [
        visible(details.bed) if details else "",
        who,
        [*_plan(found)],
        [(found.word, True), *((words, False) for words in _why(found))],
        _next(found),
        _gate(found),
        "",
    ]


def _why(found: Status) -> tuple[str, ...]:
    """What holds the course; where nothing does the word is enough, for dose and gate stand beside it."""
    return found.why if found.chart.open_holds or found.word in ("CLOCK", "AWAY") else ()


def _plan(found: Status) -> Iterator[tuple[str, bool]]:
    """The drug, the step with its doses and times, and whether it is another version of the protocol."""
    chart = found.chart
    protocol, step = chart.protocol, chart.step
    number = f"Step {chart.step_number} of {len(protocol.steps)}" if step else "No step started yet"
    yield visible(protocol.drug), True
    yield f"{number}: {step_text(step, protocol.unit)}" if step else number, True
    if step:
        slots = (dose.slot for dose in step.doses)
        times = [f"{slot} {chart.plan.times[slot]}" for slot in slots if slot in chart.plan.times]
        zone = f" ({visible(chart.plan.zone)})" if chart.plan.zone != chart.zone else ""
        yield f"At {', '.join(times)}{zone}" if times else "", False
    if found.version:
        yield found.version[0], True


def _next(found: Status) -> Cell:
    chart, dose = found.chart, found.next
    if dose is None:
        return "HELD: no dose" if chart.open_holds else "No dose is due"
    due = f"{amount_text(dose.amount, chart.protocol.unit)}, {dose.state_text}"
    return [(due, True), (when_text(dose.at, chart.zone), False)]


def _gate(found: Status) -> Cell:
    gate = found.gate
    if gate.to is None:
        return "The target dose: no further step"
    if gate.open:
        return [(f"OPEN to step {gate.to} when printed", True)]
    return [(f"SHUT to step {gate.to}", True), *((p.name, False) for p in gate.missing)]
