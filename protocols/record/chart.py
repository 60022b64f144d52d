"""What a course is made of once its entries are added up: stretches, starts, holds, the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.sizing import Sized
from protocols.definition.step import Step
from protocols.entries import CourseEnrolled, DecisionMade, DoseKey, Entry, Waivable
from protocols.record.corrected import (
    CorrectedEntries,
    CorrectedEntry,
    dose_key,
    doses_taken,
    made_up,
    status_lines,
    vomited,
)
from protocols.record.people import Initials
from protocols.record.skin_check import ALL, Basis, Resting, skin_check
from protocols.record.slots import slot_instant

HoldCause = Literal["rash", "red flag", "hold", "check", "paper", "measurement", "result"]


@dataclass(frozen=True)
class Stretch:
    """An unbroken time on one step, from the dose `first` on.

    It ends at `until` (UTC): a hold, the next stretch, or the stop. Stretches with the same `stay`
    count their doses together: a resumed step goes on, a repeated one begins again. `asks` is the step with
    the amounts that were fixed for this time of it; most protocols have the same throughout.
    """

    step: int
    stay: int
    first: DoseKey
    began: datetime
    entry: Entry
    asks: Step
    until: datetime | None = None


@dataclass(frozen=True)
class Start:
    """A start of a step through the gate, at the instant `at`, or a `release` of a finding on its check.

    `basis` is what that check has to satisfy, by all of these `rules`, `broken` the entry by which it fell
    away. A fresh check gives it a new basis. `named` are the checks beside the skin that it stood on.
    """

    step: int
    at: datetime
    basis: Basis
    rules: tuple[GateRules, ...]
    broken: Entry | None = None
    named: tuple[Resting, ...] = ()
    release: bool = False

    @property
    def lost(self) -> tuple[NamedCheck, ...]:
        """The named checks whose result was taken away from under it."""
        return tuple(one.check for one in self.named if one.lost)

    @property
    def stands(self) -> bool:
        """Whether a rash-free check is behind this start."""
        return self.broken is None

    def is_carried(self, lines: CorrectedEntries) -> bool:
        """Whether a check among `lines` carries it."""
        return all(skin_check(lines, self.basis, rules).valid for rules in self.rules)

    def moved_to(self, basis: Basis, rules: GateRules) -> Start:
        """The same start on a fresh check, by the gate's own numbers."""
        return replace(self, basis=basis, rules=(rules,), broken=None)


@dataclass(frozen=True)
class Hold:
    """Nothing is due from `since` on. A hold of cause "check" ends with a fresh rash-free check, one of cause
    "result" with a fresh result of the named check; one of cause "paper" is for what was done on paper and
    could not be taken for a move.

    A finding is the patient's: `released` is the prescriber's decision, in another course, that ended it.
    Where doses were due, this course waits for a decision of its own on how it goes on.
    """

    cause: HoldCause
    entry: Entry
    since: datetime
    ended: Entry | None = None
    released: Entry | None = None

    @property
    def of_finding(self) -> bool:
        """Whether a rash or a red flag holds, which is the patient's and not of one course."""
        return self.cause in ("rash", "red flag")

    @property
    def unreleased(self) -> bool:
        """Whether a rash or a red flag holds that no prescriber has released, in any course."""
        return self.of_finding and self.ended is None and self.released is None


@dataclass(frozen=True)
class Waiver:
    """A prescriber's leave to pass one precondition; for all but a break, of this stay only.

    `check` is the name of the check where it is one.
    """

    precondition: Waivable
    stay: int
    entry: Entry
    check: str = ""


