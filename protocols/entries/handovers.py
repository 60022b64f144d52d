"""Entries of a handover: given, and what another person answered. They belong to the ledger, to no patient.

The sheet itself is not kept: it follows from the entries up to number `seen` and the moment of the entry
that gives it. `digest` is the SHA-256 of the words that were shown, so that showing them again is proved.
"""

from __future__ import annotations

from protocols.entries.base import Fact, Person


class HandoverGiven(Fact, frozen=True, tag="handover given"):
    """Somebody hands the ward over, or the patient `only`, as known from the entries up to `seen`.

    It changes nothing for the patients until somebody else accepts it. `others` were present.
    """

    place: str
    seen: int
    digest: str
    only: str = ""
    others: str = ""
    note: str = ""


class HandoverAccepted(Fact, frozen=True, tag="handover accepted"):
    """`taker` takes over from here on, `satisfied` with what was said and shown or not."""

    handover: str
    taker: Person
    satisfied: bool
    note: str = ""


class HandoverRefused(Fact, frozen=True, tag="handover refused"):
    """`taker` does not take over: `patient` alone, or nobody of the handover where that is ""."""

    handover: str
    taker: Person
    reason: str
    patient: str = ""
