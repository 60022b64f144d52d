"""What the assessment of a reaction must say."""

from __future__ import annotations

from datetime import date, datetime

from protocols.entries import EarlierReaction, Entry, FollowUpRecorded, NaranjoAssessed
from protocols.record.fold import Record
from protocols.rules.doses import course_of
from protocols.scales.naranjo import ITEMS, LEAST, MOST
from protocols.values.clinic_time import day_of
from protocols.values.formatting import day_text
from protocols.values.refusal import fits, need_text, refuse_if


def naranjo_assessed(record: Record, entry: Entry, now: datetime) -> None:
    """Ten answers about a named reaction; a published sum comes with its source, and within the scale."""
    what = entry.what
    assert isinstance(what, NaranjoAssessed)
    course_of(record, entry)
    need_text(what.reaction, "which reaction is assessed", "reaction")
    refuse_if(len(what.answers) != len(ITEMS), f"Answer all {len(ITEMS)} items: yes, no or unknown.")
    if what.published_sum is None:
        refuse_if(
            bool(what.published_source),
            "Write the published sum too, or leave out its source.",
            "published_sum",
        )
    else:
        refuse_if(
            not LEAST <= what.published_sum <= MOST,
            f"A published Naranjo sum is from {LEAST} to {MOST}.",
            "published_sum",
        )
        need_text(what.published_source, "where the sum was published", "published_source")
    fits(what.note, "the note", "note")


def earlier_reaction(record: Record, entry: Entry, now: datetime) -> None:
    """Days in their order and not to come: first dose, onset, then resolution; treatment from, then until."""
    what = entry.what
    assert isinstance(what, EarlierReaction)
    course_of(record, entry)
    today = day_of(now, entry.zone)
    named: list[tuple[str, date | None, str]] = [
        ("The first dose", what.first_dose, "first_dose"),
        ("The onset", what.onset, "onset"),
        ("The begin of the treatment", what.treatment_from, "treatment_from"),
        ("The end of the treatment", what.treatment_until, "treatment_until"),
        ("The resolution", what.resolved, "resolved"),
    ]
    for name, day, about in named:
        refuse_if(
            day is not None and day > today, f"{name} is in the future: {day_text(day or today)}.", about
        )
        refuse_if(
            day is not None and day < what.first_dose,
            f"{name} is before the first dose of that time, {day_text(what.first_dose)}.",
            about,
        )
    refuse_if(
        what.resolved is not None and what.resolved < what.onset,
        f"The resolution is before the onset, {day_text(what.onset)}.",
        "resolved",
    )
    _treatment(what)
    fits(what.taken, "the dose", "taken")
    fits(what.rash, "the rash", "rash")
    fits(what.treatment, "the treatment", "treatment")


def _treatment(what: EarlierReaction) -> None:
    since, until = what.treatment_from, what.treatment_until
    refuse_if(
        bool(since or until) and not what.treatment,
        "Say which treatment was given on these days.",
        "treatment",
    )
    refuse_if(until is not None and since is None, "Add the first day of the treatment.", "treatment_from")
    refuse_if(
        since is not None and until is not None and until < since,
        "The end of the treatment is before its begin.",
        "treatment_until",
    )


def follow_up_recorded(record: Record, entry: Entry, now: datetime) -> None:
    """The highest dose in words, and when the rash came back, where it did."""
    what = entry.what
    assert isinstance(what, FollowUpRecorded)
    course_of(record, entry)
    need_text(what.highest, "the highest dose reached, or: not known", "highest")
    if what.recurrence == "yes":
        need_text(what.recurred, "when the rash came back, or: not known", "recurred")
    else:
        refuse_if(bool(what.recurred), "Say that the rash came back, or leave out when.", "recurred")
    fits(what.note, "the note", "note")
