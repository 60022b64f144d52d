"""How a file names what a nurse will read beside every dose: its unit, one piece of the drug, its title.

Spellings that old files may have are named here; those that can be misread are faults (toml/values.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protocols.definition.protocol import Protocol
from protocols.values.text import visible

_UNITS = {
    "mg": ("milligram", "milligrams", "milligramme", "milligrammes", "mgs"),
    "g": ("gram", "grams", "gramme", "grammes", "gs"),
    "kg": ("kilogram", "kilograms", "kgs"),
    "microgram": ("micrograms", "microgramme", "microgrammes"),
    "nanogram": ("nanograms", "ngs"),
    "mL": ("mls", "millilitre", "millilitres", "milliliter", "milliliters"),
    "L": ("litre", "litres", "liter", "liters"),
    "mmol": ("millimole", "millimoles", "mmols"),
    "mEq": ("meqs", "milliequivalent", "milliequivalents"),
    "units": ("unit",),
    "drops": ("drop",),
    "puffs": ("puff",),
    "sprays": ("spray",),
    "patches": ("patch",),
    "tablets": ("tablet",),
    "capsules": ("capsule",),
}
_SPELLED = {word: unit for unit, words in _UNITS.items() for word in (unit.casefold(), *words)}
_DOSE = re.compile(r"\d\s*(mg|g|kg|mL|L|mmol|micrograms?|nanograms?|units?|drops?|puffs?)\b", re.IGNORECASE)


def spelling_remarks(protocol: Protocol) -> Iterator[str]:
    """Everything that is written otherwise in the library, in sentences."""
    spelled = _SPELLED.get(protocol.unit.casefold())
    if spelled is not None and spelled != protocol.unit:
        yield f'the unit is written "{visible(protocol.unit)}": write "{spelled}", as every other file does.'
    one = _singular(protocol.form)
    if one is not None:
        yield f'the form is one piece of the drug: write "{one}", and "2 {visible(protocol.form)}" follows.'
    if _DOSE.search(protocol.title):
        yield "the title has an amount in it, which can pass for a dose where protocols are listed."


def _singular(form: str) -> str | None:
    """One of "tablets": a word in the plural that is no name of its own; None for any other."""
    word = visible(form)
    if re.search(r"[^aeiou]ies$", word):
        return f"{word[:-3]}y"
    if re.search(r"(ches|shes|xes)$", word):
        return word[:-2]
    return word[:-1] if re.search(r"(?<![su])s$", word) and len(word) > 3 else None
