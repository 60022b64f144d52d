"""Entries: one immutable line each of a patient's record, one kind per thing that can happen.

A fact says what happened and can always be recorded; a move is permission for what comes next
and passes the gate (rules.md, "Facts and moves"). `at` is an aware instant with the clinic's
offset; `recorded` is UTC, set by the ledger. Amounts are exact, in the protocol's unit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from protocols.entries.base import Confirmed, DoseKey, Fact, Kind, Move, Person, Role
from protocols.entries.co_medications import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped
from protocols.entries.courses import (
    AmendedPlan,
    CourseAmended,
    CourseEnrolled,
    DecisionKind,
    DecisionMade,
    DoneOnPaper,
    HoldPlaced,
    PreconditionWaived,
    StepStarted,
    Waivable,
    amended,
)
from protocols.entries.doses import (
    DoseGiven,
    DoseNotGiven,
    DoseScans,
    DoseVomited,
    NotGivenStatus,
    PackUsed,
    SecondCheck,
)
from protocols.entries.earlier import EarlierReaction
from protocols.entries.follow_up import FollowUpRecorded
from protocols.entries.handovers import HandoverAccepted, HandoverGiven, HandoverRefused
from protocols.entries.imported import (
    Heard,
    Learned,
    Origin,
    PatientSent,
    RecordImported,
    RecordTakenBack,
    SealedEntry,
    Signature,
)
from protocols.entries.ledger import ClockConfirmed, Continues, LedgerBegun, LedgerContinued, ZoneCorrected
from protocols.entries.library import NumbersSet, PackConfirmed, ProtocolApproved, ScanningSet, Wanted
from protocols.entries.patients import (
    Leaving,
    NoteAdded,
    PatientAdmitted,
    PatientDetailsChanged,
    PatientLeft,
    PatientReturned,
    PatientTaken,
    RecordJoined,
    in_bed_after,
    is_death,
    is_joining,
)
from protocols.entries.reactions import NaranjoAnswer, NaranjoAssessed
from protocols.entries.skin import AlarmSeen, NamedCheckMade, RashFound, RashFreeChecked, RedFlagSeen
from protocols.entries.staff import (
    AccountTied,
    PinSet,
    SignedOn,
    SignOnFailed,
    StaffAdded,
    StaffChanged,
    StaffDisabled,
)

__all__ = [
    "FORMAT",
    "AccountTied",
    "AlarmSeen",
    "AmendedPlan",
    "CarriedOver",
    "ClockConfirmed",
    "ClockMark",
    "CoMedicationGiven",
    "CoMedicationStarted",
    "CoMedicationStopped",
    "Confirmed",
    "Continues",
    "Correctable",
    "CourseAmended",
    "CourseEnrolled",
    "DecisionKind",
    "DecisionMade",
    "DoneOnPaper",
    "DoseGiven",
    "DoseKey",
    "DoseNotGiven",
    "DoseScans",
    "DoseVomited",
    "EarlierReaction",
    "Entry",
    "EntryCorrected",
    "Fact",
    "FollowUpRecorded",
    "HandoverAccepted",
    "HandoverGiven",
    "HandoverKind",
    "HandoverRefused",
    "Heard",
    "HoldPlaced",
    "Kind",
    "Learned",
    "Leaving",
    "LedgerBegun",
    "LedgerContinued",
    "Move",
    "NamedCheckMade",
    "NaranjoAnswer",
    "NaranjoAssessed",
    "NotGivenStatus",
    "NoteAdded",
    "NumbersSet",
    "Origin",
    "PackConfirmed",
    "PackUsed",
    "PatientAdmitted",
    "PatientDetailsChanged",
    "PatientLeft",
    "PatientReturned",
    "PatientSent",
    "PatientTaken",
    "Person",
    "PinSet",
    "PreconditionWaived",
    "ProtocolApproved",
    "RashFound",
    "RashFreeChecked",
    "RecordImported",
    "RecordJoined",
    "RecordTakenBack",
    "RedFlagSeen",
    "Role",
    "ScanningSet",
    "SealedEntry",
    "SecondCheck",
    "SignOnFailed",
    "Signature",
    "SignedOn",
    "StaffAdded",
    "StaffChanged",
    "StaffDisabled",
    "StaffKind",
    "StepStarted",
    "Waivable",
    "Wanted",
    "What",
    "ZoneCorrected",
    "amended",
    "in_bed_after",
    "is_death",
    "is_joining",
]

FORMAT = 1
"""Version of the entries' format, kept in the first entry of every ledger."""

ClockMark = Literal["ok", "behind", "ahead"]

Correctable = (
    DoseGiven
    | DoseNotGiven
    | DoseVomited
    | RashFreeChecked
    | RashFound
    | RedFlagSeen
    | NamedCheckMade
    | NaranjoAssessed
    | EarlierReaction
    | NoteAdded
    | CoMedicationStarted
    | CoMedicationGiven
    | CoMedicationStopped
    | FollowUpRecorded
)


class EntryCorrected(Fact, frozen=True, tag="entry corrected"):
    """Entry `entry` was wrong. `right` is what is true instead, None when it never happened.

    `right_at` is the true instant where that was wrong too.
    """

    entry: str
    reason: str
    right: Correctable | None = None
    right_at: datetime | None = None


class CarriedOver(Fact, frozen=True, tag="carried over"):
    """All entries of one patient, or of the ledger itself, as they stand in the older file.

    They are the patient's record still; this entry is only their envelope and belongs to no record.
    """

    entries: tuple[Entry, ...]


StaffKind = StaffAdded | StaffChanged | StaffDisabled | PinSet | AccountTied | SignOnFailed | SignedOn
"""Entries of the staff list."""

HandoverKind = HandoverGiven | HandoverAccepted | HandoverRefused
"""Entries of handovers from one person to another."""

What = (
    LedgerBegun
    | LedgerContinued
    | CarriedOver
    | ClockConfirmed
    | StaffKind
    | HandoverKind
    | PatientAdmitted
    | PatientDetailsChanged
    | PatientTaken
    | PatientLeft
    | PatientReturned
    | RecordJoined
    | CourseEnrolled
    | CourseAmended
    | StepStarted
    | DecisionMade
    | PreconditionWaived
    | ProtocolApproved
    | PackConfirmed
    | ScanningSet
    | NumbersSet
    | ZoneCorrected
    | DoseGiven
    | DoseNotGiven
    | DoseVomited
    | RashFreeChecked
    | RashFound
    | RedFlagSeen
    | AlarmSeen
    | NamedCheckMade
    | NaranjoAssessed
    | EarlierReaction
    | HoldPlaced
    | DoneOnPaper
    | NoteAdded
    | CoMedicationStarted
    | CoMedicationGiven
    | CoMedicationStopped
    | FollowUpRecorded
    | EntryCorrected
    | RecordImported
    | PatientSent
    | RecordTakenBack
)


class Entry(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One kept line: what, when, who. The ledger adds `number`, `recorded` and `clock`.

    `id` is made by the client once per key press, so a retry is recognised. `patient` is the
    hospital number, "" for entries of the ledger itself; `course` is "" for entries of the patient.
    """

    id: str
    patient: str
    course: str = ""
    at: datetime
    zone: str
    by: Person
    what: What
    number: int = 0
    recorded: datetime | None = None
    clock: ClockMark = "ok"