@dataclass(frozen=True)
class Chart:
    """What the entries of one course add up to. Nothing here depends on the time of looking.

    `lines` are the course's own and what was seen of the patient's skin; `known` are these and the doses of
    the same drug in the patient's other courses, which the skin check, the first dose offered and the
    warnings count too. `ended` is the prescriber's decision that ended the course: stopped, or completed.
    `fixed` is the entry, the enrolment or a decision, with the amounts that stand where the protocol has them
    per kg or m².
    """

    entry: Entry
    plan: CourseEnrolled
    entries: tuple[Entry, ...]
    lines: CorrectedEntries
    known: CorrectedEntries
    stretches: tuple[Stretch, ...]
    starts: tuple[Start, ...]
    holds: tuple[Hold, ...]
    waivers: tuple[Waiver, ...]
    target: int
    ended: Entry | None
    protocol: Protocol
    """The protocol as it was on the day of enrolment, with the fixed amounts that stand now."""
    fixed: Entry
    ward_zone: str = field(default="", compare=False)
    """The zone of the ward that imported the course; "" where it was enrolled here."""
    brought: bool = field(default=False, compare=False)
    """Whether the course was enrolled at another site."""
    away: Entry | None = None
    """The entry with which the patient was sent to another site, where moves are made; None while here."""
    left: Entry | None = None
    """The entry with which the patient left the ward: leave, discharge, death; None while here."""
    initials: Initials = field(default_factory=dict, compare=False)
    """How the people of the record are told apart by their initials."""

    @property
    def id(self) -> str:
        """The course's id."""
        return self.entry.id

    @property
    def sized(self) -> Sized | None:
        """The amounts that stand and the size they were fixed for; None of a protocol with fixed doses."""
        what = self.fixed.what
        return what.sized if isinstance(what, CourseEnrolled | DecisionMade) else None

    @cached_property
    def zone(self) -> str:
        """The time zone of the ward's clocks, in which times are typed and shown and days count.

        Dose times are wall-clock times in the zone of the plan, which an import keeps.
        """
        return self.ward_zone or self.plan.zone

    @cached_property
    def current(self) -> Stretch | None:
        """The last stretch, None before the course was started."""
        return self.stretches[-1] if self.stretches else None

    @property
    def step_number(self) -> int:
        """The current step, 0 before the course was started."""
        return self.stretches[-1].step if self.stretches else 0

    @cached_property
    def step(self) -> Step | None:
        """The current step's plan, None before the course was started."""
        return self.protocol.step(self.step_number) if self.stretches else None

    @cached_property
    def open_holds(self) -> tuple[Hold, ...]:
        """Holds nothing has ended yet."""
        return tuple(hold for hold in self.holds if hold.ended is None)

    @property
    def unreleased(self) -> tuple[Hold, ...]:
        """Holds of a rash or a red flag that no prescriber has released; the end of a course ends none."""
        return tuple(hold for hold in self.holds if hold.unreleased)

    @property
    def running(self) -> bool:
        """Whether doses are due here: it goes on, and the patient is on the ward."""
        return self.goes_on and self.left is None

    @cached_property
    def goes_on(self) -> bool:
        """Whether the course is started, not held, not ended, and not at another site."""
        return bool(self.stretches) and not self.open_holds and self.ended is None and self.away is None

    @property
    def completed(self) -> bool:
        """Whether the course ended as completed, and was not stopped (domain.md 4.4 row 20)."""
        what = self.ended.what if self.ended else None
        return isinstance(what, DecisionMade) and what.decision == "complete"

    @property
    def ended_text(self) -> str:
        """How the course ended, in a word: "completed" or "stopped"."""
        return "completed" if self.completed else "stopped"

    @property
    def asked(self) -> tuple[object, ...]:
        """What decides which doses are due: two charts that differ here have different plans."""
        return self.stretches, self.open_holds, self.target, self.ended, self.away, self.left, self.plan

    @cached_property
    def taken(self) -> list[CorrectedEntry]:
        """Every dose that reached the patient, by the time it was taken."""
        return doses_taken(self.lines)

    @cached_property
    def drug_taken(self) -> list[CorrectedEntry]:
        """Every dose of the drug that reached the patient, in this course or another, by its time."""
        return doses_taken(self.known)

    @cached_property
    def statuses(self) -> dict[DoseKey, CorrectedEntry]:
        """The record of each scheduled dose that has one."""
        return status_lines(self.lines)

    @cached_property
    def vomited(self) -> set[str]:
        """Ids of the doses that were vomited."""
        return vomited(self.known)

    @cached_property
    def make_ups(self) -> dict[str, CorrectedEntry]:
        """The make-up of each dose that has one, by the id of the record it makes up."""
        return made_up(self.lines)

    def key_of(self, line: CorrectedEntry) -> DoseKey | None:
        """The scheduled dose a line is about, None for one off the schedule."""
        return dose_key(self.lines, line.what)

    @cached_property
    def first_dose(self) -> CorrectedEntry | None:
        """The first dose of this protocol: given, and on its schedule. Earlier treatment is none."""
        start = slot_instant(self.plan, self.stretches[0].first) if self.stretches else None
        for line in self.taken:
            key = self.key_of(line)
            if key is not None and start is not None and slot_instant(self.plan, key) >= start:
                return line
        return None

    @cached_property
    def first_day(self) -> date | None:
        """Protocol day 1: the day of the first dose of this protocol (rules.md, "Words")."""
        key = self.key_of(self.first_dose) if self.first_dose else None
        return key.day if key else None


def basis_of(
    plan: CourseEnrolled, stretches: Sequence[Stretch], first: DoseKey | None, at: datetime, place: int = ALL
) -> Basis:
    """What a start at `at` from the dose `first` on has under it, after `stretches`.

    A check made before the step that is left was begun cannot open the gate after it: one check
    never opens two gates.
    """
    left = [stretch.began for stretch in stretches if stretch.stay == stretches[-1].stay]
    due = at if first is None else max(at, slot_instant(plan, first))
    return Basis(at, due, place, left[0] if left else None, first, plan)


def rules_behind(
    lines: CorrectedEntries, protocol: Protocol, step: int, basis: Basis
) -> tuple[GateRules, ...]:
    """By which numbers a check carries a start of `step`. What had been swallowed decided which of the two
    sets that a step down can have opened its gate: where both could, the check has to stand by both.
    """
    both = tuple(dict.fromkeys((protocol.gate_to(step), protocol.gate)))
    if len(both) == 1:
        return both
    return tuple(rules for rules in both if skin_check(lines, basis, rules).valid) or both[:1]
