"""Doses per kg or m²: the fixed amount of each step as a prescriber enters it, held against the protocol.

Nothing here makes a dose for anybody. A prescriber enters the fixed amounts beside the recorded weight, and
height where the dose is per m²; here the protocol's amount times the size is worked out and compared. The
body surface is by Mosteller (N Engl J Med 1987;317:1098), in m² with two decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct, structs

from protocols.definition.named_check import NamedCheck, check_named
from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.values.formatting import amount_text, number_text

WEIGHTS = (Decimal("0.2"), Decimal(500))
"""kg that a patient can weigh, born too early or very heavy."""
HEIGHTS = (Decimal(20), Decimal(250))
"""cm that a patient can be long."""

NO_STEP = (0,)
"""The steps that wait for a weight: none does."""

WEIGHT = NamedCheck(
    "Weight",
    24 * 366,
    "kg",
    *WEIGHTS,
    before_steps=NO_STEP,
    text="No amount changes by it: a prescriber decides.",
    loinc="29463-7",
    ucum="kg",
)
HEIGHT = NamedCheck(
    "Height",
    24 * 366,
    "cm",
    *HEIGHTS,
    before_steps=NO_STEP,
    text="No amount changes by it: a prescriber decides.",
    loinc="8302-2",
    ucum="cm",
)
"""What can be recorded beside the checks of such a protocol, as one of them; the gate asks for neither."""


class FixedAmount(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a prescriber fixed for the doses of step `step` that the file has as `asked` per kg or m².

    `reason` is why it differs from the protocol by more than the rounding.
    """

    step: int
    asked: Decimal
    amount: Decimal
    reason: str = ""


class Sized(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The fixed amounts of every step, in the order of the steps, and the size they were entered for."""

    weight_kg: Decimal
    amounts: tuple[FixedAmount, ...]
    height_cm: Decimal | None = None


@dataclass(frozen=True)
class Working:
    """One entered amount held against the protocol, in the drug's own unit.

    `exact` is the amount per kg or m² times the size; `goal` the same, at most the cap.
    """

    step: int
    asked: Decimal
    size: Decimal
    exact: Decimal
    cap: Decimal | None
    round_to: Decimal | None

    @property
    def goal(self) -> Decimal:
        """What the protocol asks for before rounding."""
        return self.exact if self.cap is None else min(self.exact, self.cap)

    def over_cap(self, amount: Decimal) -> bool:
        """Whether `amount` is more than one dose may ever be."""
        return self.cap is not None and amount > self.cap

    def is_rounded(self, amount: Decimal) -> bool:
        """Whether `amount` is what the protocol asks for, but for the rounding: half its step either way, and
        the last step below a cap.
        """
        half = self.round_to / 2 if self.round_to is not None else Decimal(0)
        below = self.round_to is not None and self.goal == self.cap
        last = self.goal // self.round_to * self.round_to if below and self.round_to else None
        return abs(amount - self.goal) <= half or amount == last

    def text(self, protocol: Protocol) -> str:
        """The working in words: "0.15 mg/kg x 15 kg = 2.25 mg, rounded by 0.5 mg, at most 25 mg"."""
        plain = protocol.plain_unit
        parts = [f"{self.sum_text(protocol)} = {amount_text(self.exact, plain)}"]
        if self.round_to is not None:
            parts.append(f"rounded by {amount_text(self.round_to, plain)}")
        if self.cap is not None:
            parts.append(f"at most {amount_text(self.cap, plain)}")
        return ", ".join(parts)

    def sum_text(self, protocol: Protocol) -> str:
        """What is multiplied: "0.15 mg/kg x 15 kg"."""
        asked, size = amount_text(self.asked, protocol.unit), size_text(protocol, self.size)
        return f"{asked} \N{MULTIPLICATION SIGN} {size}"


def body_surface(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    """m² by Mosteller: the root of cm times kg over 3,600, with two decimals."""
    exact = (weight_kg * height_cm / 3600).sqrt()
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def size_of(protocol: Protocol, weight_kg: Decimal, height_cm: Decimal | None) -> Decimal | None:
    """The kg or m² that the amounts of `protocol` are multiplied with; None without the height it needs."""
    if protocol.per == "kg":
        return weight_kg
    return None if height_cm is None else body_surface(weight_kg, height_cm)


def size_text(protocol: Protocol, size: Decimal) -> str:
    """A size with its unit: "15 kg", "0.86 m²"."""
    return f"{number_text(size)} {'kg' if protocol.per == 'kg' else 'm²'}"


def measured_text(sized: Sized) -> str:
    """Weight and height that amounts were entered for: "15 kg", "22 kg and 120 cm"."""
    weight = f"{number_text(sized.weight_kg)} kg"
    return weight if sized.height_cm is None else f"{weight} and {number_text(sized.height_cm)} cm"


def asked_amounts(protocol: Protocol) -> Iterator[tuple[int, Decimal]]:
    """Every step with each amount per kg or m² that it has: one fixed amount is entered for each."""
    for number, step in enumerate(protocol.steps, start=1):
        for asked in step.amounts_used:
            yield number, asked


def working(protocol: Protocol, step: int, asked: Decimal, size: Decimal) -> Working:
    """What the protocol asks for at `asked` of `step` for a patient of `size` (kg or m²)."""
    caps = [cap for cap in (protocol.step(step).at_most, protocol.at_most) if cap is not None]
    cap = min(caps, default=None)
    return Working(step, asked, size, asked * size, cap, protocol.round_to)


def fixed_protocol(protocol: Protocol, sized: Sized) -> Protocol:
    """The protocol with the amounts that were entered in the place of those per kg or m².

    Weight and height can be recorded in it as checks that no step waits for. ValueError where an amount is
    missing.
    """
    entered = {(one.step, one.asked): one.amount for one in sized.amounts}
    missing = [pair for pair in asked_amounts(protocol) if pair not in entered]
    if missing:
        raise ValueError(f"no fixed amount for step {missing[0][0]}")
    steps = tuple(_fixed(step, number, entered) for number, step in enumerate(protocol.steps, start=1))
    wanted = (WEIGHT,) if protocol.per == "kg" else (WEIGHT, HEIGHT)
    own = tuple(check for check in wanted if check_named(protocol.checks, check.name) is None)
    return structs.replace(
        protocol,
        unit=protocol.plain_unit,
        steps=steps,
        checks=(*protocol.checks, *own),
        round_to=None,
        at_most=None,
    )


def _fixed(step: Step, number: int, entered: dict[tuple[int, Decimal], Decimal]) -> Step:
    def of_day(day: tuple[PlannedDose, ...]) -> tuple[PlannedDose, ...]:
        return tuple(PlannedDose(dose.slot, entered[number, dose.amount]) for dose in day)

    pattern = tuple(map(of_day, step.pattern))
    doses = of_day(step.doses)
    if pattern:
        slots = [dose.slot for dose in pattern[0]]
        largest = {slot: max(d.amount for day in pattern for d in day if d.slot == slot) for slot in slots}
        doses = tuple(PlannedDose(slot, largest[slot]) for slot in slots)
    return structs.replace(step, doses=doses, pattern=pattern, at_most=None)
