"""What a follow-up must say. A fact: it can be told at any time, of a course that goes on or has ended."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import Entry, FollowUpRecorded
from protocols.record.fold import Record
from protocols.rules.doses import course_of
from protocols.values.refusal import fits, need_text, refuse_if


def recorded(record: Record, entry: Entry, now: datetime) -> None:
    """The highest dose in words, and when the rash came back, where it did."""
    what = entry.what
    assert isinstance(what, FollowUpRecorded)
    course_of(record, entry)
    need_text(what.highest, "the highest dose reached, or: not known")
    if what.recurrence == "yes":
        need_text(what.recurred, "when the rash came back, or: not known")
    else:
        refuse_if(bool(what.recurred), "Say that the rash came back, or leave out when.")
    fits(what.note, "the note")
