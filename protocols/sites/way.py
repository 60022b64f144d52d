"""A patient's way through the ward: on leave, discharged, died; back again, or admitted anew.

What happened can be recorded as ever, at its true time. What comes next waits for the patient.
"""

from __future__ import annotations

from datetime import datetime

from protocols import entries as e
from protocols.entries.wording import left_text
from protocols.record.corrected import standing_lines
from protocols.record.fold import Record
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused, fits, need, need_text, refuse_if
from protocols.values.text import visible

SEEN_OF_THE_LIVING = (
    e.DoseGiven,
    e.DoseVomited,
    e.RashFreeChecked,
    e.RashFound,
    e.RedFlagSeen,
    e.NamedCheckMade,
    e.CoMedicationGiven,
)
"""What nobody who has died can have had."""

_ENDINGS: dict[e.Leaving, tuple[str, ...]] = {
    "leave": ("stop", "complete", "resume", "repeat", "back", "stay", "target", "amounts"),
    "discharged": ("stop", "complete"),
    "died": ("stop",),
}
"""Which decisions a prescriber can make of the course of somebody who has left."""


def left(record: Record, entry: e.Entry, now: datetime) -> None:
    """The patient leaves the ward: once, after what was recorded of them last, and alive."""
    what = entry.what
    assert isinstance(what, e.PatientLeft)
    need(record.details, "There is no patient with this number.")
    fits(what.to, "where the patient goes", "to")
    fits(what.note, "the note", "note")
    before = record.left
    if before is not None:
        again = before.what
        assert isinstance(again, e.PatientLeft)
        refuse_if(
            again.how != "leave" or what.how == "leave",
            f"{left_text(before, record.zone)}. Record the return first, or that this was an error: key L.",
        )
        refuse_if(entry.at < before.at, f"That was before: {left_text(before, record.zone)}.", "at")
    refuse_if(
        what.back is not None and what.how != "leave", "Only somebody on leave is expected back.", "back"
    )
    if what.back is not None:
        refuse_if(what.back.utcoffset() is None, "The time of the return has no time zone.", "back")
        refuse_if(what.back <= entry.at, "The return is expected after the leave begins.", "back")
    _after_the_last(record, entry)
    if what.how == "died":
        _alive_until_then(record, entry)


def returned(record: Record, entry: e.Entry, now: datetime) -> None:
    """Back from leave, admitted again, or never away; nobody comes back from the dead but by an error."""
    what = entry.what
    assert isinstance(what, e.PatientReturned)
    before = need(record.left, "The patient is on the ward: there is no return to record.")
    fits(what.bed, "the bed", "bed")
    if what.in_error:
        need_text(what.note, "why it was an error", "note")
        return
    fits(what.note, "the note", "note")
    refuse_if(
        e.is_death(before.what),
        f"{left_text(before, record.zone)}. If that was entered in error, say so, with the reason.",
    )
    refuse_if(entry.at < before.at, f"That was before: {left_text(before, record.zone)}.", "at")


def joined(record: Record, entry: e.Entry, now: datetime) -> None:
    """The record goes on under another number, into which all of it was brought, and two people say so."""
    what = entry.what
    assert isinstance(what, e.RecordJoined)
    need(record.details, "There is no patient with this number.")
    need_text(what.into, "the right number", "into")
    need_text(what.reason, "how it is known that it is one person", "reason")
    refuse_if(what.into == entry.patient, "That is the same number.", "into")
    refuse_if(record.sent is not None, "The record is at another site: receive it first.")
    refuse_if(what.confirmed.at.utcoffset() is None, "The time of the confirmation has no time zone.")


def died_and_seen(one: Record, other: Record) -> str:
    """Why the two records cannot be those of one person; "" where they can.

    One says that the patient died, the other what was seen of them or given to them later.
    """
    for dead, alive in ((one, other), (other, one)):
        left = dead.left
        if left is None or not e.is_death(left.what):
            continue
        for line in standing_lines(alive.entries).values():
            if isinstance(line.what, SEEN_OF_THE_LIVING) and line.at > left.at:
                number = alive.number_of(line.entry)
                return (
                    f"MRN {visible(dead.patient)}: {left_text(left, dead.zone)}. "
                    f"MRN {visible(alive.patient)}: entry {number} says what was seen or given "
                    f"{when_text(line.at, alive.zone)}, which is later. They are two people, or one of both "
                    "is an error: correct that first (a death with key L)."
                )
    return ""


def is_joined(record: Record) -> bool:
    """Whether the record goes on under another number."""
    return record.left is not None and isinstance(record.left.what, e.RecordJoined)


def _after_the_last(record: Record, entry: e.Entry) -> None:
    """Nobody leaves before they have come."""
    came = [one.at for one in record.own if isinstance(one.what, e.PatientAdmitted | e.PatientReturned)]
    if came and entry.at < came[-1]:
        raise Refused(
            f"The patient came {when_text(came[-1], record.zone)}: enter when they left.", about="at"
        )


def _alive_until_then(record: Record, entry: e.Entry) -> None:
    for line in standing_lines(record.entries).values():
        if isinstance(line.what, SEEN_OF_THE_LIVING) and line.at > entry.at:
            raise Refused(
                f"Entry {record.number_of(line.entry)} says what was seen or given "
                f"{when_text(line.at, record.zone)}, which is later. Correct that first, or the time.",
                about="at",
            )


def waits_for_the_patient(record: Record, entry: e.Entry) -> None:
    """Refuse moves while the patient is not on the ward, and what nobody who has died can have had."""
    before, what = record.left, entry.what
    if is_joined(record) and before is not None and not isinstance(what, e.PatientAdmitted):
        raise Refused(f"{left_text(before, record.zone)}. Record it there.")
    if before is None or not isinstance(before.what, e.PatientLeft):
        return
    told, how = left_text(before, record.zone), before.what.how
    facts = what.right if isinstance(what, e.EntryCorrected) else what
    at = what.right_at or entry.at if isinstance(what, e.EntryCorrected) else entry.at
    named = isinstance(what, e.EntryCorrected) and what.right_at is None
    if how == "died" and isinstance(facts, SEEN_OF_THE_LIVING) and at > before.at and not named:
        raise Refused(
            f"{told}: that was earlier. Enter the true time, or correct the death: key L.", about="at"
        )
    if entry.at < before.at and bool(getattr(what, "paper", "")):
        return
    if isinstance(what, e.DecisionMade):
        allowed = what.decision in _ENDINGS[how]
    else:
        allowed = not isinstance(what, e.Move | e.CourseEnrolled) or (
            how == "leave" and isinstance(what, e.CourseAmended)
        )
    if not allowed and not isinstance(what, e.RecordImported | e.RecordTakenBack):
        to_do = {
            "leave": "Record the return first: key L.",
            "discharged": "A prescriber stops or completes the course (p). Is the patient here again: L.",
            "died": "A prescriber stops the course: key p.",
        }
        raise Refused(f"{told}. {to_do[how]}")
