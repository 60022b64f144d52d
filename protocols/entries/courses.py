"""Entries of a course: enrolment, steps, a prescriber's decisions, holds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from protocols.definition.protocol import Protocol
from protocols.definition.sizing import Sized, fixed_protocol
from protocols.entries.base import Confirmed, DoseKey, Fact, Move

DecisionKind = Literal["resume", "repeat", "back", "stay", "target", "amounts", "complete", "stop"]
Waivable = Literal["doses", "days", "break", "check"]


class CourseEnrolled(Fact, frozen=True, tag="course enrolled"):
    """One patient on one protocol, kept as it was that day. Its entry id names the course.

    `times` are wall-clock times ("08:00") by slot in `zone`; `target` is the step to be reached;
    `made_by` says how doses are made that no whole number of `strengths` gives. Of a protocol per kg or m²
    `sized` has the fixed amounts that the prescriber entered, and `confirmed` who looked at them too.
    """

    protocol: Protocol
    prescriber: str
    target: int
    strengths: tuple[Decimal, ...]
    times: dict[str, str]
    zone: str
    made_by: str = ""
    sized: Sized | None = None
    confirmed: Confirmed | None = None

    @property
    def fixed(self) -> Protocol:
        """The protocol with the amounts that are given: the fixed ones, where it has them per kg or m²."""
        return self.protocol if self.sized is None else fixed_protocol(self.protocol, self.sized)

    def times_on(self, day: date) -> dict[str, str]:
        """The clock times of the doses of `day`."""
        return self.times

    def zone_on(self, day: date) -> str:
        """The zone of these clock times."""
        return self.zone

    def at(self, instant: datetime) -> CourseEnrolled:
        """The plan as it stood at the aware `instant`."""
        return self


class CourseAmended(Move, frozen=True, tag="course amended", omit_defaults=True):
    """What of an enrolment is another from now on, while the course goes on; None for what stays.

    `times` are all dose times by slot, from the calendar day `since` on, by the clocks of the entry's zone;
    the doses of earlier days keep theirs. The target is changed by a prescriber's decision.
    """

    reason: str
    times: dict[str, str] | None = None
    since: date | None = None
    strengths: tuple[Decimal, ...] | None = None
    made_by: str | None = None
    prescriber: str | None = None


class AmendedPlan(CourseEnrolled, frozen=True, tag="amended plan", kw_only=True):
    """The enrolment with an amendment, as of the instant `amended`; no entry is of this kind.

    `times` and `zone` are those of `since` and later days; None where the amendment left them as they were.
    """

    before: CourseEnrolled
    amended: datetime
    since: date | None

    def times_on(self, day: date) -> dict[str, str]:
        """The clock times of the doses of `day`."""
        return self.before.times_on(day) if self.since is None or day < self.since else self.times

    def zone_on(self, day: date) -> str:
        """The zone of these clock times."""
        return self.before.zone_on(day) if self.since is None or day < self.since else self.zone

    def at(self, instant: datetime) -> CourseEnrolled:
        """The plan as it stood at the aware `instant`."""
        return self.before.at(instant) if instant <= self.amended else self


def amended(plan: CourseEnrolled, what: CourseAmended, at: datetime, zone: str) -> AmendedPlan:
    """`plan` as `what`, which took effect at the aware instant `at` in a ward of `zone`, leaves it."""
    kept = {name: getattr(plan, name) for name in CourseEnrolled.__struct_fields__}
    parts = ("times", "strengths", "made_by", "prescriber")
    changed = {name: getattr(what, name) for name in parts if getattr(what, name) is not None}
    since = what.since if what.times is not None else None
    if what.times is not None:
        changed["zone"] = zone
    return AmendedPlan(**{**kept, **changed}, before=plan, amended=at, since=since)


class StepStarted(Move, frozen=True, tag="step started", omit_defaults=True):
    """The gate was open and someone started step `step`, from the dose `first` on.

    `paper` is who did so on a downtime sheet: then it took effect at the entry's `at`, and the gate was open
    by what had happened by then. "" for a start made here.

    A patient who comes with a letter instead of a record begins here at a later step: `source` is what says
    so, `taken` the doses so far as stated there.
    """

    step: int
    first: DoseKey
    paper: str = ""
    source: str = ""
    taken: str = ""


class DecisionMade(Move, frozen=True, tag="decision made", omit_defaults=True):
    """A prescriber's decision. `step` for back and target, `first` where doses become due again.

    "amounts" fixes other amounts of a protocol per kg or m², from `first` on: `sized`, which another person
    `confirmed`. `paper` as of a start: who decided on paper, at the entry's `at`.
    """

    decision: DecisionKind
    reason: str
    step: int | None = None
    first: DoseKey | None = None
    residual_accepted: bool = False
    paper: str = ""
    sized: Sized | None = None
    confirmed: Confirmed | None = None


class PreconditionWaived(Move, frozen=True, tag="precondition waived", omit_defaults=True):
    """A prescriber lets the current step be left without its doses, its days, or after a break.

    A named check, where the protocol lets a prescriber waive it, is named in `check`.
    """

    precondition: Waivable
    reason: str
    paper: str = ""
    check: str = ""


class DoneOnPaper(Fact, frozen=True, tag="done on paper"):
    """What was done on paper and is no move: the gate was not open, or no prescriber has said so here.

    The patient had the doses all the same: they are those of the step that was begun, at the entry's `at`.
    It holds the course until a prescriber decides, or until the same move, with all that was entered since,
    proves to have been possible.
    """

    what: StepStarted | DecisionMade


class HoldPlaced(Fact, frozen=True, tag="hold placed"):
    """Someone held the course for another reason. Only a prescriber ends it."""

    reason: str
