"""Entries of a course: enrolment, steps, a prescriber's decisions, holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from protocols.definition.protocol import Protocol
from protocols.entries.base import DoseKey, Fact, Move

DecisionKind = Literal["resume", "repeat", "back", "stay", "target", "complete", "stop"]
Waivable = Literal["doses", "days", "break"]


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


class HoldPlaced(Fact, frozen=True, tag="hold placed"):
    """Someone held the course for another reason. Only a prescriber ends it."""

    reason: str
