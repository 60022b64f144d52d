"""Entries of a patient: identity, allergies, notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec.structs import replace

from protocols.entries.base import Confirmed, Fact
from protocols.values.birth import Birth

Leaving = Literal["leave", "discharged", "died"]
"""On leave for hours or days, discharged, died."""


class PatientAdmitted(Fact, frozen=True, tag="patient admitted", omit_defaults=True):
    """A patient's identity and allergies. The record's key is the hospital number (MRN).

    Where `born` is not known to the day it is None, and `born_about` is what is: "1958-05", "1958", "".
    Somebody who cannot be named yet is `unidentified`; `family` is then what the ward calls them, such as
    "Unidentified 1".
    """

    family: str
    given: str
    born: date | None
    sex: str
    bed: str
    allergies: str
    allergies_known: Literal["known", "none known", "not recorded"] = "not recorded"
    born_about: str = ""
    unidentified: bool = False

    @property
    def birth(self) -> Birth:
        """The date of birth as far as it is known."""
        return Birth(self.born, self.born_about)


class PatientDetailsChanged(Fact, frozen=True, tag="patient details changed"):
    """The identity as it now is, with why it changed (a move to another bed, a misspelt name)."""

    details: PatientAdmitted
    reason: str


class PatientLeft(Fact, frozen=True, tag="patient left", omit_defaults=True):
    """The patient is not on the ward from the entry's `at` on: on leave, discharged, or died there.

    `back` is when somebody on leave is expected, an aware instant. The bed is free again, but for leave.
    """

    how: Leaving
    to: str = ""
    back: datetime | None = None
    note: str = ""


class PatientReturned(Fact, frozen=True, tag="patient returned", omit_defaults=True):
    """The patient is on the ward again, in `bed`; or, with `in_error`, never left, and `note` says why."""

    bed: str = ""
    in_error: bool = False
    note: str = ""


class RecordJoined(Fact, frozen=True, tag="record joined"):
    """The number was wrong, or a second one of the same person: all of this record stands in that of `into`.

    Two people say so: whoever records it, and `confirmed`. Nothing more is recorded here; somebody else who
    is admitted under this number begins a record of their own.
    """

    into: str
    reason: str
    confirmed: Confirmed


class PatientTaken(Fact, frozen=True, tag="patient taken"):
    """Somebody takes the patient for their shift, or lets go. It gives no right and takes none."""

    taken: bool = True


class NoteAdded(Fact, frozen=True, tag="note added"):
    """Free text on the record."""

    text: str


def in_bed_after(
    details: PatientAdmitted | None, way: PatientLeft | RecordJoined | PatientReturned
) -> PatientAdmitted | None:
    """The details with the bed as it is then: kept while on leave, none after a discharge or a death."""
    if details is None or (isinstance(way, PatientLeft) and way.how == "leave"):
        return details
    return replace(details, bed=way.bed if isinstance(way, PatientReturned) else "")


def is_death(what: object) -> bool:
    """Whether it says that the patient has died."""
    return isinstance(what, PatientLeft) and what.how == "died"


def is_joining(what: object) -> bool:
    """Whether it says that the record goes on under another number."""
    return isinstance(what, RecordJoined)
