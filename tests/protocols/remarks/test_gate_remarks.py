"""What a careful pharmacist sees: a gate weaker than the drug's or the library's, jumps, doses too near."""

from __future__ import annotations

from datetime import timedelta

import pytest

from protocols.definition.comparison import by_day
from protocols.definition.step import PlannedDose, Step
from protocols.definition.totals import amounts_by, begins, step_totals
from protocols.remarks.gate_remarks import gate_remarks
from protocols.remarks.remarks import unusual
from protocols.toml.parser import read
from store.site.library import built_in
from tests.protocols.helpers.site_file import GOOD

OTHER = GOOD.replace('drug = "alectinib"', 'drug = "quinidine"')
"""A drug the library has not got."""


def said(text: str, *, steps: str = "") -> list[str]:
    if steps:
        text = text[: text.index("[[steps]]")] + steps
    return [str(remark) for remark in unusual(read(text, "site.toml"), built_in())]


def steps_of(*lines: str) -> str:
    """Steps, each in one line: "days = 2; morning = 20"."""
    return "\n\n".join("[[steps]]\n" + line.replace("; ", "\n") for line in lines) + "\n"


def told(words: str, found: list[str]) -> bool:
    return any(words in one for one in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "check_after_dose_hours = 4",
            "check_after_dose_hours = 1",
            "counts 1 hour after a dose, in the library 4 hours",
        ),
        ("check_after_dose_hours = 4", "check_after_dose_hours = 0", "counts 0 hours after a dose"),
        (
            "check_valid_hours = 12",
            "check_valid_hours = 24",
            "is good for 24 hours, in the library for 12 hours, and",
        ),
        (
            "treatment_break_hours = 48",
            "treatment_break_hours = 120",
            "a break is 120 hours without a dose, in the",
        ),
        ("watch_days = 14", "watch_days = 1", "the rash watch lasts 1 day, in the library 14 days"),
        ('second_check = "every dose"', 'second_check = "never"', "no second person checks any dose"),
    ],
)
def test_a_gate_weaker_than_the_librarys_is_named(old: str, new: str, words: str) -> None:
    assert not told(words, said(OTHER))
    assert told(f"warning: {words}" if words[0] == "n" else words, said(OTHER.replace(old, new)))


def test_the_drugs_own_figures_come_before_the_librarys() -> None:
    slow = OTHER.replace("with_food", "peak_hours = 6\nhalf_life_hours = 2\nwith_food")
    assert told("this drug peaks after 6 hours", said(slow))
    assert told(
        "a break is 48 hours without a dose, and the drug is gone before: 5 half-lives of 2 hours", said(slow)
    )
    known = GOOD.replace("check_after_dose_hours = 4", "check_after_dose_hours = 3")
    assert told("this drug peaks after 4 hours", said(known)), "the library knows alectinib's"


def test_the_strictest_of_the_files_and_the_librarys_figures_counts() -> None:
    """A file that gives the drug a shorter peak or a longer half-life does not justify its own gate."""
    quick = GOOD.replace("check_after_dose_hours = 4", "check_after_dose_hours = 1").replace(
        "with_food", "peak_hours = 1\nwith_food"
    )
    assert told("this drug peaks after 4 hours", said(quick))
    assert told("the time to its peak is 1 hour, in the library 4 hours", said(quick))
    long = GOOD.replace("treatment_break_hours = 48", "treatment_break_hours = 120")
    assert told("a break is 120 hours without a dose, in the library 48 hours", said(long)), "below 165"
    justified = OTHER.replace("with_food", "peak_hours = 1\nhalf_life_hours = 33\nwith_food")
    gate = justified.replace("treatment_break_hours = 48", "treatment_break_hours = 120")
    assert not told("a break is", said(gate)), "the drug's own half-life, and no other file of it"


HOURLY = steps_of("doses = 4; amount = 20; every_hours = 1", "amount = 40; every_hours = 1")


