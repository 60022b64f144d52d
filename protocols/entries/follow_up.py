"""Entries of follow-up: how it went after the last step."""

from __future__ import annotations

from typing import Literal

from protocols.entries.base import Fact

Outcome = Literal["at the dose reached", "at another dose", "off the drug", "died", "not known"]
Disease = Literal["response", "stable", "no progression", "progression", "not assessed", "not known"]
Recurrence = Literal["no", "yes", "unknown"]


class FollowUpRecorded(Fact, frozen=True, tag="follow-up recorded"):
    """What was learned of the patient at the entry's time, weeks or years after the steps.

    `highest` is the highest dose reached, as stated; `recurred` says when the rash came back, where it did.
    """

    outcome: Outcome
    disease: Disease
    highest: str
    recurrence: Recurrence
    recurred: str = ""
    note: str = ""
