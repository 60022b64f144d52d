"""Who may give a handover, and who may answer it: two people, each once (domain.md 2.1, "Handover").

Nothing here is a precondition of anything else: care goes on whatever became of a handover.
"""

from __future__ import annotations

import re
from datetime import datetime

from protocols.course.second_check import MAY_CHECK
from protocols.entries import Entry, HandoverAccepted, HandoverGiven, HandoverRefused, PatientTaken, Person
from protocols.record.fold import Record
from protocols.record.handovers import Handover, handovers_of
from protocols.values.formatting import listed, when_text
from protocols.values.refusal import Refused, fits, need, need_text, refuse_if
from protocols.values.text import visible

MAY_CARE = MAY_CHECK
"""The roles that hand patients over and take them over."""


def given(record: Record, entry: Entry, now: datetime) -> None:
    """By somebody who cares for patients, as of entries that exist."""
    what = _of_the_ledger(entry)
    assert isinstance(what, HandoverGiven)
    _may_care(entry.by)
    need_text(what.place, "the place of the handover", "place")
    fits(what.others, "who else was present", "others")
    fits(what.note, "the note", "note")
    refuse_if(what.seen < record.version, "The ledger has changed since this sheet: look at it again.")
    refuse_if(not re.fullmatch("[0-9a-f]{64}", what.digest), "The handover has no sheet.")


def taken(record: Record, entry: Entry, now: datetime) -> None:
    """By somebody who cares for patients; what is so already is not said again."""
    what = entry.what
    assert isinstance(what, PatientTaken)
    need(record.details, "There is no patient with this number.")
    refuse_if(entry.course != "", "A patient is taken, not one of the courses.")
    _may_care(entry.by)


def accepted(record: Record, entry: Entry, now: datetime) -> None:
    """By another person, while the handover waits; what was not satisfying is said."""
    what = _of_the_ledger(entry)
    assert isinstance(what, HandoverAccepted)
    _answerable(record, what.handover, what.taker)
    if not what.satisfied:
        need_text(what.note, "what was not satisfying", "note")
    fits(what.note, "the note", "note")


def refused(record: Record, entry: Entry, now: datetime) -> None:
    """By another person, with the reason; each patient of a handover once."""
    what = _of_the_ledger(entry)
    assert isinstance(what, HandoverRefused)
    handover = _answerable(record, what.handover, what.taker)
    only = handover.what.only
    refuse_if(bool(only) and what.patient not in ("", only), "This patient is not in this handover.")
    if what.patient in handover.refusals:
        raise Refused(f"{visible(what.patient)} was refused already in this handover.")
    need_text(what.reason, "the reason for the refusal", "reason")


def _of_the_ledger(entry: Entry) -> object:
    refuse_if(entry.patient != "" or entry.course != "", "A handover is an entry of the ledger.")
    return entry.what


def _may_care(by: Person) -> None:
    need_text(by.name, "the name of the person")
    if by.role not in MAY_CARE:
        raise Refused(f"Patients are handed over between {listed([f'{role}s' for role in MAY_CARE])}.")


def _answerable(record: Record, id: str, taker: Person) -> Handover:
    """The handover with that id, if `taker` may answer it and nobody has."""
    found = next((one for one in handovers_of(record.entries) if one.id == id), None)
    handover = need(found, "There is no such handover.")
    _may_care(taker)
    if handover.waits:
        return handover
    zone = handover.given.zone
    match handover.accepted:
        case Entry(what=HandoverAccepted(taker=other), at=at):
            raise Refused(f"{visible(other.name)} accepted this handover {when_text(at, zone)}.")
    if handover.replaced:
        when, by = when_text(handover.replaced.at, zone), visible(handover.replaced.by.name)
        raise Refused(f"A newer handover was given {when} by {by}: answer that one.")
    raise Refused("This handover was refused. A new one has to be given.")
