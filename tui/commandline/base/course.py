"""What the plain commands say of one course: its line in the list, and the same facts as JSON."""

from __future__ import annotations

from datetime import datetime

from protocols.course.day_numbers import day_today
from protocols.course.progress import finished
from protocols.course.schedule import ScheduledDose
from protocols.entries import PatientLeft, RashFound, RashFreeChecked, RedFlagSeen
from protocols.gate.gate import open_rashes
from protocols.gate.rash_watch import last_check
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.status import Status
from protocols.values.formatting import amount_text, near_text
from tui.commandline.base.output import Data, exact, moment
from tui.views.course.chart import made_of

_SEEN: dict[type, str] = {RashFreeChecked: "rash-free", RashFound: "rash found", RedFlagSeen: "red flag"}


def step_words(found: Status) -> str:
    """Where the course is: "2 of 5", or "1 of 5, extended: day 3 of 2"."""
    chart, days = found.chart, found.days
    extended = ""
    if finished(chart):
        extended = ", finished"
    elif days is not None and found.extended and chart.ended is None:
        extended = f", extended: {days.place}"
    return f"{chart.step_number} of {len(chart.protocol.steps)}{extended}"


def next_words(found: Status, now: datetime) -> str:
    """What is next, and when."""
    chart, dose = found.chart, found.next
    parts = {
        "OPEN": [f"step {found.gate.to} may be started"],
        "CHECK": ["skin check"],
        "MEDICINE": ["stop of another medicine"],
        "AWAY": ["at another site"],
        "LEAVE": ["on leave"],
        "LEFT": ["discharged"],
        "DIED": ["has died"],
        "BEGIN": ["skin check before step 1"],
    }.get(found.word, [])
    if dose is not None:
        amount = amount_text(dose.amount, chart.protocol.unit)
        parts.append(f"{amount} {dose.state_text} {near_text(dose.at, now, chart.zone)}")
    return ", ".join(parts) or "nothing due"


def skin_words(chart: Chart, now: datetime) -> str:
    """The last skin check: what was seen, and when."""
    look = last_check(chart)
    if look is None:
        return "not seen yet"
    still = (
        ", earlier rash open" if isinstance(look.what, RashFreeChecked) and any(open_rashes(chart)) else ""
    )
    return f"{_SEEN[type(look.what)]} {near_text(look.at, now, chart.zone)}{still}"


def patient_data(record: Record) -> Data:
    """Who the patient is; of a record that cannot be shown only what is known, and why it cannot."""
    details = record.details
    return {
        "mrn": record.patient,
        "family": details.family if details else None,
        "given": details.given if details else None,
        "born": details.birth.iso or None if details else None,
        "sex": details.sex if details else None,
        "bed": details.bed if details else None,
        "allergies": details.allergies if details else None,
        "allergies_known": details.allergies_known if details else None,
        "trouble": record.trouble,
        "left": left_data(record),
    }


def left_data(record: Record) -> Data | None:
    """How, when and where to the patient left the ward; None for whoever is on it."""
    left = record.left
    if left is None or not isinstance(left.what, PatientLeft):
        return None
    back = moment(left.what.back, record.zone) if left.what.back else None
    return {"how": left.what.how, "at": moment(left.at, record.zone), "to": left.what.to, "back": back}


def course_data(found: Status, now: datetime) -> Data:
    """Where a course stands."""
    chart, days = found.chart, found.days
    return {
        "id": chart.id,
        "protocol": chart.protocol.id,
        "version": list(found.version),
        "drug": chart.protocol.drug,
        "unit": chart.protocol.unit,
        "status": found.word,
        "why": list(found.why),
        "step": chart.step_number,
        "steps": len(chart.protocol.steps),
        "target_step": chart.target,
        "step_day": days.number if days and chart.ended is None else None,
        "step_days": days.planned if days else None,
        "step_hour": days.hour if days and chart.ended is None else None,
        "step_hours": days.hours if days else None,
        "finished": finished(chart),
        "extended": found.extended and chart.ended is None,
        "protocol_day": day_today(chart, now),
        "next": dose_data(chart, found.next) if found.next else None,
        "gate_open": found.gate.open,
        "gate_to": found.gate.to,
        "skin": _skin_data(chart),
    }


def dose_data(chart: Chart, dose: ScheduledDose) -> Data:
    """One scheduled dose. `amount` is what the step asks for, `made_of` its capsules."""
    return {
        "day": dose.key.day.isoformat(),
        "slot": dose.key.slot,
        "at": moment(dose.at, chart.zone),
        "protocol_day": dose.day,
        "step": dose.step,
        "amount": exact(dose.amount),
        "unit": chart.protocol.unit,
        "made_of": made_of(chart, dose),
        "step_text": chart.protocol.step(dose.step).text,
        "state": dose.state,
    }


def _skin_data(chart: Chart) -> Data:
    look = last_check(chart)
    return {
        "last_check": moment(look.at, chart.zone) if look else None,
        "seen": _SEEN[type(look.what)] if look else None,
        "open_rash": any(open_rashes(chart)),
    }
