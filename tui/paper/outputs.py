"""The one table of documents: papers, figures and files, for the exports list and for the plain commands.

A row is all it takes to add one. A person at a screen gives no path: the file is new, in one folder, with a
name made of the patient's number (store/site/exports.py). A row that names a command is written by it too
(tui/commandline/documents/document.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.values.text import visible
from store.exchange.csv_export import event_csv
from store.exchange.jsonl_export import jsonl
from store.fhir.bundle import bundle_json
from store.fhir.core.codes import INITIALS, MRN
from store.fhir.core.source import Source, source_of
from store.fhir.transaction import Told, transaction_json
from store.ledger.reader import Reading
from store.location.config import LocationFault
from store.location.settings import identifier_system
from store.location.where import Where
from store.site.exports import ExportFault, export
from tui.paper.downtime import DAYS, downtime_record
from tui.paper.downtime_ward import downtime_ward
from tui.paper.figure import figure_pdf
from tui.paper.handover import handover_pdf
from tui.paper.labels import labels
from tui.paper.mar import medication_record
from tui.paper.page.frame import PaperSize
from tui.paper.printer import print_out
from tui.paper.unprintable import unprintable
from tui.terminal import own_version
from tui.views.figure.figure import figure

About = Literal["ward", "patient", "course"]
Asked = Literal["paper", "days", "named", "transaction", "since"]
Content = str | bytes


@dataclass(frozen=True)
class Subject:
    """What a document is made of, and what a plain command can ask of it; a list takes it as it is here."""

    ledger: Reading
    record: Record
    chart: Chart | None
    now: datetime
    invented: bool = False
    """Whether the ward is an invented one, which is marked in what goes to another system."""
    paper: PaperSize = "A4"
    days: int = DAYS
    """How many days after today a paper to write on goes."""
    named: bool = False
    """Whether the patient is named in a figure."""
    transaction: bool = False
    """Whether a course is written as a FHIR server takes it."""
    since: int = 0
    """The entry up to which the server has it already; 0 for everything."""

    @property
    def course(self) -> Chart:
        """The course, of a document about one."""
        assert self.chart is not None
        return self.chart


@dataclass(frozen=True)
class Output:
    """Something that can be written: its name in a list and in the file's, and what it is about."""

    label: str
    name: str
    suffix: str
    about: About
    make: Callable[[Subject], Content]
    said: str = ""
    """What is told beside the path once it is written."""
    command: str = ""
    """The plain command that writes it too, if there is one."""
    asked: tuple[Asked, ...] = ()
    """What can be asked of it there."""


def write_out(
    output: Output, ledger: Reading, folder_of: Where, patient: str, course: str, now: datetime
) -> Path:
    """Write `output` into the exports folder beside `folder_of`; its path. ExportFault when that fails."""
    record = ledger.record(patient)
    chart = record.chart(course)
    content = ledger.telling(partial(_made, output, ledger, (patient, course), now))
    name = output.name if output.about == "ward" else f"{output.name} {patient}"
    if output.about == "course" and chart is not None:
        name += f" {chart.protocol.id}"
    return export(folder_of, name, output.suffix, content)


def _made(output: Output, ledger: Reading, about: tuple[str, str], now: datetime) -> Content:
    patient, course = about
    record = ledger.record(patient)
    if record.trouble and output.about != "ward" and output.suffix != ".jsonl":
        raise ExportFault(f"MRN {visible(patient)}: {record.trouble}")
    try:
        return output.make(Subject(ledger, record, record.chart(course), now))
    except (ImportError, OSError) as error:  # a library that no paper has needed yet, or the typeface
        if own_version.is_here():
            raise
        raise ExportFault(own_version.REPLACED) from error


def print_paper(
    output: Output, ledger: Reading, patient: str, course: str, now: datetime, printer: str
) -> str:
    """Print `output` on the printer of that name; its name. NotPrinted, in words, when nothing came out."""
    content = ledger.telling(partial(_made, output, ledger, (patient, course), now))
    return print_out(content.encode() if isinstance(content, str) else content, printer)


def said_before(output: Output, of: Subject) -> str:
    """What a person has to know of a paper before it is printed, "" for nothing.

    ExportFault without the PDF extra.
    """
    if output.suffix != ".pdf" or ("named" in output.asked and not of.named):
        return ""
    everybody = output.about == "ward"
    return unprintable(map(of.ledger.record, of.ledger.patients()) if everybody else [of.record])


