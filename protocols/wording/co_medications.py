"""Sentences about other medicines, for history, handover and a screen reader."""

from __future__ import annotations

from protocols.course.co_medications import named, stated_amount
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, Entry
from protocols.record.chart import Chart
from protocols.values.formatting import day_text
from protocols.values.text import visible


def started_sentence(what: CoMedicationStarted, entry: Entry, chart: Chart | None) -> str:
    """What was started, until when, and why."""
    parts = [named(what.drug, what.amount)]
    if what.how_often:
        parts.append(visible(what.how_often))
    parts.append(
        f"last planned day {day_text(what.last_day)}" if what.last_day else "with no planned last day"
    )
    if what.from_protocol:
        parts.append("from the protocol")
    return f"Other medicine started: {', '.join(parts)}. {visible(what.why)}"


def given_sentence(what: CoMedicationGiven, entry: Entry, chart: Chart | None) -> str:
    """What was given, and how much."""
    said = f"{_drug(what.medicine, chart)} {stated_amount(what.amount)} given"
    return f"{said}. {visible(what.note, multiline=True)}" if what.note else said


def stopped_sentence(what: CoMedicationStopped, entry: Entry, chart: Chart | None) -> str:
    """What was stopped, and why."""
    return f"{_drug(what.medicine, chart)} stopped. {visible(what.reason, multiline=True)}"


def _drug(medicine: str, chart: Chart | None) -> str:
    line = chart.lines.get(medicine) if chart else None
    start = (line.what or line.entry.what) if line else None
    return visible(start.drug) if isinstance(start, CoMedicationStarted) else "Other medicine"
