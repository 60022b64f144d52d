"""A protocol: the steps of one drug, its rules and its source, as read from a TOML file.

Hours and minutes are durations; amounts are exact decimals in the protocol's unit.
A protocol without steps is an entry of the literature: shown, never started.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct, structs

from protocols.definition.liquid import Divisible, Liquid
from protocols.definition.named_check import NamedCheck
from protocols.definition.step import SLOTS, Direction, Step, direction
from protocols.values.unit import Per, is_rate, per_of, plain_of

CtcaeVersion = Literal["v4", "v5", "v6"]
CTCAE_VERSIONS: tuple[CtcaeVersion, ...] = get_args(CtcaeVersion)
"""The versions of CTCAE that a finding is graded in, oldest first (domain.md 2.5)."""

Hours = int | Decimal


def _length(hours: Hours) -> timedelta:
    return timedelta(microseconds=int(hours * 3_600_000_000))


class GateRules(Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of the gate (rules.md, "The gate"; domain.md 4.4 rows 14, 15 and 23).

    The published rashes came between `onset_from_days` and `onset_to_days` after the start, None where the
    file says neither.
    """

    check_after_dose_hours: Hours
    check_valid_hours: Hours
    treatment_break_hours: int
    watch_days: int
    onset_from_days: int | None = None
    onset_to_days: int | None = None

    @property
    def onset(self) -> tuple[int, int] | None:
        """The days after a start at which rashes were published to come, the first and the last."""
        if self.onset_from_days is None or self.onset_to_days is None:
            return None
        return self.onset_from_days, self.onset_to_days

    @property
    def check_after_dose(self) -> timedelta:
        """How long after the last dose a rash-free check counts."""
        return _length(self.check_after_dose_hours)

    @property
    def check_valid(self) -> timedelta:
        """How long a rash-free check is good."""
        return _length(self.check_valid_hours)


class DownRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Another time of the rash-free check before a step down; None as before any step.

    The check itself, a rash and a hold are the same in both directions (rules.md, "The gate", 3 to 5).
    """

    check_after_dose_hours: Hours | None = None
    check_valid_hours: Hours | None = None


class Windows(Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes either side of the dose time beyond which a dose is early or late (domain.md 2.3)."""

    once_daily_minutes: int
    more_often_minutes: int


SecondCheckRule = Literal["never", "first dose of each step", "every dose"]
SECOND_CHECK_RULES: tuple[SecondCheckRule, ...] = get_args(SecondCheckRule)


class DoseRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Who checks a dose, and what follows one not given or vomited (rules.md, "Doses").

    Without a number the next dose is taken at its time, as the label of alectinib says (domain.md 2.8).
    A dose not given can be made up unless the next one is due within `make_up_not_given_hours`; a vomited
    one up to `make_up_vomited_minutes` after it was taken. Protocols kept without these rules have none.
    """

    second_check: SecondCheckRule = "never"
    make_up_not_given_hours: int | None = None
    make_up_vomited_minutes: int | None = None


class Citation(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the protocol was published; `reference` is how the case report cites it.

    `evidence` says in words how strong it is: "one case", "label", "local agreement".
    """

    text: str
    reference: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    evidence: str = ""


class Published(Struct, frozen=True, forbid_unknown_fields=True):
    """What the source reports of its patient, word for word where it can be."""

    onset_of_rash: str
    rash_type: str
    time_to_improvement: str
    maximum_dose: str
    outcome: str
    follow_up: str


class CoMedication(Struct, frozen=True, forbid_unknown_fields=True):
    """A medicine given beside the drug, by protocol day; None or "" where the source gives none."""

    drug: str
    text: str
    amount: str = ""
    how_often: str = ""
    first_day: int | None = None
    last_day: int | None = None
    taper: str = ""


class Protocol(Struct, frozen=True, forbid_unknown_fields=True):
    """One plan of steps for one drug, with its citation. `ctcae` is the version this site grades by.

    `checks` are what the gate asks for beside the skin.
    `divisible`, `liquids` and `syringe_step` (mL) say how a dose is made that whole pieces do not give.
    With a unit "mg/kg" or "mg/m2" the amounts of the steps are per kg or m², and nothing can be given by
    them: a prescriber enters the fixed amounts (definition/sizing.py). Strengths, `round_to`, by which those
    are rounded, and `at_most`, the cap of one dose, are in the drug's own unit. A rate ends in "/h" or
    "/min"; its liquids have the substance in 1 mL and give mL an hour (values/unit.py).
    """

    id: str
    title: str
    drug: str
    form: str
    route: str
    unit: str
    strengths: tuple[Decimal, ...]
    citation: Citation
    published: Published
    gate: GateRules
    windows: Windows
    doses: DoseRules = DoseRules()
    steps: tuple[Step, ...] = ()
    peak_hours: Decimal | None = None
    half_life_hours: Decimal | None = None
    with_food: bool = False
    red_flags: tuple[str, ...] = ()
    co_medications: tuple[CoMedication, ...] = ()
    left_open: tuple[str, ...] = ()
    ctcae: CtcaeVersion = "v5"
    checks: tuple[NamedCheck, ...] = ()
    gate_down: DownRules = DownRules()
    divisible: Divisible = "no"
    syringe_step: Decimal | None = None
    liquids: tuple[Liquid, ...] = ()
    round_to: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def startable(self) -> bool:
        """False for a literature entry, which has no schedule."""
        return bool(self.steps)

    def step(self, number: int) -> Step:
        """Step `number`, counted from 1. IndexError when there is none."""
        if not 1 <= number <= len(self.steps):
            raise IndexError(f"{self.id} has no step {number}")
        return self.steps[number - 1]

    def direction(self, number: int) -> Direction:
        """Whether step `number` asks for more or less than the one before it; the first is "up"."""
        if number < 2:
            return "up"
        return direction(self.step(number - 1), self.step(number), rate=self.is_rate)

    @property
    def per(self) -> Per:
        """What the amounts of the steps are per; "" where they can be given as they stand."""
        return per_of(self.unit)

    @property
    def plain_unit(self) -> str:
        """The unit of strengths and of what is given: "mg" of "mg/kg", "mg/h" of "mg/kg/h"."""
        return plain_of(self.unit)

    @property
    def is_rate(self) -> bool:
        """Whether a dose is set as so much an hour or a minute, as of a patch: rates are not added up."""
        return is_rate(self.unit)

    @property
    def goes_down(self) -> bool:
        """Whether any step asks for less than the one before it: only then is up or down worth a word."""
        return any(self.direction(n) in ("down", "up and down") for n in range(2, len(self.steps) + 1))

    def gate_to(self, number: int) -> GateRules:
        """The numbers of the gate to step `number`: before a step down those that the file has for it."""
        if number < 2 or self.direction(number) != "down":
            return self.gate
        after, valid = self.gate_down.check_after_dose_hours, self.gate_down.check_valid_hours
        return structs.replace(
            self.gate,
            check_after_dose_hours=self.gate.check_after_dose_hours if after is None else after,
            check_valid_hours=self.gate.check_valid_hours if valid is None else valid,
        )

    @property
    def slots(self) -> tuple[str, ...]:
        """Every time of day any step uses, in the order of the day."""
        used = {dose.slot for step in self.steps for dose in step.doses}
        return tuple(slot for slot in SLOTS if slot in used)