def _fhir(of: Subject) -> str:
    if of.transaction or of.since:
        told = [each for each in told_of(of, of.record) if each.chart.id == of.course.id]
        return transaction_json(told, of.since)
    return bundle_json(of.record, of.course, _source(of, of.record))


def told_of(of: Subject, *records: Record) -> list[Told]:
    """Every course of these records for a FHIR server. ExportFault where the site's systems do not fit."""
    return [Told(record, chart, _source(of, record)) for record in records for chart in record.charts]


def _source(of: Subject, record: Record) -> Source:
    try:
        patients = identifier_system("fhir_patients", MRN)
        staff = identifier_system("fhir_staff", INITIALS)
    except LocationFault as fault:
        raise ExportFault(str(fault)) from fault
    return source_of(of.ledger, record, invented=of.invented, patients=patients, staff=staff)


OUTPUTS: tuple[Output, ...] = (
    Output(
        "Medication administration record (PDF)",
        "mar",
        ".pdf",
        "course",
        lambda of: medication_record(of.ledger, of.record, of.course, of.now, of.paper),
        command="mar",
        asked=("paper",),
    ),
    Output(
        "Downtime record to write on by hand (PDF)",
        "downtime",
        ".pdf",
        "course",
        lambda of: downtime_record(of.ledger, of.record, of.course, of.now, of.paper, of.days),
        command="downtime",
        asked=("paper", "days"),
    ),
    Output(
        "Downtime records of the whole ward (PDF)",
        "downtime ward",
        ".pdf",
        "ward",
        lambda of: downtime_ward(of.ledger, of.now, of.paper, of.days),
        command="downtime",
        asked=("paper", "days"),
    ),
    Output(
        "Wristband and bed label (PDF)",
        "labels",
        ".pdf",
        "patient",
        lambda of: labels(of.ledger, of.record, of.now, of.paper),
    ),
    Output(
        "Handover of this patient (PDF)",
        "handover",
        ".pdf",
        "patient",
        lambda of: handover_pdf(of.ledger, None, of.now, of.record.patient),
    ),
    Output(
        "Handover of the whole ward (PDF)",
        "handover ward",
        ".pdf",
        "ward",
        lambda of: handover_pdf(of.ledger, None, of.now),
    ),
    Output(
        "Handover of the whole ward, a line a patient (PDF)",
        "handover ward brief",
        ".pdf",
        "ward",
        lambda of: handover_pdf(of.ledger, None, of.now, brief=True),
    ),
    Output(
        "Case timeline as a figure (SVG)",
        "figure",
        ".svg",
        "course",
        lambda of: figure(of.record, of.course, of.now, named=of.named),
        said="Without the patient's name.",
        command="figure",
        asked=("named",),
    ),
    Output(
        "Case timeline as a figure (PDF)",
        "figure",
        ".pdf",
        "course",
        lambda of: figure_pdf(of.record, of.course, of.now, named=of.named),
        said="Without the patient's name.",
        command="figure",
        asked=("named",),
    ),
    Output(
        "Course for another system (FHIR, JSON)",
        "fhir",
        ".json",
        "course",
        _fhir,
        command="fhir",
        asked=("transaction", "since"),
    ),
    Output(
        "Courses of the whole ward for a FHIR server (JSON)",
        "fhir ward",
        ".json",
        "ward",
        lambda of: transaction_json(told_of(of, *map(of.ledger.record, of.ledger.patients())), of.since),
        command="fhir",
        asked=("transaction", "since"),
    ),
    Output(
        "Record for another Stepward (JSON Lines)",
        "record",
        ".jsonl",
        "patient",
        lambda of: jsonl(of.ledger, of.record, of.now),
    ),
    Output(
        "Events of this patient for a spreadsheet (CSV)",
        "events",
        ".csv",
        "patient",
        lambda of: event_csv(of.ledger, of.record, of.now),
    ),
    Output(
        "Events of the whole ward for a spreadsheet (CSV)",
        "events ward",
        ".csv",
        "ward",
        lambda of: event_csv(of.ledger, None, of.now),
    ),
)
"""Everything that can be written, in the order of the list."""
