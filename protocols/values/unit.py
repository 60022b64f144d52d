"""What a unit of amounts says: "mg", "mg/kg", "mL/h", "microgram/kg/min".

First what is given, then what it is per (1 kg or 1 m²), then in which time: so much an hour or a minute is a
rate. "microgram per hour" is the same as "microgram/h".
"""

from __future__ import annotations

import re
from typing import Literal

Per = Literal["", "kg", "m2"]

_ENDS = {"/h": 1, "/min": 60, " per hour": 1, " per minute": 60}
"""How a rate ends, and how many of its times are in an hour."""


def is_rate(unit: str) -> bool:
    """Whether an amount in `unit` is so much an hour or a minute."""
    return unit.endswith(tuple(_ENDS))


def in_an_hour(unit: str) -> int:
    """How many of its times an hour has: 60 of "mg/min", 1 of "mg/h" and of what is no rate."""
    return next((times for end, times in _ENDS.items() if unit.endswith(end)), 1)


def per_of(unit: str) -> Per:
    """What an amount in `unit` is multiplied with; "" where it can be given as it stands."""
    found = re.search(r"/(kg|m2)(?=/|$)", unit)
    if found is None:
        return ""
    return "kg" if found[1] == "kg" else "m2"


def plain_of(unit: str) -> str:
    """The unit of what is given: "mg" of "mg/kg", "mg/h" of "mg/kg/h"."""
    return re.sub(r"/(kg|m2)(?=/|$)", "", unit)


def substance_of(unit: str) -> str:
    """What is given alone, as a liquid has it in 1 mL: "mg" of "mg/kg/h" and of "mg per hour"."""
    return re.split(r"/| per ", unit)[0]
