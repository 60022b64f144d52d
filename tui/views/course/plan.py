"""A step's doses in words, with the whole units that make them, for the forms that begin one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from protocols.definition.making import made_text as made_of_text
from protocols.definition.protocol import Protocol
from protocols.definition.totals import step_text
from protocols.definition.wording import slot_text
from protocols.values.formatting import amount_text, listed


def made_text(protocol: Protocol, number: int, strengths: Iterable[Decimal]) -> str:
    """What one dose of step `number` is made of: "2 capsules of 150 mg", morning before evening.

    "" while no strengths are known, and of amounts per kg or m².
    """
    stock = tuple(strengths)
    if protocol.per:
        return ""
    if not stock and not protocol.liquids:
        return ""
    step = protocol.step(number)
    made = {amount: _made(amount, protocol, stock) for amount in step.amounts_used}
    if len(made) == 1:
        return next(iter(made.values()))
    if step.pattern:
        return listed([f"{text} for {amount_text(amount, protocol.unit)}" for amount, text in made.items()])
    return listed([f"{made[dose.amount]} {slot_text(dose.slot)}" for dose in step.doses])


def _made(amount: Decimal, protocol: Protocol, stock: tuple[Decimal, ...]) -> str:
    return made_of_text(protocol, amount, stock) or f"{amount_text(amount, protocol.unit)} cannot be made"


def planned_text(protocol: Protocol, number: int, strengths: Iterable[Decimal]) -> str:
    """A step and what each of its doses is made of: "300 mg twice daily: 2 capsules of 150 mg"."""
    made = made_text(protocol, number, strengths)
    doses = step_text(protocol.step(number), protocol.unit)
    return f"{doses}: {made}" if made else doses
