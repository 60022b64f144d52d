"""The one place that says whether an entry may be recorded, for every path in.

Facts are refused only where they say something impossible or say it twice; moves are refused
unless their preconditions hold (rules.md, "Facts and moves").
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

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
from protocols.record.approvals import Approvals, approvable
from protocols.record.clock import clock_mark
from protocols.record.fold import Record
from protocols.record.staff import NO_STAFF, Staff
from protocols.rules import (
    check_earlier,
    check_follow_up,
    co_medications,
    corrections,
    courses,
    doses,
    handovers,
    imports,
    moves,
    reactions,
    skin,
)
from protocols.rules.staff import STAFF_RULES, may_record
from protocols.values.clinic_time import is_zone
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused, refuse_if
from protocols.values.text import clean, visible

__all__ = ["Refused", "check"]

_RULES: dict[type, Callable[[Record, Entry, datetime], None]] = {
    PatientAdmitted: courses.admitted,
    PatientDetailsChanged: courses.details_changed,
    CourseEnrolled: courses.enrolled,
    StepStarted: moves.step_started,
    DecisionMade: moves.decision_made,
    PreconditionWaived: moves.precondition_waived,
    DoseGiven: doses.dose_given,
    DoseNotGiven: doses.dose_not_given,
    DoseVomited: doses.dose_vomited,
    RashFreeChecked: skin.rash_free,
    RashFound: skin.rash_found,
    RedFlagSeen: skin.red_flag,
    NaranjoAssessed: reactions.naranjo_assessed,
    EarlierReaction: check_earlier.earlier_reaction,
    HoldPlaced: corrections.hold_placed,
    NoteAdded: corrections.note_added,
    CoMedicationStarted: co_medications.started,
    CoMedicationGiven: co_medications.given,
    CoMedicationStopped: co_medications.stopped,
    FollowUpRecorded: check_follow_up.recorded,
    EntryCorrected: corrections.corrected,
    LedgerBegun: corrections.of_the_ledger,
    LedgerContinued: corrections.by_the_ledger_alone,
    CarriedOver: corrections.by_the_ledger_alone,
    ClockConfirmed: corrections.of_the_ledger,
    ProtocolApproved: corrections.of_the_ledger,
    RecordImported: lambda record, entry, now: imports.imported(record, entry, now, check),
    HandoverGiven: handovers.given,
    HandoverAccepted: handovers.accepted,
    HandoverRefused: handovers.refused,
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
        corrections.of_the_ledger(record, entry, now)
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
