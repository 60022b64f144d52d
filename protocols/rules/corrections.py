"""Holds, notes, corrections, and the entries of the ledger itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import msgspec

from protocols import entries as e
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, is_open, of_kind
from protocols.record.fold import Record
from protocols.rules import co_medications, doses, identity, packs, reactions, skin
from protocols.rules.doses import course_of
from protocols.rules.second_check import kept_second_check
from protocols.values.clinic_time import is_zone
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused, need, need_text, refuse_if
from protocols.values.text import visible


def hold_placed(record: Record, entry: e.Entry, now: datetime) -> None:
    """Anyone may hold a running course, with a reason."""
    what = entry.what
    assert isinstance(what, e.HoldPlaced)
    chart = course_of(record, entry)
    refuse_if(chart.ended is not None, f"This course was {chart.ended_text}: nothing is due.")
    need_text(what.reason, "the reason for the hold", "reason")


def note_added(record: Record, entry: e.Entry, now: datetime) -> None:
    """Free text, on the patient or on a course."""
    what = entry.what
    assert isinstance(what, e.NoteAdded)
    need(record.details, "There is no patient with this number.")
    if entry.course:
        course_of(record, entry)
    need_text(what.text, "the note", "text")


def of_the_ledger(record: Record, entry: e.Entry, now: datetime) -> None:
    """Entries about no patient."""
    refuse_if(entry.patient != "", "This entry is about the ledger, not about a patient.")
    if isinstance(entry.what, e.ClockConfirmed):
        need_text(entry.what.note, "what the clock was compared with", "compared")
    if isinstance(entry.what, e.PackConfirmed):
        packs.pack_confirmed(entry.what)
    if isinstance(entry.what, e.ScanningSet):
        packs.scanning_set(entry.what)
    if isinstance(entry.what, e.NumbersSet):
        identity.numbers_set(entry.what)
    if isinstance(entry.what, e.ZoneCorrected):
        refuse_if(not is_zone(entry.what.zone), "That is no time zone: write it as Europe/Berlin.", "zone")
        refuse_if(entry.what.zone == entry.zone, "The ward's clocks show that zone already.", "zone")
        need_text(entry.what.reason, "why the zone was wrong", "reason")
    if isinstance(entry.what, e.LedgerBegun):
        refuse_if(not is_zone(entry.what.zone), f"{visible(entry.what.zone)} is not a time zone.")
        refuse_if(bool(record.entries), "The ledger has begun already.")


def by_the_ledger_alone(record: Record, entry: e.Entry, now: datetime) -> None:
    """What ends one file and begins the next is no entry that anybody hands in."""
    raise Refused("The ledger writes this entry by itself when it goes on in a new file.")


def corrected(record: Record, entry: e.Entry, now: datetime) -> None:
    """A correction names a fact, the reason, and what is true instead; both stay on the record."""
    what = entry.what
    assert isinstance(what, e.EntryCorrected)
    chart = course_of(record, entry)
    line = need(chart.lines.get(what.entry), "Choose the entry that is wrong.")
    family, _ = need(
        CORRECTABLE.get(type(line.entry.what)),
        "Only what happened can be corrected. What follows from it a prescriber decides.",
    )
    need_text(what.reason, "the reason for the correction", "reason")
    confirms = not line.sure and entry.clock == "ok"
    if what.right is None:
        refuse_if(line.what is None and not confirms, "This entry is already marked as entered in error.")
        refuse_if(what.right_at is not None, "An entry made in error has no time.")
        return
    refuse_if(
        CORRECTABLE[type(what.right)][0] != family,
        "A correction keeps the kind of entry: a dose stays a dose.",
    )
    at = what.right_at or line.at
    refuse_if(at.utcoffset() is None, "The right time has no time zone.")
    if at > now:
        when = when_text(at, entry.zone)
        raise Refused(f"{when} is in the future. Enter the time at which it happened.", about="at")
    refuse_if((what.right, at) == (line.what, line.at) and not confirms, "Nothing has changed.")
    _as_if_recorded(record, chart, line, entry, what.right, at, now)


def _as_if_recorded(
    record: Record,
    chart: Chart,
    line: CorrectedEntry,
    entry: e.Entry,
    right: e.Correctable,
    at: datetime,
    now: datetime,
) -> None:
    """What is true instead must be recordable itself, were the wrong line not there."""
    gone = {line.id, *_given_after(chart, line, right)}
    others = {key: other for key, other in chart.lines.items() if key not in gone}
    known = {key: other for key, other in chart.known.items() if key not in gone}
    without = replace(chart, lines=others, known=known)
    charts = tuple(without if other.id == chart.id else other for other in record.charts)
    stand_in = msgspec.structs.replace(entry, what=right, at=at)
    _, rule = CORRECTABLE[type(right)]
    rule(replace(record, charts=charts), stand_in, now)
    if isinstance(right, e.DoseGiven):
        kept_second_check(without, line, right, at)


def _given_after(chart: Chart, line: CorrectedEntry, right: e.Correctable) -> list[str]:
    """The records of a dose that was left open and still is: what was given of it later is no second one."""
    after = msgspec.structs.replace(line, what=right)
    if not is_open(line) or not is_open(after) or right.dose != line.what.dose:  # type: ignore[union-attr]
        return []
    doses = of_kind(chart.lines.values(), e.DoseGiven, e.DoseNotGiven)
    return [other.id for other in doses if chart.key_of(other) == right.dose]  # type: ignore[union-attr]


CORRECTABLE: dict[type[e.What], tuple[str, Callable[[Record, e.Entry, datetime], None]]] = {
    e.DoseGiven: ("dose", doses.dose_possible),
    e.DoseNotGiven: ("dose", doses.dose_not_given),
    e.DoseVomited: ("vomited", doses.dose_vomited),
    e.RashFreeChecked: ("skin", skin.rash_free),
    e.RashFound: ("skin", skin.rash_found),
    e.RedFlagSeen: ("skin", skin.red_flag),
    e.NamedCheckMade: ("named check", skin.named_check_made),
    e.NaranjoAssessed: ("naranjo", reactions.naranjo_assessed),
    e.EarlierReaction: ("earlier", reactions.earlier_reaction),
    e.NoteAdded: ("note", note_added),
    e.CoMedicationStarted: ("medicine", co_medications.started),
    e.CoMedicationGiven: ("medicine given", co_medications.given),
    e.CoMedicationStopped: ("medicine stopped", co_medications.stopped),
    e.FollowUpRecorded: ("follow-up", reactions.follow_up_recorded),
}
"""What can be corrected: what it stays, a dose a dose and a skin check one, and the rule it has to meet."""
