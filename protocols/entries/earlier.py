"""Entries of what was before the course."""

from __future__ import annotations

from datetime import date

from protocols.entries.base import Fact


class EarlierReaction(Fact, frozen=True, tag="earlier reaction"):
    """The reaction that led to this course, in days of the clinic's calendar; the newest record counts.

    Course day 1 is `first_dose`, the first day of the drug that time. Texts are as written; a day is None
    and a text "" where it is not known. `taken` is the dose of that time; `treatment` is how the reaction
    was treated, from one day to another.
    """

    first_dose: date
    onset: date
    taken: str = ""
    rash: str = ""
    treatment: str = ""
    treatment_from: date | None = None
    treatment_until: date | None = None
    resolved: date | None = None
