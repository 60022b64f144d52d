"""Amounts per kg or m² whose cap holds for everybody, or whose rounding is as large as the dose."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from protocols.definition.making import measured, pieces
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import asked_amounts, working
from protocols.values.formatting import amount_text, number_text

_SMALLEST = {"kg": Decimal(3), "m2": Decimal("0.2")}
"""A newborn: where the cap holds from there on, the amounts per kg mean nothing."""
_GROWN = {"kg": Decimal(70), "m2": Decimal("1.8")}
_UNITS = {"kg": "kg", "m2": "m²"}


def size_remarks(protocol: Protocol) -> Iterator[tuple[int, str, bool]]:
    """Each remark with its step, 0 for the whole protocol, and whether it is a warning."""
    if not protocol.per or not protocol.steps:
        return
    size, grown = _UNITS[protocol.per], _GROWN[protocol.per]
    if protocol.at_most is None and any(step.at_most is None for step in protocol.steps):
        yield 0, f"no cap stands beside the doses per {size}: at_most says what one dose never passes.", True
    for number, asked in asked_amounts(protocol):
        found = working(protocol, number, asked, grown)
        said = amount_text(asked, protocol.unit)
        if found.cap is not None and found.cap <= asked * _SMALLEST[protocol.per]:
            reached = f"{number_text(round(found.cap / asked, 2))} {size}"
            cap = amount_text(found.cap, protocol.plain_unit)
            yield number, f"everybody is given the cap: {said} reaches {cap} at {reached}.", True
        if found.round_to is not None and found.round_to >= found.goal:
            by = amount_text(found.round_to, protocol.plain_unit)
            of = f"{number_text(grown)} {size} {amount_text(found.goal, protocol.plain_unit)}"
            yield number, f"the rounding by {by} is as much as the dose: {said} is at {of}.", True
    yield from _rounding(protocol)


def _rounding(protocol: Protocol) -> Iterator[tuple[int, str, bool]]:
    """Without a rounding a dose can hardly be given; by one that nothing makes it is not made either."""
    by = protocol.round_to
    if by is None:
        yield (
            0,
            "no rounding: round_to is missing, so that every amount but the exact one needs a reason.",
            False,
        )
    elif pieces(protocol, by, protocol.strengths) is None and not measured(protocol, by, protocol.strengths):
        rounded = amount_text(by, protocol.plain_unit)
        yield 0, f"amounts are rounded by {rounded}, which nothing in the file makes.", False
