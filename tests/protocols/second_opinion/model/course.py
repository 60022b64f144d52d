"""One course: what the moves made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec

from protocols import entries as e
from protocols.definition.sizing import Sized
from protocols.definition.step import SLOTS, PlannedDose, Step
from tests.protocols.second_opinion.model.names import same_drug
from tests.protocols.second_opinion.model.plan import Plan
from tests.protocols.second_opinion.model.rhythm import asked_on
from tests.protocols.second_opinion.model.skin import ALL, Basis
from tests.protocols.second_opinion.model.wall import key_instant


def given(steps: tuple[Step, ...], sized: Sized | None) -> tuple[Step, ...]:
    """The steps with the amounts that a prescriber fixed in the place of those per kg."""
    if sized is None:
        return steps
    fixed = {(one.step, one.asked): one.amount for one in sized.amounts}

    def swapped(number: int, doses: tuple[PlannedDose, ...]) -> tuple[PlannedDose, ...]:
        return tuple(PlannedDose(dose.slot, fixed[number, dose.amount]) for dose in doses)

    return tuple(
        msgspec.structs.replace(
            step,
            doses=swapped(number, step.doses),
            pattern=tuple(swapped(number, day) for day in step.pattern),
        )
        for number, step in enumerate(steps, start=1)
    )


@dataclass
class Stretch:
    """A time on one step from the dose `first` on. Stretches of one `stay` count their doses together."""

    step: int
    stay: int
    first: e.DoseKey
    due: datetime
    began: datetime
    order: int
    asks: Step
    until: datetime | None = None
    grid_known: bool = True


@dataclass
class Begun:
    """A start through the gate at `at`, and when the check under it was taken away.

    `doubt`: the rules leave open whether it was; `mending`, whether a later check took its place. `named` are
    the checks beside the skin that it stood on, `missing` those taken away, `unsure` those perhaps.
    """

    step: int
    at: datetime
    basis: Basis
    lost: datetime | None = None
    by_doubt: bool = False
    doubt: bool = False
    mending: tuple[datetime, Basis] | None = None
    named: dict[str, Basis] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)

    def moved_to(self, basis: Basis) -> None:
        """A fresh check carries it from now on."""
        self.lost, self.mending, self.basis = None, None, basis

    def confirmed(self, stands: bool) -> None:
        """Lost by the word of a wrong clock: it is there, or nobody knows, once somebody said otherwise."""
        if stands:
            self.lost, self.doubt = None, True

    def settle(self, lost: bool, at: datetime) -> None:
        """Open no more: `lost` is what the product makes of it."""
        self.doubt = False
        if lost:
            self.lost = self.mending[0] if self.mending else at
        elif self.mending:
            self.basis = self.mending[1]
        self.mending = None


@dataclass
class Hold:
    """Something that holds. A finding is the patient's (`course` ""); it stays one after a correction.

    `released` are courses in which it was; `still` those the product holds on although another released it;
    in `doubt` those for which a correction since leaves it open.
    """

    id: str
    kind: str
    course: str
    order: int
    since: datetime
    ended: int = 0
    once_flag: bool = False
    number: int = 0
    step: int = 0
    released: set[str] = field(default_factory=set)
    still: set[str] = field(default_factory=set)
    doubt: set[str] = field(default_factory=set)


@dataclass
class Waived:
    """A prescriber's waiver."""

    what: e.Waivable
    stay: int
    at: datetime
    check: str = ""