@pytest.mark.parametrize(
    ("valid", "steps", "words"),
    [
        (12, HOURLY, "1 hour apart"),
        (12, steps_of("days = 2; morning = 20; midday = 20; evening = 20", "morning = 40"), "8 hours apart"),
        (1, HOURLY, ""),
        (12, steps_of("days = 2; morning = 20; evening = 20", "morning = 40"), ""),
    ],
)
def test_a_check_that_outlives_a_dose_interval_is_named(valid: int, steps: str, words: str) -> None:
    found = said(OTHER.replace("check_valid_hours = 12", f"check_valid_hours = {valid}"), steps=steps)
    assert told(f"a check is good for {valid} hours, and doses are {words}", found) == bool(words)


def test_a_watch_shorter_than_the_published_onset_is_named() -> None:
    late = OTHER.replace("watch_days = 14", "watch_days = 14\nonset_from_days = 11\nonset_to_days = 21")
    assert told("the rash watch lasts 14 days, and rashes came up to 21 days after a start", said(late))


@pytest.mark.parametrize("drug", ["Alectinib", "ALECTINIB", "alectinib hydrochloride", "alectinib (A)"])
def test_the_same_drug_is_known_under_like_names(drug: str) -> None:
    found = said(GOOD.replace('drug = "alectinib"', f'drug = "{drug}"'))
    assert told(f'the drug is written "{drug}", in the library "alectinib"', found)


@pytest.mark.parametrize("drug", ["alectinib-lorlatinib", "alectinibum", "ale"])
def test_another_drug_is_no_like_name(drug: str) -> None:
    assert not told("the drug is written", said(GOOD.replace('drug = "alectinib"', f'drug = "{drug}"')))


def test_ten_times_and_a_thousandth_are_named_where_the_library_knows_the_drug() -> None:
    assert not told("a single dose is up to", said(GOOD))
    ten = GOOD.replace("evening = 300", "evening = 3000")
    assert told("a single dose is up to 3,000 mg, in the library up to 600 mg", said(ten))
    assert told("a day has up to 3,150 mg, in the library up to 1,200 mg", said(ten))
    assert told("its amounts are in g, in the library in mg", said(GOOD.replace('unit = "mg"', 'unit = "g"')))


def test_what_the_library_says_of_the_same_drug_is_missed() -> None:
    there = GOOD.replace('drug = "alectinib"', 'drug = "Alectinib"').replace(
        "with_food = true", "with_food = false"
    )
    found = said(there)
    assert told('the drug is written "Alectinib", in the library "alectinib"', found)
    assert told("given with food in the library", found)
    assert told("red flags of this drug are missing: breathlessness and jaundice", found)


@pytest.mark.parametrize("name", ["aIectinib", "\N{CYRILLIC SMALL LETTER A}lectinib"])
def test_a_letter_that_is_drawn_alike_is_named_and_the_drug_is_the_same(name: str) -> None:
    found = said(
        GOOD.replace('drug = "alectinib"', f'drug = "{name}"').replace("food = true", "food = false")
    )
    assert told('in the library "alectinib": a letter is another one that is drawn alike', found)
    assert told("given with food in the library", found)


def test_a_break_that_every_night_would_cause_is_found() -> None:
    steps = steps_of("days = 2; morning = 20; midday = 20", "morning = 40; midday = 20")
    short = OTHER.replace("treatment_break_hours = 48", "treatment_break_hours = 18")
    assert told(
        "19 hours lie between two doses at their usual times, and 18 hours are a break",
        said(short, steps=steps),
    )
    thrice = steps_of("days = 2; morning = 20; midday = 20; evening = 20", "morning = 40")
    night = OTHER.replace("treatment_break_hours = 48", "treatment_break_hours = 36")
    assert not told("lie between two doses", said(night, steps=thrice))


def test_jumps_are_judged_by_single_dose_and_by_day() -> None:
    """Also where both have grown, by different factors."""
    four = "morning = 100\nmidday = 100\nevening = 100\nbedtime = 100\n"
    found = said(OTHER, steps=f"[[steps]]\ndays = 7\n{four}\n[[steps]]\nmorning = 400\n")
    assert told("step 2: a single dose is 4 times that of the step before", found)
    found = said(OTHER, steps=steps_of("days = 2; morning = 20", "morning = 60; evening = 60"))
    assert told("step 2: the daily dose is 6 times and a single dose 3 times that of the step before", found)


