"""Entries of other medicines given beside the drug: a parallel list that never enters the gate."""

from __future__ import annotations

from datetime import date

from protocols.entries.base import Fact


class CoMedicationStarted(Fact, frozen=True, tag="co-medication started"):
    """Another medicine is given from now on. Its entry id names it.

    `amount` and `how_often` are as written, "" where nobody stated them; `last_day` is the last day it is
    planned for in the clinic's calendar, None for no planned end. `from_protocol` is one of the protocol's
    own plan.
    """

    drug: str
    amount: str
    how_often: str
    why: str
    last_day: date | None = None
    from_protocol: bool = False


class CoMedicationGiven(Fact, frozen=True, tag="co-medication given"):
    """The medicine that entry `medicine` started was taken, so much of it."""

    medicine: str
    amount: str
    note: str = ""


class CoMedicationStopped(Fact, frozen=True, tag="co-medication stopped"):
    """The medicine that entry `medicine` started is no longer given."""

    medicine: str
    reason: str
