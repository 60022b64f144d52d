"""How a dose is made: of whole pieces, of halves and quarters, or of a volume measured from a liquid.

Whole pieces come first. A part is named only where the file says that a piece may be divided, a volume only
where the syringe can measure it exactly. Amounts are exact decimals in the protocol's unit, volumes in mL.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from protocols.definition.liquid import Liquid
from protocols.definition.protocol import Protocol
from protocols.definition.units import Units, units, units_text
from protocols.values.formatting import amount_text, listed, number_text, plural
from protocols.values.unit import in_an_hour, substance_of

EASY_VOLUMES = (Decimal(1), Decimal(10))
"""Volumes in mL that one syringe measures well. Of several liquids one within them is taken, the strongest of
these, else the nearest: 20 mg is 5 mL of 4 mg in 1 mL, never 200 mL of 0.1 mg in 1 mL."""

LARGEST_VOLUME = Decimal(100)
"""More mL than one dose is measured in; a dose that would need more is not made of that liquid."""

FASTEST_RATE = Decimal(1000)
"""mL an hour that a pump is set to."""

_PARTS = {
    "no": (),
    "halves": ((2, "half a", "halves of a"),),
    "quarters": ((2, "half a", "halves of a"), (4, "a quarter of a", "quarters of a")),
}


_ONE = {Decimal(of): one for of, one, _ in _PARTS["quarters"]}
"""The name of one part, by how many of it are in a piece."""


def made_text(protocol: Protocol, amount: Decimal, strengths: Iterable[Decimal]) -> str | None:
    """What one dose is made of, "2 capsules of 150 mg"; None where neither pieces nor liquids make it.

    An amount per kg or m² is no dose: nothing makes it.
    """
    if protocol.per:
        return None
    stock = tuple(strengths)
    whole = units(amount, stock)
    if whole is not None:
        return units_text(whole, protocol.form, protocol.unit)
    return _divided(protocol, amount, stock) or _measured(protocol, amount)


def unmakeable(protocol: Protocol, strengths: Iterable[Decimal], upto_step: int) -> tuple[Decimal, ...]:
    """The doses of steps 1 to `upto_step` that nothing in the file makes, each once, in step order."""
    stock = tuple(strengths)
    doses = [amount for step in protocol.steps[:upto_step] for amount in step.amounts_used]
    return tuple(amount for amount in dict.fromkeys(doses) if made_text(protocol, amount, stock) is None)


def pieces(protocol: Protocol, amount: Decimal, strengths: Iterable[Decimal]) -> Units | None:
    """The fewest pieces that make one dose, whole ones, else with parts of them; None where none do."""
    stock = tuple(strengths)
    whole = units(amount, stock)
    return whole if whole is not None or not stock else units(amount, (*stock, *part_sizes(protocol, stock)))


def part_sizes(protocol: Protocol, strengths: Iterable[Decimal]) -> dict[Decimal, str]:
    """What half and quarter pieces hold, with their names ("half a tablet of 25 mg"); no strength itself."""
    return {
        size: f"{_ONE[strength / size]} {protocol.form} of {amount_text(strength, protocol.unit)}"
        for size, strength in parts_of(protocol, strengths).items()
    }


def parts_of(protocol: Protocol, strengths: Iterable[Decimal]) -> dict[Decimal, Decimal]:
    """The strength of the piece that each part is cut from, by what the part holds."""
    stock = sorted(strengths, reverse=True)
    return {
        strength / of: strength
        for of, _, _ in reversed(_PARTS[protocol.divisible])
        for strength in stock
        if strength / of not in stock
    }


def measured(
    protocol: Protocol, amount: Decimal, strengths: Iterable[Decimal]
) -> tuple[Decimal, Liquid] | None:
    """The mL of one dose, of a rate in an hour, and the liquid; None where pieces make it or none does."""
    if pieces(protocol, amount, strengths) is not None:
        return None
    found = [(_volume(protocol, amount, liquid), liquid) for liquid in protocol.liquids]
    fitting = [(volume, liquid) for volume, liquid in found if volume is not None]
    return min(fitting, key=lambda one: (_far(one[0]), one[0]), default=None)


def _divided(protocol: Protocol, amount: Decimal, stock: tuple[Decimal, ...]) -> str | None:
    """Whole pieces and parts of them, as few as do."""
    unit, form = protocol.unit, protocol.form
    parts = {
        strength / of: (strength, one, several)
        for of, one, several in reversed(_PARTS[protocol.divisible])
        for strength in sorted(stock, reverse=True)
    }
    made = units(amount, (*stock, *parts))
    if made is None or not parts:
        return None
    words = []
    for size, count in made:
        if size in stock:
            words.append(f"{plural(count, form)} of {amount_text(size, unit)}")
            continue
        strength, one, several = parts[size]
        lead = one if count == 1 else f"{count} {several}"
        words.append(f"{lead} {form} of {amount_text(strength, unit)}")
    return listed(words)


def _measured(protocol: Protocol, amount: Decimal) -> str | None:
    found = measured(protocol, amount, ())
    if found is None:
        return None
    volume, liquid = found
    holds = amount_text(liquid.amount, substance_of(protocol.unit))
    return f"{number_text(volume)} {volume_unit(protocol)} of {liquid.name}, {holds} in 1 mL"


def shelf_text(protocol: Protocol, strengths: Iterable[Decimal]) -> str:
    """What stands in stock, "20 mg and 150 mg"; where that are no pieces, the liquids it is measured from."""
    found = [amount_text(strength, protocol.unit) for strength in strengths]
    unit = substance_of(protocol.unit)
    liquids = [f"{one.name}, {amount_text(one.amount, unit)} in 1 mL" for one in protocol.liquids]
    return listed(found or liquids or ["nothing"])


def volume_unit(protocol: Protocol) -> str:
    """In what a dose is measured: the pump of a rate is set in mL an hour."""
    return "mL/h" if protocol.is_rate else "mL"


def _volume(protocol: Protocol, amount: Decimal, liquid: Liquid) -> Decimal | None:
    """The volume of a dose, or of a rate in an hour; None where it cannot be measured or set exactly."""
    step = protocol.syringe_step
    whole = amount * in_an_hour(protocol.unit)
    volume = whole / liquid.amount
    largest = FASTEST_RATE if protocol.is_rate else LARGEST_VOLUME
    exact = volume * liquid.amount == whole and volume <= largest
    return volume if exact and step is not None and volume % step == 0 else None


def _far(volume: Decimal) -> Decimal:
    """How far a volume is from those that are easy to measure, as a factor: 1 within them."""
    low, high = EASY_VOLUMES
    return max(low / volume, volume / high, Decimal(1))
