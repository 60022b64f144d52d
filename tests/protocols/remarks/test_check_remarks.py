"""Checks that cannot do what they are for, caps and roundings that do not fit, rhythms that are cut short."""

from __future__ import annotations

import pytest

from protocols.remarks.remarks import unusual
from protocols.toml.parser import read
from tests.protocols.helpers.per_kg import HEAD, RATE_HEAD, RATE_STEPS, STEPS, per_kg
from tests.protocols.helpers.site_file import GOOD, changed, fault


def remarks(text: str) -> str:
    return " ".join(map(str, unusual(read(text, "site.toml"))))


def with_check(*lines: str) -> str:
    return GOOD + "\n[[checks]]\nvalid_hours = 24\n" + "\n".join(lines)


PULSE = ('name = "Heart rate"', 'unit = "/min"', "at_least = 500")
PRESSURE = ('name = "Systolic pressure"', 'unit = "mmHg"', "at_most = 30")
POTASSIUM = ('name = "Potassium"', 'unit = "mmol/L"', "at_most = 50")
SODIUM = ('name = "Sodium"', 'unit = "mmol/L"', "at_least = 140", "at_most = 140")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (PULSE, 'nobody is in the range of the check "Heart rate"'),
        (PRESSURE, "40 to 300 mmHg are measured in living people"),
        (POTASSIUM, "everybody is in the range"),
        (SODIUM, "in range at 140 mmol/L alone"),
        (('name = "Skin clear"', 'waived_by = "prescriber"'), "never stands in for the rash-free check"),
        (('name = "Sodium"', "at_least = 130", 'loinc = "2951-3"'), "2951-2 would be right"),
    ],
)
def test_a_check_that_cannot_do_what_it_is_for_is_named(lines: tuple[str, ...], words: str) -> None:
    assert words in remarks(with_check(*lines))


@pytest.mark.parametrize("code", ["751-8", "2951-2", "8867-4", "29463-7", "8302-2", "6301-6", "2823-3"])
def test_good_checks_are_not_named(code: str) -> None:
    said = remarks(with_check('name = "Potassium"', 'unit = "mmol/L"', "at_most = 5.5", f'loinc = "{code}"'))
    assert "range of" not in said
    assert "LOINC" not in said


def test_a_cap_that_holds_for_everybody_and_a_rounding_as_large_as_the_dose_are_named() -> None:
    capped = " ".join(map(str, unusual(per_kg(HEAD + STEPS.replace("0.15", "10")))))
    assert "everybody is given the cap: 10 mg/kg reaches 25 mg at 2.5 kg" in capped
    drowned = " ".join(map(str, unusual(per_kg(HEAD + STEPS.replace("0.15", "0.005")))))
    assert "the rounding by 0.5 mg (500 microgram) is as much as the dose" in drowned
    assert "rounded by 0.5 mg (500 microgram), which nothing in the file makes" in drowned
    assert "nothing in the file makes" not in " ".join(map(str, unusual(per_kg(RATE_HEAD + RATE_STEPS))))
    assert "at_most is less than round_to" in fault((HEAD + STEPS).replace("round_to = 0.5", "round_to = 30"))


def test_what_a_step_down_has_weaker_is_named() -> None:
    down = GOOD.replace("morning = 150\nevening = 300\n", "morning = 20\nevening = 20\n")
    said = remarks(down + "\n[gate_down]\ncheck_after_dose_hours = 0\ncheck_valid_hours = 72\n")
    assert "before a step down a check counts 0 hours after a dose" in said
    assert "before a step down a check is good for 72 hours, else for 12 hours" in said


def test_a_rhythm_that_is_cut_short_is_named_and_a_whole_one_is_not() -> None:
    def cycle(days: int) -> str:
        return changed(
            "days = 2\nmorning = 20\n", f"days = {days}\ndays_on = 5\ndays_off = 2\nmorning = 20\n"
        )

    assert "before the rhythm of 7 days is once through" in remarks(cycle(5))
    assert "is once through" not in remarks(cycle(7)) + remarks(cycle(14))


def test_planned_days_off_keep_no_step_from_beginning() -> None:
    """A check of the first day of the next round is fresh, however many days off lie before it."""
    weekdays = changed("days = 2\nmorning = 20\n", 'days = 14\nweekdays = "Mon, Thu"\nmorning = 20\n')
    cycle = changed("days = 2\nmorning = 20\n", "days = 14\ndays_on = 5\ndays_off = 2\nmorning = 20\n")
    for text in (weekdays, cycle):
        assert "can never begin" not in remarks(text)
        assert "waives a break" not in remarks(text)
