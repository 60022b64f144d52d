"""A patient who goes to another site: the record is closed for moves here until it comes back.

What happened can still be recorded: it travels later, and makes no conflict.
"""

from __future__ import annotations

from datetime import datetime

from protocols.entries import (
    CourseEnrolled,
    Entry,
    Move,
    PatientSent,
    RecordImported,
    RecordTakenBack,
)
from protocols.record.fold import Record
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused, fits, need, need_text, refuse_if
from protocols.values.text import visible


def sent(record: Record, entry: Entry, now: datetime) -> None:
    """The patient goes, with the record as it is."""
    what = entry.what
    assert isinstance(what, PatientSent)
    need(record.details, "There is no patient with this number.")
    need_text(what.to, "the site to which the patient goes")
    fits(what.note, "the note")
    refuse_if(record.sent is not None, f"{where_text(record)}: it cannot be sent from here.")
    refuse_if(
        {*what.aside} != record.aside,
        "It does not say rightly which steps and decisions count no longer. Open the form again.",
    )


def taken_back(record: Record, entry: Entry, now: datetime) -> None:
    """A prescriber makes moves here again although no record came back."""
    what = entry.what
    assert isinstance(what, RecordTakenBack)
    refuse_if(record.sent is None, "The record is here: there is nothing to take back.")
    need_text(what.reason, "why moves are made here again")


def moves_are_made_here(record: Record, entry: Entry) -> None:
    """Refuse a move, and the enrolment on a course, while the patient is at another site."""
    what = entry.what
    if record.sent is None or isinstance(what, RecordImported | RecordTakenBack):
        return
    if isinstance(what, Move | CourseEnrolled):
        raise Refused(
            f"{where_text(record)}: steps and decisions are made there. What happened here can be recorded. "
            "When the record comes back, receive it; came none, a prescriber takes it back."
        )


def where_text(record: Record) -> str:
    """Where the patient is and since when, in words; "" while here."""
    if record.sent is None or not isinstance(record.sent.what, PatientSent):
        return ""
    return f"At {visible(record.sent.what.to)} since {when_text(record.sent.at, record.zone)}"


def came_from(record: Record) -> str:
    """The site the record came from last, as it is called there, in words; "" where it began here."""
    imports = (one.what for one in reversed(record.entries) if isinstance(one.what, RecordImported))
    return next((visible(what.ward) for what in imports), "")


def side_list(record: Record) -> tuple[Entry, ...]:
    """What was recorded here since the patient went: it is not in the record that went along."""
    if record.sent is None:
        return ()
    place = record.entries.index(record.sent)
    return tuple(one for one in record.entries[place + 1 :] if not isinstance(one.what, RecordImported))
