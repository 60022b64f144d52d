"""Entries of a patient: identity, allergies, notes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from protocols.entries.base import Fact
from protocols.values.birth import Birth


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


class PatientTaken(Fact, frozen=True, tag="patient taken"):
    """Somebody takes the patient for their shift, or lets go. It gives no right and takes none."""

    taken: bool = True


class NoteAdded(Fact, frozen=True, tag="note added"):
    """Free text on the record."""

    text: str
