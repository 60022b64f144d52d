"""A liquid that a protocol's doses can be measured from: a solution, a suspension, a dilution by its name."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct

Divisible = Literal["no", "halves", "quarters"]
DIVISIBLE: tuple[Divisible, ...] = get_args(Divisible)
"""Whether one piece of the drug may be divided, and how far."""


class Liquid(Struct, frozen=True, forbid_unknown_fields=True):
    """A liquid by its name ("suspension", "1 in 100"): `amount` of the drug, in the file's unit, in 1 mL."""

    name: str
    amount: Decimal