class Course:
    """The course that the entry `id` enrolled."""

    def __init__(self, id: str, plan: e.CourseEnrolled, order: int, at: datetime) -> None:
        self.id, self.plan, self.order, self.enrolled = id, Plan.enrolled(plan), order, at
        self.protocol = plan.protocol
        self.drug = same_drug(plan.protocol.drug)
        self.target = plan.target
        self.stretches: list[Stretch] = []
        self.starts: list[Begun] = []
        self.looks: list[Begun] = []
        self.waived: list[Waived] = []
        self.reset: datetime | None = None
        self.steps, self.sized = given(plan.protocol.steps, plan.sized), plan.sized
        self.asked: dict[Step, tuple[Fraction, Fraction]] = {}
        self.ended = ""

    @property
    def current(self) -> Stretch | None:
        """The newest stretch."""
        return self.stretches[-1] if self.stretches else None

    @property
    def grounds(self) -> list[Begun]:
        """What stands on a rash-free check: starts through the gate, and releases of a finding."""
        return [*self.starts, *self.looks]

    @property
    def number(self) -> int:
        """The current step, 0 before the start."""
        return self.stretches[-1].step if self.stretches else 0

    @property
    def stay(self) -> int:
        """The current stay, 0 before the start."""
        return self.stretches[-1].stay if self.stretches else 0

    def step(self, number: int) -> Step:
        """The plan of step `number`."""
        return self.steps[number - 1]

    @property
    def since(self) -> date:
        """The first day of the current stay, from which a cycle or a pattern is counted."""
        return self.first_day(self.stretches[-1])

    def first_day(self, of: Stretch) -> date:
        """The first day of the stay of a stretch."""
        return min(stretch.first.day for stretch in self.stretches if stretch.stay == of.stay)

    def amount(self, stretch: Stretch, key: e.DoseKey) -> Decimal | None:
        """What a stretch asks for at `key`, None for nothing."""
        if stretch.asks.every_minutes is not None:
            return None if key.slot in SLOTS else stretch.asks.doses[0].amount
        return asked_on(stretch.asks, key.day, self.first_day(stretch), stretch.first.day).get(key.slot)

    def of_stay(self) -> list[Stretch]:
        """The stretches of the current stay."""
        return [stretch for stretch in self.stretches if stretch.stay == self.stay]

    def close(self, at: datetime) -> None:
        """Nothing is due any more."""
        if self.stretches and self.stretches[-1].until is None:
            self.stretches[-1].until = at

    def begin(self, step: int, first: e.DoseKey, at: datetime, order: int, same_stay: bool) -> None:
        """Doses of `step` are due from `first` on."""
        self.close(at)
        stay = self.stay if same_stay else self.stay + 1
        due = key_instant(self.plan, first)
        self.stretches.append(Stretch(step, stay, first, due, at, order, self.step(step)))

    def start(self, step: int, first: e.DoseKey, at: datetime, order: int) -> None:
        """Through the gate: the check is to be made after the start of the step that is left."""
        basis = self.basis(at, first, order)
        self.begin(step, first, at, order, same_stay=False)
        self.starts.append(Begun(step, at, basis))

    def basis(self, at: datetime, first: e.DoseKey, order: int = ALL) -> Basis:
        """What a start at `at` from the dose `first` on has under it.

        A check in place of a lost one opened no gate, so it may open the next.
        """
        begun = self.current.began if self.current else None
        after = self.starts[-1].at if self.starts else None
        return Basis(at, max(at, key_instant(self.plan, first)), after, order, begun)

    def decide(self, what: e.DecisionMade, at: datetime, order: int) -> None:
        """What a decision does besides releasing (rules.md, "Rash, red flags, holds")."""
        kind, first = what.decision, what.first
        if kind in ("stop", "complete"):
            self.ended = kind
            self.close(at)
        elif kind == "target":
            self.target = what.step or self.target
        elif kind == "stay":
            self.target = self.number
        if kind == "amounts":
            self.steps, self.sized = given(self.protocol.steps, what.sized), what.sized
        if kind == "back" and what.step:
            self.starts = [start for start in self.starts if start.step <= what.step]
            self.looks = [look for look in self.looks if look.step <= what.step]
        if first is not None and kind in ("resume", "repeat", "back", "stay", "amounts"):
            step = what.step if kind == "back" and what.step else self.number
            self.begin(step, first, at, order, same_stay=kind in ("resume", "stay", "amounts"))
            if kind in ("repeat", "back"):
                self.reset = at

    def interval(self, number: int) -> timedelta:
        """The mean time between two doses of a step."""
        return self.step(number).interval
