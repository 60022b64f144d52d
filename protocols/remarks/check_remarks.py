"""Checks beside the skin that cannot do what they are for.

A range that nobody or everybody is in, a code with a slip of the pen, a name that can be taken for the
rash-free check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import Protocol
from protocols.values.formatting import number_text
from protocols.values.text import visible

_MEASURED = (
    (r"heart rate|pulse", r"/min|bpm|beats.*", 20, 300),
    (r"respiratory rate", r"/min|breaths.*", 4, 80),
    (r"systolic", r"mmHg", 40, 300),
    (r"diastolic", r"mmHg", 20, 200),
    (r"temperature", r"°C|C", 25, 45),
    (r"saturation|spo2", r"%", 30, 100),
    (r"potassium", r"mmol/L", 1, 10),
    (r"sodium", r"mmol/L", 90, 200),
    (r"glucose", r"mmol/L", 1, 60),
    (r"glucose", r"mg/dL", 10, 1000),
    (r"qtc?", r"ms", 200, 800),
    (r"ha?emoglobin", r"g/L", 20, 250),
)
"""What is measured in living people, by words of the name and by the unit: rough, and no clinical limits."""


def check_remarks(protocol: Protocol) -> Iterator[str]:
    """Everything of this kind, in sentences."""
    for check in protocol.checks:
        name = visible(check.name)
        if re.search(r"\b(rash|skin)\b", check.name, re.IGNORECASE):
            yield f'the check "{name}" never stands in for the rash-free check: give it another name.'
        if check.at_least is not None and check.at_least == check.at_most:
            yield f'the check "{name}" is in range at {check.value_text(check.at_least)} alone.'
        yield from _of_life(check)
        if check.loinc and check.loinc[-1] != _check_digit(check.loinc):
            right = f"{check.loinc[:-1]}{_check_digit(check.loinc)}"
            yield f'the LOINC code {check.loinc} of "{name}" has a wrong check digit: {right} would be right.'


def _of_life(check: NamedCheck) -> Iterator[str]:
    """A range beyond or around all that is measured in living people."""
    bounds = next(
        (
            (Decimal(low), Decimal(high))
            for words, unit, low, high in _MEASURED
            if re.search(rf"\b({words})\b", check.name, re.IGNORECASE)
            and re.fullmatch(unit, check.unit, re.IGNORECASE)
        ),
        None,
    )
    if bounds is None or not check.is_measured:
        return
    (low, high), name = bounds, visible(check.name)
    least, most = check.at_least, check.at_most
    lives = f"{number_text(low)} to {check.value_text(high)} are measured in living people"
    if (least is not None and least > high) or (most is not None and most < low):
        yield f'nobody is in the range of the check "{name}": {check.wanted}, and {lives}.'
    elif (least is None or least < low) and (most is None or most > high):
        yield f'everybody is in the range of the check "{name}": {check.wanted}, and {lives}.'


def _check_digit(code: str) -> str:
    """The last digit that a LOINC code must have: modulus 10, every second digit from the right doubled."""
    total = 0
    for place, digit in enumerate(reversed(code[:-2])):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return str(-total % 10)
