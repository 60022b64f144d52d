"""The one table of what can be written into the exports folder: papers, figures and files.

A row is all it takes to add one. A person at a screen gives no path: the file is new, in one folder, with a
name made of the patient's number (store/exports.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from protocols.chart import Record
from protocols.course import Chart
from store.exports import export
from store.reading import Reading

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
    output: Output, ledger: Reading, folder_of: Path, patient: str, course: str, now: datetime
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
    from tui.views.figure import figure

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


_UNNAMED = "Without the patient's name."

OUTPUTS: tuple[Output, ...] = (
    Output("Medication administration record (PDF)", "mar", ".pdf", "course", _medication_record),
    Output("Downtime record to write on by hand (PDF)", "downtime", ".pdf", "course", _downtime),
    Output("Downtime records of the whole ward (PDF)", "downtime ward", ".pdf", "ward", _downtime_ward),
    Output("Handover of this patient (PDF)", "handover", ".pdf", "patient", _handover),
    Output("Handover of the whole ward (PDF)", "handover ward", ".pdf", "ward", _handover_ward),
    Output("Case timeline as a figure (SVG)", "figure", ".svg", "course", _figure, _UNNAMED),
    Output("Case timeline as a figure (PDF)", "figure", ".pdf", "course", _figure_pdf, _UNNAMED),
)
"""Everything that can be written, in the order of the list."""
