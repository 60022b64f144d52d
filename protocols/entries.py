"""Entries: one immutable line each of a patient's record, one kind per thing that can happen.

A fact says what happened and can always be recorded; a move is permission for what comes next
and passes the gate (rules.md, "Facts and moves"). `at` is an aware instant with the clinic's
offset; `recorded` is UTC, set by the ledger. Amounts are exact, in the protocol's unit.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from protocols.protocol import Protocol

FORMAT = 1
"""Version of the entries' format, kept in the first entry of every ledger."""

Role = Literal["nurse", "prescriber", "pharmacist", "admin"]
NotGivenStatus = Literal[
    "refused", "absent", "unavailable", "nil by mouth", "other reason", "deferred", "unknown"
]
DecisionKind = Literal["resume", "repeat", "back", "stay", "target", "stop"]
Waivable = Literal["doses", "days", "break"]
ClockMark = Literal["ok", "behind", "ahead"]


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is at the keyboard, as signed on, and the account of the operating system."""

    name: str
    initials: str
    role: Role
    account: str = ""


class DoseKey(Struct, frozen=True, forbid_unknown_fields=True):
    """The name of one scheduled dose: its day in the clinic's calendar and its time of day."""

    day: date
    slot: str


class Kind(Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Base of all kinds of entry. A field of a newer version stops the reader; nothing is dropped."""


class Fact(Kind, frozen=True, tag_field="kind"):
    """What happened. Never gated."""


class Move(Kind, frozen=True, tag_field="kind"):
    """Permission for what comes next. Gated on every path."""


class LedgerBegun(Fact, frozen=True, tag="ledger begun"):
    """The first entry of a ledger: format version, ward name and the clinic's time zone."""

    format: int
    ward: str
    zone: str


class ClockConfirmed(Fact, frozen=True, tag="clock confirmed"):
    """A person compared the computer's clock with another one and says it is right."""

    note: str


class PatientAdmitted(Fact, frozen=True, tag="patient admitted"):
    """A patient's identity and allergies. The record's key is the hospital number (MRN)."""

    family: str
    given: str
    born: date
    sex: str
    bed: str
    allergies: str
    allergies_known: Literal["known", "none known", "not recorded"] = "not recorded"


class PatientDetailsChanged(Fact, frozen=True, tag="patient details changed"):
    """The identity as it now is, with why it changed (a move to another bed, a misspelt name)."""

    details: PatientAdmitted
    reason: str


class CourseEnrolled(Fact, frozen=True, tag="course enrolled"):
    """One patient on one protocol, kept as it was that day. Its entry id names the course.

    `times` are wall-clock times ("08:00") by slot in `zone`; `target` is the step to be reached;
    `made_by` says how doses are made that no whole number of `strengths` gives.
    """

    protocol: Protocol
    prescriber: str
    target: int
    strengths: tuple[Decimal, ...]
    times: dict[str, str]
    zone: str
    made_by: str = ""


class StepStarted(Move, frozen=True, tag="step started"):
    """The gate was open and someone started step `step`, from the dose `first` on."""

    step: int
    first: DoseKey


class DecisionMade(Move, frozen=True, tag="decision made"):
    """A prescriber's decision. `step` for back and target, `first` where doses become due again."""

    decision: DecisionKind
    reason: str
    step: int | None = None
    first: DoseKey | None = None
    residual_accepted: bool = False


class PreconditionWaived(Move, frozen=True, tag="precondition waived"):
    """A prescriber lets the current step be left without its doses, its days, or after a break."""

    precondition: Waivable
    reason: str


class DoseGiven(Fact, frozen=True, tag="dose given"):
    """A dose was taken. `dose` is None for one that was not on the schedule."""

    dose: DoseKey | None
    amount: Decimal
    self_administered: bool = False
    vomited: bool = False
    with_food: bool | None = None
    reason: str = ""


class DoseNotGiven(Fact, frozen=True, tag="dose not given"):
    """A scheduled dose was not taken. "deferred" and "unknown" leave it open for a later record."""

    dose: DoseKey
    status: NotGivenStatus
    reason: str


class DoseVomited(Fact, frozen=True, tag="dose vomited"):
    """The dose recorded in entry `entry` was vomited afterwards."""

    entry: str
    note: str = ""


class RashFreeChecked(Fact, frozen=True, tag="rash-free check"):
    """A named person saw the whole skin and the mucosa, and no rash."""

    whole_skin_seen: bool
    mucosa_seen: bool
    note: str = ""


class RashFound(Fact, frozen=True, tag="rash found"):
    """Findings of a skin check. Extent in % of body surface, temperature in degrees Celsius."""

    rash_type: Literal["maculopapular", "erythema multiforme", "urticaria", "other"]
    sites: tuple[str, ...]
    extent: Decimal | None = None
    extent_method: Literal["", "hand", "rule of nines", "estimate"] = ""
    symptoms: str = ""
    daily_living: Literal["not recorded", "no effect", "limits tasks", "limits self care"] = "not recorded"
    mucosa: Literal["not seen", "clear", "involved"] = "not seen"
    temperature: Decimal | None = None
    grade: int | None = None
    ctcae: str = ""
    note: str = ""


class RedFlagSeen(Fact, frozen=True, tag="red flag seen"):
    """A sign that stops everything at once (rules.md, "Rash, red flags, holds")."""

    flags: tuple[str, ...]
    note: str = ""


class HoldPlaced(Fact, frozen=True, tag="hold placed"):
    """Someone held the course for another reason. Only a prescriber ends it."""

    reason: str


class NoteAdded(Fact, frozen=True, tag="note added"):
    """Free text on the record."""

    text: str


Correctable = DoseGiven | DoseNotGiven | DoseVomited | RashFreeChecked | RashFound | RedFlagSeen | NoteAdded


class EntryCorrected(Fact, frozen=True, tag="entry corrected"):
    """Entry `entry` was wrong. `right` is what is true instead, None when it never happened.

    `right_at` is the true instant where that was wrong too.
    """

    entry: str
    reason: str
    right: Correctable | None = None
    right_at: datetime | None = None


What = (
    LedgerBegun
    | ClockConfirmed
    | PatientAdmitted
    | PatientDetailsChanged
    | CourseEnrolled
    | StepStarted
    | DecisionMade
    | PreconditionWaived
    | DoseGiven
    | DoseNotGiven
    | DoseVomited
    | RashFreeChecked
    | RashFound
    | RedFlagSeen
    | HoldPlaced
    | NoteAdded
    | EntryCorrected
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
