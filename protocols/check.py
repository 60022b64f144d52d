"""The one place that says whether an entry may be recorded, for every path in.

Facts are refused only where they say something impossible or say it twice; moves are refused
unless their preconditions hold (rules.md, "Facts and moves").
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from protocols import (
    check_co_medications,
    check_courses,
    check_doses,
    check_earlier,
    check_follow_up,
    check_handovers,
    check_import,
    check_moves,
    check_others,
    check_reactions,
    check_skin,
)
from protocols.approvals import Approvals, approvable
from protocols.chart import Record
from protocols.check_staff import STAFF_RULES, may_record
from protocols.clinic_time import is_zone
from protocols.clock import clock_mark
from protocols.entries import (
    CarriedOver,
    ClockConfirmed,
    CoMedicationGiven,
    CoMedicationStarted,
    CoMedicationStopped,
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    DoseNotGiven,
    DoseVomited,
    EarlierReaction,
    Entry,
    EntryCorrected,
    FollowUpRecorded,
    HandoverAccepted,
    HandoverGiven,
    HandoverRefused,
    HoldPlaced,
    LedgerBegun,
    LedgerContinued,
    Move,
    NaranjoAssessed,
    NoteAdded,
    PatientAdmitted,
    PatientDetailsChanged,
    PreconditionWaived,
    ProtocolApproved,
    RashFound,
    RashFreeChecked,
    RecordImported,
    RedFlagSeen,
    StepStarted,
)
from protocols.refusal import Refused, refuse_if
from protocols.staff import NO_STAFF, Staff
from protocols.text import clean, visible
from protocols.words import when_text

__all__ = ["Refused", "check"]

_RULES: dict[type, Callable[[Record, Entry, datetime], None]] = {
    PatientAdmitted: check_courses.admitted,
    PatientDetailsChanged: check_courses.details_changed,
    CourseEnrolled: check_courses.enrolled,
    StepStarted: check_moves.step_started,
    DecisionMade: check_moves.decision_made,
    PreconditionWaived: check_moves.precondition_waived,
    DoseGiven: check_doses.dose_given,
    DoseNotGiven: check_doses.dose_not_given,
    DoseVomited: check_doses.dose_vomited,
    RashFreeChecked: check_skin.rash_free,
    RashFound: check_skin.rash_found,
    RedFlagSeen: check_skin.red_flag,
    NaranjoAssessed: check_reactions.naranjo_assessed,
    EarlierReaction: check_earlier.earlier_reaction,
    HoldPlaced: check_others.hold_placed,
    NoteAdded: check_others.note_added,
    CoMedicationStarted: check_co_medications.started,
    CoMedicationGiven: check_co_medications.given,
    CoMedicationStopped: check_co_medications.stopped,
    FollowUpRecorded: check_follow_up.recorded,
    EntryCorrected: check_others.corrected,
    LedgerBegun: check_others.of_the_ledger,
    LedgerContinued: check_others.by_the_ledger_alone,
    CarriedOver: check_others.by_the_ledger_alone,
    ClockConfirmed: check_others.of_the_ledger,
    ProtocolApproved: check_others.of_the_ledger,
    RecordImported: lambda record, entry, now: check_import.imported(record, entry, now, check),
    HandoverGiven: check_handovers.given,
    HandoverAccepted: check_handovers.accepted,
    HandoverRefused: check_handovers.refused,
}


def check(
    record: Record,
    entry: Entry,
    now: datetime,
    newest: datetime | None,
    staff: Staff = NO_STAFF,
    approvals: Approvals | None = None,
) -> None:
    """Raise Refused, in words, unless `entry` may be added to `record` at the UTC instant `now`.

    `staff` is the ledger's staff list before the entry, `approvals` what it says of protocols; None for a
    chart outside of any ledger. `newest` is when the ledger's newest entry was
    recorded: while the clock is behind or far ahead of it, facts are taken and marked, and moves wait.
    """
    refuse_if(not clean(entry.by.name), "Say who you are: the entry has no name.")
    if not is_zone(entry.zone):
        raise Refused(f"{visible(entry.zone)} is not a time zone.")
    refuse_if(entry.at.utcoffset() is None, "The time of the entry has no time zone.")
    if entry.at > now:
        when = when_text(entry.at, entry.zone)
        raise Refused(f"{when} is in the future. Enter the time at which it happened.")
    may_record(staff, entry)
    if approvals is not None:
        _protocol_allows(approvals, entry)
    if isinstance(entry.what, Move):
        _clock_allows_moves(now, newest, entry.zone)
    rule = STAFF_RULES.get(type(entry.what))
    if rule is not None:
        check_others.of_the_ledger(record, entry, now)
        rule(staff, entry)
    else:
        _RULES[type(entry.what)](record, entry, now)


def _protocol_allows(approvals: Approvals, entry: Entry) -> None:
    """A site's own protocol needs a prescriber's approval before the first patient is enrolled on it."""
    what = entry.what
    if isinstance(what, ProtocolApproved):
        approvable(approvals, what.protocol)
    if isinstance(what, CourseEnrolled) and what.protocol.startable and not approvals.has(what.protocol):
        raise Refused(
            f"{visible(what.protocol.title)} is not approved here in this version. A prescriber reads and "
            "approves it first: in the library, key l."
        )


def _clock_allows_moves(now: datetime, newest: datetime | None, zone: str) -> None:
    mark = clock_mark(now, newest)
    if mark == "ok" or newest is None:
        return
    side = "behind" if mark == "behind" else "far ahead of"
    raise Refused(
        f"This computer's clock ({when_text(now, zone)}) is {side} the newest entry "
        f"({when_text(newest, zone)}). Set it right, or compare it with another clock and confirm it. "
        "Until then doses and checks can be recorded, but no step can be started."
    )
