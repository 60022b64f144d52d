"""One figure of a statistic: a number with what it counts and what it is a share of."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Figure(NamedTuple):
    """`number` of `what`; a share of `of`, which `of_what` names, where there is one."""

    part: str
    what: str
    number: int | Decimal
    of: int | None = None
    of_what: str = ""

    @property
    def percent(self) -> Decimal | None:
        """The share to one decimal, None where there is none, or nothing to take it from."""
        if not self.of:
            return None
        return (Decimal(self.number) * 100 / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def median(values: list[Decimal]) -> Decimal:
    """The middle one of `values`, or between the two in the middle."""
    ranked, half = sorted(values), len(values) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
