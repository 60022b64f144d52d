"""The one table of what can be written into the exports folder: papers, figures and files.

A row is all it takes to add one. A person at a screen gives no path: the file is new, in one folder, with a
name made of the patient's number (store/site/exports.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from protocols.record.chart import Chart
from protocols.record.fold import Record
from store.ledger.reader import Reading
from store.log.interface import Where
from store.site.exports import export

About = Literal["ward", "patient", "course"]
Content = str | bytes


@dataclass(frozen=True)
class Output:
    """Something that can be written: its name in a list and in the file's, and what it is about."""

    label: str
    name: str
    suffix: str
    about: About
    make: Callable[[Reading, Record, Chart | None, datetime], Content]
    said: str = ""
    """What is told beside the path once it is written."""


def write_out(
    output: Output, ledger: Reading, folder_of: Where, patient: str, course: str, now: datetime
) -> Path:
    """Write `output` into the exports folder beside `folder_of`; its path. ExportFault when that fails."""
    record = ledger.record(patient)
    chart = record.chart(course)
    content = output.make(ledger, record, chart, now)
    name = output.name if output.about == "ward" else f"{output.name} {patient}"
    if output.about == "course" and chart is not None:
        name += f" {chart.protocol.id}"
    return export(folder_of, name, output.suffix, content)


def _medication_record(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.mar import medication_record

    assert chart is not None
    return medication_record(ledger, record, chart, now)


def _downtime(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.downtime import downtime_record

    assert chart is not None
    return downtime_record(ledger, record, chart, now)


def _downtime_ward(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.downtime_ward import downtime_ward

    return downtime_ward(ledger, now)


def _figure(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.views.figure.figure import figure

    assert chart is not None
    return figure(record, chart, now)


def _figure_pdf(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.figure import figure_pdf

    assert chart is not None
    return figure_pdf(record, chart, now)


def _handover(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.handover import handover_pdf

    return handover_pdf(ledger, None, now, record.patient)


def _handover_ward(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from tui.paper.handover import handover_pdf

    return handover_pdf(ledger, None, now)


def _fhir(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from store.fhir.bundle import bundle_json
    from store.fhir.core.source import source_of

    assert chart is not None
    return bundle_json(record, chart, source_of(ledger, record))


def _lines(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from store.exchange.jsonl_export import jsonl

    return jsonl(ledger, record, now)


def _events(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from store.exchange.csv_export import event_csv

    return event_csv(ledger, record, now)


def _events_ward(ledger: Reading, record: Record, chart: Chart | None, now: datetime) -> Content:
    from store.exchange.csv_export import event_csv

    return event_csv(ledger, None, now)


_UNNAMED = "Without the patient's name."

OUTPUTS: tuple[Output, ...] = (
    Output("Medication administration record (PDF)", "mar", ".pdf", "course", _medication_record),
    Output("Downtime record to write on by hand (PDF)", "downtime", ".pdf", "course", _downtime),
    Output("Downtime records of the whole ward (PDF)", "downtime ward", ".pdf", "ward", _downtime_ward),
    Output("Handover of this patient (PDF)", "handover", ".pdf", "patient", _handover),
    Output("Handover of the whole ward (PDF)", "handover ward", ".pdf", "ward", _handover_ward),
    Output("Case timeline as a figure (SVG)", "figure", ".svg", "course", _figure, _UNNAMED),
    Output("Case timeline as a figure (PDF)", "figure", ".pdf", "course", _figure_pdf, _UNNAMED),
    Output("Course for another system (FHIR, JSON)", "fhir", ".json", "course", _fhir),
    Output("Record for another Stepward (JSON Lines)", "record", ".jsonl", "patient", _lines),
    Output("Events of this patient for a spreadsheet (CSV)", "events", ".csv", "patient", _events),
    Output("Events of the whole ward for a spreadsheet (CSV)", "events ward", ".csv", "ward", _events_ward),
)
"""Everything that can be written, in the order of the list."""
