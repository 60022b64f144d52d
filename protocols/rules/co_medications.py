"""What the record of another medicine must say. Facts: refused only where they cannot be or say nothing."""

from __future__ import annotations

from datetime import datetime

from protocols.course.co_medications import Medicine, medicines
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, Entry
from protocols.entries.wording import person_text
from protocols.record.fold import Record
from protocols.rules.doses import course_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, when_text
from protocols.values.refusal import Refused, fits, need, need_text


def started(record: Record, entry: Entry, now: datetime) -> None:
    """A medicine with its name and why it is given; amount and frequency where they are known."""
    what = entry.what
    assert isinstance(what, CoMedicationStarted)
    chart = course_of(record, entry)
    need_text(what.drug, "the name of the medicine", "drug")
    need_text(what.why, "why it is given", "why")
    fits(what.amount, "the amount", "amount")
    fits(what.how_often, "how often it is given", "how_often")
    if what.last_day is not None and what.last_day < day_of(entry.at, chart.zone):
        raise Refused(f"The last day, {date_text(what.last_day)}, is before its start.", about="last_day")


def given(record: Record, entry: Entry, now: datetime) -> None:
    """A medicine of the list, after its start; also after its stop, for that is told and never refused."""
    what = entry.what
    assert isinstance(what, CoMedicationGiven)
    _medicine(record, entry, what.medicine)
    need_text(what.amount, "the amount given", "amount")
    fits(what.note, "the note", "note")


def stopped(record: Record, entry: Entry, now: datetime) -> None:
    """A medicine is stopped once, with a reason."""
    what = entry.what
    assert isinstance(what, CoMedicationStopped)
    medicine = _medicine(record, entry, what.medicine)
    need_text(what.reason, "why it was stopped", "reason")
    if medicine.stop is not None:
        when, by = when_text(medicine.stop.at, entry.zone), person_text(medicine.stop.entry.by)
        raise Refused(f"{medicine.name} was stopped {when}, recorded by {by}. Nothing was added.")


def _medicine(record: Record, entry: Entry, wanted: str) -> Medicine:
    chart = course_of(record, entry)
    found = (medicine for medicine in medicines(chart) if medicine.id == wanted)
    medicine = need(next(found, None), "Choose the medicine from the list of this course.")
    if entry.at < medicine.start.at:
        when = when_text(medicine.start.at, chart.zone)
        raise Refused(f"{medicine.name} was started {when}, after that time.", about="at")
    return medicine
