"""Entries of a patient: identity, allergies, notes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from protocols.entries.base import Fact


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


class PatientTaken(Fact, frozen=True, tag="patient taken"):
    """Somebody takes the patient for their shift, or lets go. It gives no right and takes none."""

    taken: bool = True


class NoteAdded(Fact, frozen=True, tag="note added"):
    """Free text on the record."""

    text: str
