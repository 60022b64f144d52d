"""What the format cannot say is answered with what to write; units have one spelling; plurals are right."""

from __future__ import annotations

import pytest

from protocols.values.formatting import plural
from store.site.library import built_in
from tests.protocols.helpers.site_file import GOOD, changed, fault


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("MCG", 'the unit "MCG" can be misread. Write "microgram"'),
        ("mcg", 'Write "microgram"'),
        ("u", 'the unit "u" can be misread. Write "units"'),
        ("IU", 'Write "units"'),
        ("iu", 'Write "units"'),
        ("mU", "a thousandth and a million of units can be misread"),
        ("MG", 'the unit "MG" is written otherwise here. Write "mg"'),
        ("ml", 'Write "mL"'),
        ("Units", 'Write "units"'),
        ("mg per kg", 'Write unit = "mg/kg"'),
        ("mg/kg/day", "a dose per kg is written otherwise"),
        ("mcg/kg", "a dose per kg is written otherwise"),
        ("mg/m²", 'Write unit = "mg/m2"'),
        ("mg/day", "an amount a day is written dose by dose"),
        ("mg/24h", "an amount a day is written dose by dose"),
        ("mL/kg/day", "a dose per kg is written otherwise"),
        ("mcg/kg/min", 'the rate "mcg/kg/min" is written otherwise here. Write "microgram/kg/min"'),
        ("mg/h/kg", 'Write "mg/kg/h"'),
        ("mg per kg per hour", 'Write "mg/kg/h"'),
        ("ug/m²/minute", 'Write "microgram/m2/min"'),
        ("drops/min", 'a rate of "drops" cannot be written here'),
        ("mg/hour", 'the rate "mg/hour" is written otherwise here. Write "mg/h"'),
        ("mcg per hour", 'Write "microgram/h"'),
        ("mg/mL", "a concentration is not a unit"),
        ("%", "a percent is not a unit"),
        ("mg2", "a unit has no number"),
        ("mg+", '"mg+" is not a unit'),
        ("mg/5 mL", "a concentration is not a unit"),
        ("mg/dose", "the amounts are those of each dose already"),
        ("million units", "a thousandth and a million of units can be misread"),
        ("I.U.", 'the unit "I.U." can be misread. Write "units"'),
        ("gtt", 'Write "drops"'),
    ],
)
def test_units(unit: str, words: str) -> None:
    assert words in fault(changed('unit = "mg"', f'unit = "{unit}"'))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("odd_days = 20", "days of the week and alternating amounts are written otherwise"),
        ("cycle = 28", "a cycle is written otherwise"),
        ("max_dose = 25", "Write at_most"),
        ("per_kg = 0.15", "a dose per kg or m² is written otherwise"),
        ("at_most = 25", "at_most stands without a dose per kg or m²"),
        ('needs = ["ANC"]', "another check than that of the skin is no key here"),
        ("night = 20", "there are eight times of day"),
    ],
)
def test_keys(line: str, words: str) -> None:
    assert words in fault(changed('text = "20 mg once daily"', line))


def test_two_volumes_of_different_dilutions_are_amounts_of_the_drug() -> None:
    same = changed("morning = 150\nevening = 150\n", "morning = 20\n")
    assert "Make it one step with the days of both" in fault(same)
    assert "write the amounts of the drug" in fault(same.replace('unit = "mg"', 'unit = "mL"'))


def test_a_range() -> None:
    assert "a range of doses cannot be prescribed" in fault(changed("morning = 20\n", "morning = [20, 40]\n"))


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("check_after_dose_hours", "4"),
        ("check_valid_hours", "12"),
        ("treatment_break_hours", "48"),
        ("watch_days", "14"),
        ("once_daily_minutes", "120"),
        ("more_often_minutes", "60"),
        ("second_check", '"first dose of each step"'),
    ],
)
def test_a_missing_key_is_answered_with_the_librarys_value(key: str, line: str) -> None:
    kept = "\n".join(row for row in GOOD.splitlines() if not row.startswith(f"{key} ="))
    assert f"Add a line such as {key} = {line}." in fault(kept)
    for protocol in built_in():
        found = [getattr(part, key, None) for part in (protocol.gate, protocol.windows, protocol.doses)]
        assert line.strip('"') in map(str, found)


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("dose", "doses"),
        ("patch", "patches"),
        ("mL", "mL"),
        ("spray", "sprays"),
        ("suppository", "suppositories"),
        ("rash", "rashes"),
        ("drops", "drops"),
    ],
)
def test_plurals(noun: str, many: str) -> None:
    assert (plural(1, noun), plural(2, noun)) == (f"1 {noun}", f"2 {many}")
