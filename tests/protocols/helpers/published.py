"""The figures of the case report's tables, and the built-in files that must agree with them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import protocols
from protocols.definition.protocol import Protocol
from protocols.definition.totals import amounts_by
from protocols.toml.parser import read_bytes

LIBRARY = Path(protocols.__file__).parent / "library"

_DATA = json.loads(Path(__file__).with_name("published.json").read_text("utf-8"), parse_float=Decimal)

ROWS: dict[str, dict[str, Any]] = {row["id"]: row for row in _DATA["protocols"]}
"""Every row of Table 2, by the id of its file."""

CHECKS: dict[str, dict[str, Any]] = _DATA["checks"]
"""Sums and ratios of the four schedules, by the id of their file."""


def library(protocol_id: str) -> Protocol:
    """The built-in protocol with this id."""
    file = LIBRARY / f"{protocol_id}.toml"
    return read_bytes(file.read_bytes(), file.name)


def amount_by(protocol: Protocol, day: int) -> Decimal:
    """The amount of all doses of protocol days 1 to `day`."""
    return amounts_by(protocol, max(day, 0))[-1]


def exact(numbers: str) -> tuple[Decimal, ...]:
    """Exact numbers from words: exact("20 37.5")."""
    return tuple(Decimal(number) for number in numbers.split())
