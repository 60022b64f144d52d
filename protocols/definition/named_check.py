"""Named checks: what a protocol asks for in the gate beside the skin, each a measurement or a statement.

Blood pressure, neutrophils, a score: a limit or a range makes a check a measurement. Without one it is a
statement that a person makes: "no withdrawal signs". None of them takes the place of the rash-free check
(rules.md, "The gate", 3).
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct

from protocols.values.formatting import number_text
from protocols.values.text import visible

WaivedBy = Literal["nobody", "prescriber"]
WAIVED_BY: tuple[WaivedBy, ...] = get_args(WaivedBy)
MOST_CHECKS = 9
"""As many as the form that records them has numbers for."""


class NamedCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """One check by its name. `unit` is that of its values and limits, "" for a score.

    It counts for `valid_hours`, at the start of the step and at its first dose. `before_steps` are the
    numbers of the steps that wait for it, all where there are none. Out of range it `holds` the course, or
    only keeps the gate shut. `loinc` and `ucum` are its codes for other systems.
    """

    name: str
    valid_hours: int | Decimal
    unit: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    before_steps: tuple[int, ...] = ()
    waived_by: WaivedBy = "nobody"
    holds: bool = False
    text: str = ""
    loinc: str = ""
    ucum: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether it has a value; else somebody states it."""
        return self.at_least is not None or self.at_most is not None

    @property
    def valid(self) -> timedelta:
        """How long it counts."""
        return timedelta(microseconds=int(self.valid_hours * 3_600_000_000))

    def is_before(self, step: int) -> bool:
        """Whether step `step` waits for it; of step 0 alone none does."""
        return not self.before_steps or step in self.before_steps

    def in_range(self, value: Decimal | None, stated: bool | None) -> bool:
        """Whether a value is within the limits, themselves in range; or whether it was stated to be so."""
        if not self.is_measured:
            return stated is True
        if value is None:
            return False
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    @property
    def wanted(self) -> str:
        """The limits in words: "at least 1.5 10^9/L", "90 to 140 mmHg"; "to be stated" without any."""
        if not self.is_measured:
            return "to be stated"
        if self.at_least is not None and self.at_most is not None:
            return f"{number_text(self.at_least)} to {self.value_text(self.at_most)}"
        if self.at_least is not None:
            return f"at least {self.value_text(self.at_least)}"
        return f"at most {self.value_text(self.at_most or Decimal(0))}"

    def value_text(self, value: Decimal) -> str:
        """A value with its unit."""
        return f"{number_text(value)} {visible(self.unit)}".rstrip()

    @property
    def steps_text(self) -> str:
        """Before which steps: "before every step", "before steps 2 and 3"."""
        if self.before_steps == (0,):
            return "no step waits for it"
        if not self.before_steps:
            return "before every step"
        numbers = [str(number) for number in self.before_steps]
        named = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
        return f"before step{'s' if len(numbers) > 1 else ''} {named}"


def check_named(checks: tuple[NamedCheck, ...], name: str) -> NamedCheck | None:
    """The check of that name."""
    return next((check for check in checks if check.name == name), None)
