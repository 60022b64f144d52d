"""What a confirmation says: what was kept, of whom, and what follows (rules.md, "Being told")."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import AlarmSeen, Correctable, Entry, PatientLeft, RecordJoined
from protocols.record.fold import Record
from protocols.reports.status import MEANINGS, Status, check_wanted, counts_from
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, day_text, time_text
from protocols.values.text import visible
from protocols.wording.entries import sentence

NO_COURSE = "There is no course yet: e enrols."
_SAY_WHEN = (PatientLeft, RecordJoined)
"""Entries whose sentence says day and time itself."""


def kept_words(
    entry: Entry, record: Record, found: Status | None, now: datetime, key: str = "", several: str = ""
) -> str:
    """The sentences about `entry`, which is in `record`; `found` is where its course stands as of `now`.

    `key` corrects the entry, "" where it cannot be corrected. `several` says what was kept where `entry` is
    the last of more than one.
    """
    when = "" if isinstance(entry.what, _SAY_WHEN) else f", {_near(entry.at, now, entry.zone)}"
    what = several or f"{sentence(entry, record)}{when}"
    said = [f"{_who(entry, record)}{what}."]
    if found is not None and not isinstance(entry.what, AlarmSeen):
        said.append(follows(found, now))
    elif found is None and record.details is not None and record.left is None:
        said.append(NO_COURSE)
    if key and isinstance(entry.what, Correctable) and entry.course:
        said.append(f"{key} corrects.")
    return f"Recorded: {' '.join(one for one in said if one)}"


def _who(entry: Entry, record: Record) -> str:
    if not entry.patient:
        initials = getattr(entry.what, "initials", "") or getattr(entry.what, "staff", "")
        return f"{visible(initials)}: " if initials else ""
    return f"{whom(record)}: "


def whom(record: Record) -> str:
    """Family name and bed, as a confirmation names a patient."""
    details = record.details
    if details is None:
        return f"MRN {visible(record.patient)}"
    bed = f", bed {visible(details.bed)}" if details.bed else ""
    return f"{visible(details.family).upper()}{bed}"


def follows(found: Status, now: datetime) -> str:
    """What comes next on a course: the next dose, or why none is due, the open gate, and the skin check."""
    if found.word in (
        "RED FLAG",
        "HOLD",
        "CLOCK",
        "COMPLETE",
        "STOPPED",
        "BEGIN",
        "AWAY",
        "LEAVE",
        "LEFT",
        "DIED",
    ):
        return MEANINGS[found.word]
    opened = f"The gate to step {found.gate.to} is open." if found.gate.open else ""
    rest = " ".join(words for words in (opened, _skin(found, now)) if words)
    if found.next is None:
        return rest or MEANINGS["FINISHED" if found.word == "FINISHED" else "NEXT"]
    chart = found.chart
    amount, when = amount_text(found.next.amount, chart.protocol.unit), _near(found.next.at, now, chart.zone)
    due = "Next" if found.next.state in ("next", "future") else found.next.state.capitalize()
    return f"{due} {amount} {when}. {rest}".rstrip()


def _skin(found: Status, now: datetime) -> str:
    """The skin check that is wanted, or from when it counts; and a rash that is still there."""
    if found.rash_accepted:
        return "A rash is still there: look at the skin."
    counts = counts_from(found.chart, found.gate, now)
    if counts is not None:
        return f"A skin check counts from {_near(counts, now, found.chart.zone)}."
    return "A skin check is wanted now." if check_wanted(found.chart, found.gate, now) else ""


def _near(at: datetime, now: datetime, zone: str) -> str:
    """The time, with its day where that is not today."""
    day = day_of(at, zone)
    return time_text(at, zone) if day == day_of(now, zone) else f"{day_text(day)} {time_text(at, zone)}"
