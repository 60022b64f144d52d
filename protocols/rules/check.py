"""The one place that says whether an entry may be recorded, for every path in.

Facts are refused only where they say something impossible or say it twice; moves are refused
unless their preconditions hold (rules.md, "Facts and moves").
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

import msgspec

from protocols import entries as e
from protocols.course.catalogue import NOTHING_SET, Catalogue
from protocols.definition.versions import version_words
from protocols.record.approvals import Approvals, approvable
from protocols.record.clock import clock_mark, clock_words
from protocols.record.fold import Record
from protocols.record.staff import NO_STAFF, Staff
from protocols.rules import (
    co_medications,
    corrections,
    courses,
    doses,
    handovers,
    identity,
    moves,
    paper,
    reactions,
    skin,
)
from protocols.rules.second_check import another_person
from protocols.rules.staff import STAFF_RULES, may_record
from protocols.sites import imports, sending, way
from protocols.sites.imports import decisions_accepted
from protocols.values.clinic_time import is_zone
from protocols.values.formatting import when_text
from protocols.values.oddity import oddity
from protocols.values.refusal import UNFIT, Refused, fits, refuse_if
from protocols.values.text import says_nothing, visible

__all__ = ["Refused", "check"]

RULES: dict[type[e.What], Callable[[Record, e.Entry, datetime], None]] = {
    e.PatientAdmitted: courses.admitted,
    e.PatientDetailsChanged: courses.details_changed,
    e.PatientTaken: handovers.taken,
    e.PatientLeft: way.left,
    e.PatientReturned: way.returned,
    e.RecordJoined: way.joined,
    e.CourseEnrolled: courses.enrolled,
    e.CourseAmended: courses.course_amended,
    e.StepStarted: paper.judged(moves.step_started),
    e.DecisionMade: paper.judged(moves.decision_made),
    e.PreconditionWaived: paper.judged(moves.precondition_waived),
    e.DoneOnPaper: paper.done_on_paper,
    e.DoseGiven: doses.dose_given,
    e.DoseNotGiven: doses.dose_not_given,
    e.DoseVomited: doses.dose_vomited,
    e.RashFreeChecked: skin.rash_free,
    e.RashFound: skin.rash_found,
    e.RedFlagSeen: skin.red_flag,
    e.AlarmSeen: skin.alarm_seen,
    e.NamedCheckMade: skin.named_check_made,
    e.NaranjoAssessed: reactions.naranjo_assessed,
    e.EarlierReaction: reactions.earlier_reaction,
    e.HoldPlaced: corrections.hold_placed,
    e.NoteAdded: corrections.note_added,
    e.CoMedicationStarted: co_medications.started,
    e.CoMedicationGiven: co_medications.given,
    e.CoMedicationStopped: co_medications.stopped,
    e.FollowUpRecorded: reactions.follow_up_recorded,
    e.EntryCorrected: corrections.corrected,
    e.LedgerBegun: corrections.of_the_ledger,
    e.LedgerContinued: corrections.by_the_ledger_alone,
    e.CarriedOver: corrections.by_the_ledger_alone,
    e.ClockConfirmed: corrections.of_the_ledger,
    e.ProtocolApproved: corrections.of_the_ledger,
    e.PackConfirmed: corrections.of_the_ledger,
    e.ScanningSet: corrections.of_the_ledger,
    e.NumbersSet: corrections.of_the_ledger,
    e.ZoneCorrected: corrections.of_the_ledger,
    e.RecordImported: lambda record, entry, now: imports.imported(record, entry, now, check),
    e.PatientSent: sending.sent,
    e.RecordTakenBack: sending.taken_back,
    e.HandoverGiven: handovers.given,
    e.HandoverAccepted: handovers.accepted,
    e.HandoverRefused: handovers.refused,
}
"""The rule of each kind of entry; those of the staff list have theirs in rules/staff.py."""


def check(
    record: Record,
    entry: e.Entry,
    now: datetime,
    newest: datetime | None,
    staff: Staff = NO_STAFF,
    approvals: Approvals | None = None,
    numbers: Collection[str] = (),
    catalogue: Catalogue = NOTHING_SET,
) -> None:
    """Raise Refused, in words, unless `entry` may be added to `record` at the UTC instant `now`.

    `staff` is the ledger's staff list before the entry, `approvals` what it says of protocols; None for a
    chart outside of any ledger. `newest` is when the ledger's newest entry was
    recorded: while the clock is behind or far ahead of it, facts are taken and marked, and moves wait.
    `numbers` are the hospital numbers of all patients of the ledger, `catalogue` says what they look like.
    """
    refuse_if(bool(record.trouble), f"{record.trouble} Nothing can be recorded in it.")
    refuse_if(says_nothing(entry.by.name), "Say who you are: the entry has no name.")
    fits(entry.by.name + entry.by.initials + entry.by.account + entry.id, "who recorded it")
    if not is_zone(entry.zone) and not isinstance(entry.what, e.ZoneCorrected):  # which puts it right
        raise Refused(f"{visible(entry.zone)} is not a time zone.")
    refuse_if(entry.at.utcoffset() is None, "The time of the entry has no time zone.")
    odd = oddity(entry.at, "its time")
    refuse_if(bool(odd), f"This cannot be kept, for nobody could read it: {odd}.")
    if entry.at > now:
        when = when_text(entry.at, entry.zone)
        raise Refused(f"{when} is in the future. Enter the time at which it happened.", about="at")
    may_record(staff, entry)
    another_person(staff, record, entry)
    identity.number_is_new(record, entry, numbers)
    identity.number_fits(record, entry, catalogue)
    sending.moves_are_made_here(record, entry)
    way.waits_for_the_patient(record, entry)
    if approvals is not None:
        _protocol_allows(approvals, entry)
        _version_allows(record, approvals, entry)
    if isinstance(entry.what, e.Move):
        _clock_allows_moves(now, newest, entry.zone)
    elif clock_mark(now, newest) != "ok":
        entry = msgspec.structs.replace(entry, clock=clock_mark(now, newest))
    _of_its_kind(record, entry, now, staff)
    decisions_accepted(staff, entry)


def _of_its_kind(record: Record, entry: e.Entry, now: datetime, staff: Staff) -> None:
    """The rules of the kind; what none of them has a word for is refused where nobody could read it."""
    odd = oddity(entry)
    unreadable = f"This cannot be kept, for nobody could read it: {visible(odd)}."
    try:
        rule = STAFF_RULES.get(type(entry.what))
        if rule is not None:
            corrections.of_the_ledger(record, entry, now)
            rule(staff, entry)
        else:
            RULES[type(entry.what)](record, entry, now)
    except UNFIT as error:
        if not odd:
            raise
        raise Refused(unreadable) from error
    refuse_if(bool(odd), unreadable)


def _protocol_allows(approvals: Approvals, entry: e.Entry) -> None:
    """A site's own protocol needs a prescriber's approval before the first patient is enrolled on it."""
    what = entry.what
    if isinstance(what, e.ProtocolApproved):
        approvable(approvals, what.protocol)
    if isinstance(what, e.CourseEnrolled) and what.protocol.startable and not approvals.has(what.protocol):
        raise Refused(
            f"{visible(what.protocol.title)} is not approved here in this version. A prescriber reads and "
            "approves it first: in the library, key l."
        )


def _version_allows(record: Record, approvals: Approvals, entry: e.Entry) -> None:
    """A course that came with a protocol that is not this site's waits for a prescriber here."""
    chart = record.chart(entry.course)
    if not isinstance(entry.what, e.StepStarted) or chart is None or entry.by.role == "prescriber":
        return
    words = version_words(chart.plan.protocol, approvals.known) if chart.brought else ()
    if words:
        raise Refused(*words)


def _clock_allows_moves(now: datetime, newest: datetime | None, zone: str) -> None:
    mark = clock_mark(now, newest)
    if mark == "ok" or newest is None:
        return
    raise Refused(
        f"{clock_words(mark, now, newest, zone)} Until then doses and checks can be recorded, but no step "
        "can be started."
    )
