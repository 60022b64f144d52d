"""Six thousand mistakes in good protocol files: the JSON Schema never refuses what the reader takes.

More: `python -m tests.test_schema_fuzz 60000`.

What it takes and the reader refuses is named here: it compares values with each other, or asks how a number
was spelled, and no schema can say that.
"""

from __future__ import annotations

import copy
import json
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import fastjsonschema

from protocols.toml.faults import Faults
from protocols.toml.parser import read_tables
from tests.protocols.helpers.site_file import GOOD
from tests.test_schema import FILES, fits

MISTAKES = 1_800

BEYOND_A_SCHEMA = (
    "days is missing",  # of every step but the last
    "the last step has",
    "the doses are those of the step before",
    "is not the name of the file",
    "is too short for these steps",
    "at_most_days is not more than days",
    "last_day is before first_day",
    "at_most of the step is not less than at_most of the file",
    "at_most is less than round_to",
    "onset_to_days is before onset_from_days",
    "ends in a zero and can be misread",
    "has more than 6 decimals",
    "are not whole minutes",
    "all seven days are named",
    "hold more or fewer of these weekdays",
    "the days of the pattern",
    "at_most is less than at_least",
    "stands twice",
    "there is no step",
    "NaN is not",  # no number of JSON
)

VALUES: tuple[Any, ...] = (
    *(0, 1, 2, -1, 3, 7, 12, 24, 28, 48, 72, 100, 365, 366, 1000, 1001, 10**7, True, False),
    *(Decimal(text) for text in ("0.5", "0.004", "0.0000001", "1.50", "12.25", "NaN", "Infinity")),
    *("mg/kg/h", "microgram/kg/min", "units/m2/h", "mg/min", "mg per minute", "mg/h/kg", "mcg/min", "mg/day"),
    *("Mon, Thu", "Mon", ["Mon"], [{"morning": 5}, {"morning": 10}], 8784, "29463-7"),
    *("gm", "IE", "million units", "mgperkg", "dropper", "milligram", "gtt", "kiloiu", "mg/dose", "5 mg"),
    *(
        "",
        " ",
        "mg",
        "MG",
        "ml",
        "MCG",
        "u",
        "mU",
        "mg/kg",
        "QD",
        '"QD"',
        '"a" QD "b"',
        "mg/m2",
        "x\ny",
        "0" * 1001,
    ),
    *("halves", [{"name": "a", "amount": 4}], [{"name": "a"}]),
    *("never", "every dose", "v4", "v9", [], [1], [1, 1], ["a"], [20, 40], {}),
)
KEYS = (
    *(
        "days",
        "hours",
        "doses",
        "text",
        "at_most_days",
        "every_hours",
        "every_minutes",
        "every_days",
        "amount",
    ),
    *("weekdays", "pattern", "days_on", "days_off", "checks", "before_steps", "holds", "valid_hours"),
    *("divisible", "syringe_step", "liquids", "name", "round_to", "at_most"),
    *("morning", "midday", "evening", "bedtime", "unit", "onset_from_days", "onset_to_days", "first_day"),
    *(
        "make_up_not_given_hours",
        "last_day",
        "peak_hours",
        "with_food",
        "red_flags",
        "ctcae",
        "strengths",
        "foo",
    ),
)


LIQUID = GOOD.replace("with_food", 'divisible = "quarters"\nsyringe_step = 0.1\nwith_food').replace(
    "[[steps]]", '[[liquids]]\nname = "suspension"\namount = 4\n\n[[steps]]', 1
)


PER_KG = GOOD.replace('unit = "mg"', 'unit = "mg/kg"\nround_to = 0.5\nat_most = 25').replace(
    "morning = 20\n", "morning = 0.15\nat_most = 8\n", 1
)


RHYTHMS = (
    GOOD[: GOOD.index("[[steps]]")].replace("treatment_break_hours = 48", "treatment_break_hours = 96")
    + """
[gate_down]
check_valid_hours = 24

[[checks]]
name = "Sodium"
unit = "mmol/L"
at_least = 130
at_most = 150
valid_hours = 24
before_steps = [2, 3]
waived_by = "prescriber"
holds = true
loinc = "2951-2"
ucum = "mmol/L"

[[steps]]
days = 14
weekdays = ["Mon", "Thursday"]
morning = 20

[[steps]]
days = 14
days_on = 5
days_off = 2
teatime = 150

[[steps]]
doses = 8
pattern = [{ waking = 20, bedtime = 40 }, { waking = 40, bedtime = 20 }]

[[steps]]
hours = 6
amount = 150
every_minutes = 90

[[steps]]
weekdays = "Mon, Wed and Fri"
morning = 20
"""
)


def places(found: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inside:
        yield (*at, key)
        yield from places(value, (*at, key))


def mistaken(random: Random, good: dict[str, Any]) -> dict[str, Any]:
    """A copy with one thing changed, left out, put in, under another name, or twice."""
    found = copy.deepcopy(good)
    *way, last = random.choice(list(places(found)))
    box: Any = found
    for key in way:
        box = box[key]
    match random.choice(("value", "value", "delete", "rename", "add", "add", "twice")):
        case "value":
            box[last] = random.choice(VALUES)
        case "delete":
            del box[last]
        case "rename" if isinstance(box, dict):
            box[random.choice(KEYS)] = box.pop(last)
        case "add":
            (box if isinstance(box, dict) else found)[random.choice(KEYS)] = random.choice(VALUES)
        case "twice" if isinstance(box, list):
            box.insert(random.randrange(len(box) + 1), copy.deepcopy(box[last]))
    return found


def plain(found: Any) -> Any:
    """As an editor hands it to the schema."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, list):
        return [plain(value) for value in found]
    return float(found) if isinstance(found, Decimal) else found


def disagreements(mistakes: int, seed: int) -> list[object]:
    """What the one refuses and the other takes, of so many files with mistakes in them."""
    random = Random(seed)
    texts = [(file.stem, file.read_text(encoding="utf-8")) for file in FILES] + [("site", GOOD)]
    texts += [("site", LIQUID), ("site", PER_KG), *[("site", RHYTHMS)] * 5]
    good = [(name, tomllib.loads(text, parse_float=Decimal)) for name, text in texts]
    odd: list[object] = []
    for _ in range(mistakes):
        name, found = random.choice(good)
        for _ in range(random.choice((1, 1, 2))):
            found = mistaken(random, found)
        faults = Faults()
        read_tables(copy.deepcopy(found), name, faults)
        wrong = [words for _, (words, _) in faults.found]
        try:
            fits(plain(found))
        except fastjsonschema.JsonSchemaValueException as refused:
            odd += [] if wrong else [f"only the schema refuses: {refused}"]
        else:
            odd += [] if all(any(kind in words for kind in BEYOND_A_SCHEMA) for words in wrong) else [wrong]
    return odd


def test_the_schema_and_the_reader_agree_but_for_what_no_schema_can_say() -> None:
    odd = disagreements(MISTAKES, 22)
    assert not odd, json.dumps(odd[:10], indent=1)


if __name__ == "__main__":
    told = disagreements(int(sys.argv[1]), 23)
    print(f"{int(sys.argv[1]):,} mistakes, {len(told)} disagreements")
    print(json.dumps(told[:20], indent=1))
