"""What a skin check must say, and one beside the skin. Rash-free is a positive statement, never a default."""

from __future__ import annotations

from datetime import datetime

from protocols.definition.named_check import check_named
from protocols.definition.protocol import CTCAE_VERSIONS
from protocols.entries import AlarmSeen, Entry, NamedCheckMade, RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.fold import Record
from protocols.record.held import alarm_of
from protocols.rules.doses import course_of
from protocols.values.amounts import is_amount
from protocols.values.refusal import Refused, fits, need, refuse_if
from protocols.values.text import clean, visible


def rash_free(record: Record, entry: Entry, now: datetime) -> None:
    """Whole skin and mucosa were both seen by the person who says so."""
    what = entry.what
    assert isinstance(what, RashFreeChecked)
    course_of(record, entry)
    refuse_if(
        not (what.whole_skin_seen and what.mucosa_seen),
        "Rash-free means that the whole skin and the mucosa were seen. State both, or record what was seen.",
        "whole_skin_seen",
    )
    fits(what.note, "the note", "note")


def rash_found(record: Record, entry: Entry, now: datetime) -> None:
    """Findings within what a body can show."""
    what = entry.what
    assert isinstance(what, RashFound)
    course_of(record, entry)
    refuse_if(
        not what.sites and what.extent is None, "Say where the rash is, or how much skin it covers.", "sites"
    )
    if what.extent is not None:
        refuse_if(
            not (is_amount(what.extent) and what.extent <= 100),
            "Extent is in percent of the body surface: more than 0, at most 100.",
            "extent",
        )
        refuse_if(not what.extent_method, "Say how the extent was estimated.", "extent_method")
    if what.temperature is not None:
        refuse_if(
            not (is_amount(what.temperature) and 30 <= what.temperature <= 45),
            "Temperature is in degrees Celsius, from 30 to 45.",
            "temperature",
        )
    if what.ctcae and what.ctcae not in CTCAE_VERSIONS:
        raise Refused(
            f"The CTCAE version is {' or '.join(CTCAE_VERSIONS)}, not {visible(what.ctcae[:20])}.",
            about="ctcae",
        )
    refuse_if(
        what.grade is not None and not 1 <= what.grade <= 5, "A grade is a whole number from 1 to 5.", "grade"
    )
    fits(what.symptoms, "the symptoms", "symptoms")
    fits(what.note, "the note", "note")


def red_flag(record: Record, entry: Entry, now: datetime) -> None:
    """At least one sign was seen."""
    what = entry.what
    assert isinstance(what, RedFlagSeen)
    course_of(record, entry)
    refuse_if(
        not what.flags or not all(clean(flag) for flag in what.flags),
        "Choose at least one red flag.",
        "flags",
    )
    fits(what.note, "the note", "note")


def alarm_seen(record: Record, entry: Entry, now: datetime) -> None:
    """What was seen stands, and each time it changes it is seen once."""
    what = entry.what
    assert isinstance(what, AlarmSeen)
    alarm = alarm_of(record)
    refuse_if(entry.course != "", "A red flag is the patient's, not one course's.")
    if alarm is None or not set(what.flags) & set(alarm.raised):
        raise Refused("No such red flag of this patient stands any more.")
    refuse_if(len(what.flags) > len(set(what.flags)), "A red flag is named twice.")


def named_check_made(record: Record, entry: Entry, now: datetime) -> None:
    """A value in the unit of the protocol, or a statement; never both."""
    what = entry.what
    assert isinstance(what, NamedCheckMade)
    chart = course_of(record, entry)
    fits(what.name, "the name of the check")
    fits(what.note, "the note")
    known = ", ".join(visible(check.name) for check in chart.protocol.checks) or "none"
    words = f"This protocol asks for no check called {visible(what.name)}. It asks for: {known}."
    check = need(check_named(chart.protocol.checks, what.name), words)
    if not check.is_measured:
        refuse_if(what.stated is None, f"State whether it is so: {visible(check.name)}.")
        refuse_if(
            what.value is not None or bool(what.unit), f"{visible(check.name)} is stated, not measured."
        )
        return
    refuse_if(what.stated is not None, f"{visible(check.name)} is measured, not stated.")
    if what.value is None:
        raise Refused(f"Enter the value of {visible(check.name)}: {check.wanted}.")
    small = what.value.is_finite() and (not what.value or is_amount(abs(what.value)))
    refuse_if(not small, f"{visible(check.name)} is a number with at most six decimals.")
    if what.unit != check.unit:
        raise Refused(f"{visible(check.name)} is in {visible(check.unit) or 'no unit'} in this protocol.")