def test_a_dose_given_once_is_not_24_a_day() -> None:
    once = Step((PlannedDose("", read(OTHER, "site.toml").strengths[0]),), doses_given=1, every_minutes=60)
    assert once.daily == 20
    steps = steps_of("days = 7; morning = 20", "doses = 1; amount = 20; every_minutes = 60", "morning = 40")
    assert not told("times that of the step before", said(OTHER, steps=steps))


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            steps_of("doses = 1; evening = 5", "bedtime = 10"),
            "step 2: its first dose can come 2 hours after the last one of step 1",
        ),
        (
            steps_of("doses = 1; amount = 20; every_minutes = 60", "morning = 20"),
            "step 2: its first dose can come at once after the last one of step 1",
        ),
        (
            steps_of("days = 2; morning = 20", "evening = 40"),
            "step 2: its first dose can come 12 hours after the last one of step 1, whose doses are 1 day",
        ),
        (
            steps_of("doses = 2; every_days = 7; evening = 20", "every_days = 7; morning = 40"),
            "",
        ),
        (steps_of("days = 2; morning = 20; evening = 20", "morning = 40; evening = 40"), ""),
        (
            steps_of(
                "days = 2; morning = 20",
                "doses = 2; amount = 20; every_hours = 12",
                "morning = 40; evening = 40",
            ),
            "step 3: its first dose",
        ),
    ],
)
def test_a_first_dose_too_soon_after_the_last_of_the_step_before_is_named(steps: str, words: str) -> None:
    text = OTHER.replace("check_after_dose_hours = 4", "check_after_dose_hours = 0")
    found = said(text.replace("treatment_break_hours = 48", "treatment_break_hours = 300"), steps=steps)
    assert told(words or "its first dose can come", found) == bool(words)


def test_a_longest_stay_that_its_doses_fill_is_named() -> None:
    steps = steps_of("doses = 28; at_most_days = 7; morning = 20", "morning = 40")
    assert told("step 1: at_most_days is 7, and its 28 doses take 28 days already", said(OTHER, steps=steps))


def test_a_plan_of_a_hundred_years_is_named() -> None:
    steps = "".join(f"[[steps]]\ndays = 365\namount = {20 + n}\nevery_minutes = 5\n\n" for n in range(20))
    found = said(OTHER, steps=f"{steps}[[steps]]\nmorning = 20\n")
    assert told("7,300 days and 2,102,400 doses lie before the last step", found)


def test_the_librarys_own_protocols_and_a_good_file_have_no_weak_gate() -> None:
    for protocol in filter(lambda protocol: protocol.startable, built_in()):
        assert list(gate_remarks(protocol, built_in())) == [], protocol.id
    assert not [one for one in said(OTHER) if one.startswith("warning: ") and "step" not in one]


def test_planned_days_after_doses_by_the_clock_are_days_of_the_calendar() -> None:
    steps = steps_of(
        "days = 7; morning = 20",
        "doses = 1; amount = 20; every_minutes = 60",
        "days = 3; morning = 40",
        "morning = 60",
    )
    protocol = read(OTHER[: OTHER.index("[[steps]]")] + steps, "site.toml")
    assert [(row.first_day, row.last_day) for row in step_totals(protocol)] == [
        (1, 7),
        (8, 8),
        (9, 11),
        (12, None),
    ]
    assert begins(protocol)[2] == timedelta(days=8)


def test_a_hundred_years_of_doses_are_added_up_in_one_pass() -> None:
    """A day costs a few sums, however many steps and days there are: 36,500 of them, a second."""
    steps = steps_of(
        *(f"days = 365; amount = {20 + n}; every_minutes = 5" for n in range(99)), "morning = 20"
    )
    protocol = read(OTHER[: OTHER.index("[[steps]]")] + steps, "site.toml")
    found = amounts_by(protocol, 36_500)
    assert found[365] == 365 * 288 * 20
    assert found[366] - found[365] == 288 * 21
    assert [place.step for days in by_day([protocol]) for place in days.places if place] == [*range(1, 101)]
