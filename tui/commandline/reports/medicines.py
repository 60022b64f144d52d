"""The other medicines of a course as JSON, for `stepward show`."""

from __future__ import annotations

from datetime import datetime

from protocols.course.co_medications import Medicine, exact_amount, medicines, stop_prompt
from protocols.entries import CoMedicationGiven, CoMedicationStopped
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from tui.commandline.base.output import Data, exact, moment


def medicines_data(chart: Chart, now: datetime) -> list[Data]:
    """Every medicine that was started, in the order of the record."""
    return [_medicine(medicine, chart.zone, now) for medicine in medicines(chart)]


def _medicine(medicine: Medicine, zone: str, now: datetime) -> Data:
    what, stop = medicine.what, medicine.stop
    found = exact_amount(what.amount)
    return {
        "drug": what.drug,
        "amount": what.amount,
        "exact": exact(found[0]) if found else None,
        "unit": found[1] if found else None,
        "how_often": what.how_often,
        "why": what.why,
        "from_protocol": what.from_protocol,
        "started": _told(medicine.start, zone),
        "last_day": what.last_day.isoformat() if what.last_day else None,
        "taken": [_taken(line, zone) for line in medicine.given],
        "stopped": {**_told(stop, zone), "reason": _reason(stop)} if stop else None,
        "prompt": stop_prompt(medicine, now, zone),
    }


def _taken(line: CorrectedEntry, zone: str) -> Data:
    amount = line.what.amount if isinstance(line.what, CoMedicationGiven) else ""
    return {**_told(line, zone), "amount": amount}


def _told(line: CorrectedEntry, zone: str) -> Data:
    return {"entry": line.entry.number, "at": moment(line.at, zone), "by": line.entry.by.name}


def _reason(line: CorrectedEntry) -> str:
    return line.what.reason if isinstance(line.what, CoMedicationStopped) else ""
