"""What a ward may want to write and the format cannot say: answered so, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from protocols.toml.faults import Wrong, shown

A_RANGE: Wrong = (
    "a range of doses cannot be prescribed here",
    "Write one amount; what may be given instead goes into text",
)

_UNITS: tuple[tuple[str, str, str], ...] = (
    (
        r"mi?u|(mega|milli|million|kilo) ?(international )?(units?|iu|u)",
        "a thousandth and a million of units can be misread",
        'Write unit = "units", and the amounts in them',
    ),
    (
        r".*(/|per|\N{MIDDLE DOT})\s*(kg|kilo).*",
        "a dose per kg is written otherwise",
        'Write unit = "mg/kg" (mg, microgram, units, mL) with the amounts of one dose, each for 1 kg, and '
        'round_to and at_most in mg; a rate as "mg/kg/h" or "microgram/kg/min"',
    ),
    (
        r".*(/|per)\s*(m2|m²|m\^2|square).*",
        "a dose per body surface is written otherwise",
        'Write unit = "mg/m2" (mg, microgram, units, mL) with the amounts of one dose, each for 1 m², and '
        "round_to and at_most in mg",
    ),
    (
        r".*(/|per)\s*(\d+\s*)?(days?|d|h|hours?|min|minutes?|weeks?|s|sec|seconds?)\b.*",
        "an amount a day is written dose by dose, and a rate by the hour or the minute",
        'Write unit = "mg" with the amount of each dose, or a rate as "mg/h", "mL/h" or "mg/min"',
    ),
    (
        r".*(/|per)\s*dose.*",
        "the amounts are those of each dose already",
        'Write the unit alone, such as unit = "mg"',
    ),
    (
        r".*(/|per)\s*[\d.]*\s*(mL|L)\b.*",
        "a concentration is not a unit",
        'Write the amounts with unit = "mg", and the concentration as a table [[liquids]]',
    ),
    (
        r"[\d.,]+\s*[a-z]+|[a-z]+\s*[\d.,]+",
        "a unit has no number",
        'Write the unit alone, such as unit = "mg"; what exists goes into strengths',
    ),
    (
        r".*%.*",
        "a percent is not a unit",
        'Write the amounts with unit = "mL" or "mg", and the strength in text',
    ),
)

_KEYS: tuple[tuple[str, str, str], ...] = (
    (
        r"days_of_week|week_?days?|odd_days|even_days|alternate.*|amounts|rhythm",
        "days of the week and alternating amounts are written otherwise",
        'Write weekdays = "Mon, Wed, Fri", or pattern = [{ morning = 50 }, { morning = 75 }]',
    ),
    (
        r"max(imum)?(_.*)?|cap(_.*)?|largest.*|ceiling.*",
        "the most that one dose may ever be is written otherwise",
        'Write at_most, beside unit = "mg/kg" or "mg/m2"; a fixed dose needs none',
    ),
    (
        r"round(ing)?|round_.*|nearest.*|per_kg|per_m2|mg_per_kg|mg_per_m2|weight.*|dose_per.*",
        "a dose per kg or m² is written otherwise",
        'Write unit = "mg/kg" or "mg/m2", round_to and at_most',
    ),
    (
        r"cycle.*|on_days|off_days",
        "a cycle is written otherwise",
        "Write days_on = 21 and days_off = 7",
    ),
    (
        r"needs|checks?|labs?|requires|anc|qtc|blood.*",
        "another check than that of the skin is no key here",
        "Write a table [[checks]] with name, unit, at_least, valid_hours and before_steps = [2]",
    ),
    (
        r"mid_morning|noon|night|before_.*|after_.*|dawn|early.*|lunch.*|dinner|breakfast|supper|late.*",
        "there are eight times of day",
        "Use waking, morning, midmorning, midday, afternoon, teatime, evening or bedtime",
    ),
    (
        r"dilution.*|concentration.*|volume.*|rate.*|mL|ml",
        "dilutions and volumes are said once for all steps",
        "Write the amount in the unit of the file, and the liquid as a table [[liquids]]",
    ),
)


def unsayable_unit(unit: str) -> Wrong | None:
    """What to write instead of a unit that stands for more than an amount; None for any other."""
    return _instead(unit, _UNITS)


def unsayable_key(key: str) -> Wrong | None:
    """What to write instead of a key that the format has no word for; None for any other."""
    return _instead(key, _KEYS)


def _instead(written: str, table: Sequence[tuple[str, str, str]]) -> Wrong | None:
    for how, wrong, right in table:
        if re.fullmatch(how, written, re.IGNORECASE):
            return f"{wrong}: {shown(written)}", right
    return None
