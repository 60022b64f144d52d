"""A good protocol file is read exactly; a wrong value is refused with file, line, place and remedy."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DoseRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.toml.parser import read, read_bytes
from protocols.values.text import visible
from protocols.wording.dose_rules import rule_sentences
from tests.protocols.helpers.site_file import GOOD, changed, fault, faults


def test_a_good_file_is_read_exactly() -> None:
    protocol = read(GOOD, "wards/site.toml")
    assert protocol.id == "site"
    assert protocol.strengths == (Decimal(20), Decimal(150))
    assert protocol.steps == (
        Step((PlannedDose("morning", Decimal(20)),), 2, "20 mg once daily"),
        Step((PlannedDose("morning", Decimal(150)), PlannedDose("evening", Decimal(150))), 5),
        Step((PlannedDose("morning", Decimal(150)), PlannedDose("evening", Decimal(300))), None),
    )
    assert (protocol.peak_hours, protocol.co_medications, protocol.left_open) == (None, (), ())


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("37.5", "37.5"),
        ("0.000001", "0.000001"),
        ("1e2", "100"),
        ("1_000", "1000"),
        ("0.1", "0.1"),
        ("0x10", "16"),
    ],
)
def test_amounts_are_exact(written: str, amount: str) -> None:
    dose = read(changed("morning = 20", f"morning = {written}"), "site.toml").steps[0].doses[0].amount
    assert (dose, str(dose)) == (Decimal(amount), amount)


def test_the_rules_for_single_doses_are_read_and_said() -> None:
    assert read(GOOD, "site.toml").doses == DoseRules("every dose")
    rules = '"first dose of each step"\nmake_up_not_given_hours = 6\nmake_up_vomited_minutes = 30'
    protocol = read(
        changed("days = 5", "days = 5\nat_most_days = 9", changed('"every dose"', rules)), "site.toml"
    )
    assert protocol.doses == DoseRules("first dose of each step", 6, 30)
    assert [step.at_most_days for step in protocol.steps] == [None, 9, None]
    assert rule_sentences(protocol.doses) == [
        "Second check by another person: the first dose of each step.",
        "A dose not given: make-up unless the next dose is due within 6 hours.",
        "A vomited dose: make-up until 30 minutes after it was taken.",
    ]
    assert rule_sentences(DoseRules())[1:] == [
        "A dose not given: the next dose is due at its time, no make-up.",
        "A vomited dose: the next dose is due at its time, no make-up.",
    ]


def test_a_protocol_kept_before_there_were_these_rules_has_none_of_them() -> None:
    kept = msgspec.to_builtins(read(GOOD, "site.toml"), enc_hook=str)
    del kept["doses"], kept["steps"][0]["at_most_days"]
    old = msgspec.json.decode(msgspec.json.encode(kept), type=Protocol)
    assert (old.doses, old.steps[0].at_most_days) == (DoseRules(second_check="never"), None)


def test_the_evening_may_be_written_before_the_morning() -> None:
    text = changed("morning = 150\nevening = 300", "evening = 300\nmorning = 150")
    assert read(text, "site.toml") == read(GOOD, "site.toml")


def test_a_file_from_windows_is_read() -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read_bytes(data, "site.toml") == read(GOOD, "site.toml")


def test_the_whole_sentence_names_file_line_place_fault_and_remedy() -> None:
    assert fault(changed("evening = 300", 'evening = "12,5"'), "wards/site.toml") == (
        'wards/site.toml, line 46, steps 3, evening: "12,5" is text, not a number. '
        "Write the number alone, without quotation marks: 12.5."
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "wrong"),
    [
        ("morning = 20", "morning = 0", "line 36, steps 1, morning", "0 is not above zero"),
        ("morning = 20", "morning = -20", "line 36, steps 1, morning", "-20 is not above zero"),
        ("morning = 20", "morning = nan", "line 36, steps 1, morning", "NaN is not above zero"),
        ("morning = 20", "morning = inf", "line 36, steps 1, morning", "Infinity is too large"),
        ("morning = 20", "morning = true", "line 36, steps 1, morning", "true is not a number"),
        ("morning = 20", "morning = [20]", "line 36, steps 1, morning", "a list is not a number"),
        ("morning = 20", "morning = 0.0000001", "line 36", "1E-7 has more than 6 decimals. Write at most 6"),
        ("morning = 20", "morning = 1e999999", "line 36", "1E+999999 is too large. Write at most 1,000,000"),
        ("morning = 20", f"morning = 0x{'f' * 9000}", "line 36", "a very long number is too large"),
        ("morning = 20", "morning = 1.050", "line 36", "can be misread. Write 1.05, or 1050 if"),
        ("morning = 20", "morning = 20.0", "line 36", "20.0 ends in a zero and can be misread. Write 20."),
        ("morning = 20", 'morning = "20 mg"', "line 36", "without quotation marks: 20."),
        ("morning = 20", 'morning = "1,050"', "line 36", "without a comma: 1050."),
        ("morning = 20", "moring = 20\nevening = 20", "line 36, steps 1, moring", "Did you mean morning?"),
        ("morning = 20", "morning = 20\nbrunch = 5", "line 37, steps 1", "time of day brunch is not known"),
        ("morning = 20\n", "", "line 34, steps 1", "the step has no dose. Add a line such as morning = 150"),
        ("days = 5\n", "", "line 39, steps 2", "days is missing. Add a line such as days = 2"),
        ("days = 5", "days = 0", "line 40, steps 2, days", "0 is out of range. Write a whole"),
        ("days = 5", "days = -1", "line 40, steps 2, days", "-1 is out of range"),
        ("days = 5", "days = 2.5", "line 40, steps 2, days", "2.5 is not a whole number"),
        ("days = 5", "days = true", "line 40, steps 2, days", "true is not a whole number"),
        ("days = 5", "days = 1979-05-27", "line 40, steps 2, days", "1979-05-27 is not a whole number"),
        ("evening = 300", "evening = 150", "line 44, steps 3", "the doses are those of the step before"),
        ("strengths = [20, 150]", "strengths = []", "line 7, strengths", "no strength is given"),
        ("strengths = [20, 150]", "strengths = [20, 20]", "line 7, strengths", "a strength stands twice"),
        ("strengths = [20, 150]", "strengths = 150", "line 7, strengths", "150 is not a list"),
        ("strengths = [20, 150]", "strengths = [20, -150]", "line 7, strengths 2", "-150 is not above zero"),
        ("check_valid_hours = 12", "check_valid_hours = 0", "line 23, gate", "from 0.25 to 72"),
        ("check_after_dose_hours = 4", "check_after_dose_hours = 25", "line 22", "from 0 to 24"),
        ("treatment_break_hours = 48", "treatment_break_hours = 24", "line 24, gate", "Write at least 36"),
        ("watch_days = 14", "watch_days = 0", "line 25, gate, watch_days", "from 1 to 365"),
        ("once_daily_minutes = 120", "once_daily_minutes = 721", "line 28", "from 1 to 720"),
        ("more_often_minutes = 60", "more_often_minutes = 361", "line 29", "from 1 to 360"),
        ('"every dose"', '"sometimes"', "line 32, doses, second_check", "is not known here. Write"),
        ('"every dose"', "true", "line 32", 'Write "never", "first dose of each step" or "every dose".'),
        ('second_check = "every dose"\n', "", "line 31, doses", "second_check is missing. Add a line such"),
        ("[doses]", "[dozes]", "site.toml", "[doses] is missing"),
        ('"every dose"', '"never"\nmake_up_not_given_hours = 24', "line 33", "from 1 to 23"),
        ('"every dose"', '"never"\nmake_up_vomited_minutes = 0', "line 33", "from 1 to 360"),
        ('"every dose"', '"never"\nmake_up_vomited = 6', "line 33, doses, make_up", "Did you mean make_up_"),
        ("days = 5", "days = 5\nhours = 6", "line 41, steps 2, hours", "the step has days and hours"),
        ("days = 5", "hours = 6", "line 40, steps 2, hours", "is measured in hours and its doses"),
        ("days = 5", "doses = 0", "line 40, steps 2, doses", "from 1 to 1000"),
        ("days = 5", "days = 5\nevery_days = 1", "line 41, steps 2, every_days", "from 2 to 56"),
        ("morning = 20", "amount = 20", "line 36, steps 1, amount", "the doses have no rhythm"),
        ("morning = 20", "every_hours = 6", "line 34, steps 1", "amount is missing. Add a line such"),
        ("morning = 20", "amount = 20\nevery_minutes = 4", "line 37, steps 1", "from 5 to 4320"),
        ("morning = 20", "amount = 20\nevery_hours = 6\nevery_minutes = 60", "line 38", "Leave one"),
        ("morning = 20", "amount = 20\nevery_hours = 6\nmorning = 20", "line 38", "beside doses by"),
        ("morning = 20", "amount = 20\nevery_hours = 6\nevery_days = 2", "line 38", "every_days stands"),
        ("watch_days = 14", "watch_days = 14\nonset_from_days = 11", "line 21, gate", "Write both, or"),
        ("check_after_dose_hours = 4", "check_after_dose_hours = 0.3333", "line 22", "not whole minutes"),
        ("days = 5", "days = 5\nat_most_days = 5", "line 41, steps 2, at_most_days", "Write more than 5"),
        ("days = 5", "days = 5\nat_most_days = 366", "line 41, steps 2, at_most_days", "from 1 to 365"),
        ("evening = 300", "evening = 300\nat_most_days = 9", "line 47", "the last step has a longest stay"),
        ("watch_days = 14\n", "", "line 21, gate", "watch_days is missing. Add a line"),
        ("[citation]", "[citaton]", "site.toml", "[citation] is missing. Add a line [citation]"),
        ('id = "site"\n', "", "site.toml", 'id is missing. Add a line such as id = "site"'),
        ('id = "site"', 'id = ""', "line 1, id", "the text is empty"),
        ('id = "site"', 'id = "other"', "line 1, id", 'of the file. Name the file other.toml'),
        ('id = "site"', 'id = "../site"', "line 1, id", 'is not an id. Use at most 64 small letters'),
        ('id = "site"', "id = 5", "line 1, id", "5 is not text. Write it in quotation marks"),
        ('unit = "mg"', 'unit = "µg"', "line 6, unit", 'can be misread. Write "microgram"'),
        ('unit = "mg"', 'unit = "IU"', "line 6, unit", 'can be misread. Write "units"'),
        ('unit = "mg"', 'unit = "10 mg"', "line 6, unit", "a unit has no number"),
        ("with_food = true", 'with_food = "yes"', "line 8, with_food", '"yes" is not true or false'),
        ("with_food = true\n", "", "site.toml", "with_food is missing"),
        ("20 mg once daily", "20 mg QD", "line 37, steps 1, text", 'QD can be misread. Write "once daily"'),
        ("20 mg once daily", "\\u001b[31m", "line 37, steps 1, text", "or an invisible character"),
        ("20 mg once daily", "x" * 1001, "line 37, steps 1, text", "the text has 1,001 characters"),
        ("with_food = true", "with_food = true\nwith_fod = 1", "line 9, with_fod", "Did you mean with_food?"),
        ("with_food = true", "with_food = true\nhalf_life_hours = 0", "line 9, half_life_hours", "0 is not"),
        ("with_food = true", 'with_food = true\nleft_open = ["a",\n 5]', "line 9, left_open 2", "5 is not"),
        ("with_food = true", "with_food = true\nmorning = 150", "line 9, morning", "morning is not known"),
    ],
)  # fmt: skip
def test_a_wrong_value(old: str, new: str, place: str, wrong: str) -> None:
    told = [str(one) for one in faults(changed(old, new))]
    assert any(place in one and wrong in one for one in told), told


def test_a_quotation_may_keep_the_words_of_the_paper() -> None:
    text = changed('text = "20 mg once daily"', """text = 'As printed: "20 mg QD"'""")
    assert read(text, "site.toml").steps[0].text == 'As printed: "20 mg QD"'


def test_every_fault_is_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("evening = 300", "evening = 0").replace('title = "Alectinib, our ward"', "title = 5")
    text = text.replace("days = 5", "days = 0").replace("[windows]", "[windoes]")
    told = faults(text)
    assert [one.place for one in told] == ["", "title", "windoes", "steps 2, days", "steps 3, evening"]
    assert [one.line for one in told] == [None, 2, 27, 40, 46]


def test_a_file_without_steps_says_so_on_purpose() -> None:
    literature = GOOD[: GOOD.index("[[steps]]")]
    assert "the steps are missing" in fault(literature)
    read_again = read("steps = []\n" + literature.replace("[20, 150]", "[]"), "site.toml")
    assert not read_again.startable


@pytest.mark.parametrize("steps", ["steps = 5", "steps = [5]", 'steps = "none"'])
def test_steps_that_are_no_tables(steps: str) -> None:
    literature = GOOD[: GOOD.index("[[steps]]")]
    assert fault(f"{steps}\n{literature}") == (
        "site.toml, line 1, steps: steps is not a list of tables. Begin each one with a line [[steps]]."
    )


def test_one_table_of_steps_is_not_a_list_of_them() -> None:
    text = GOOD[: GOOD.index("[[steps]]")] + "[steps]\nmorning = 150\n"
    assert "Begin each one with a line [[steps]]" in fault(text)


def test_too_many_steps() -> None:
    many = "".join(f"[[steps]]\ndays = 1\nmorning = {n}\n" for n in range(1, 101))
    text = changed("[[steps]]\ndays = 2", many + "[[steps]]\ndays = 2")
    assert "there are 103 steps. Write at most 100" in fault(text)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("last_day = 3", "last_day stands without first_day"),
        ("first_day = 4\nlast_day = 3", "last_day is before first_day"),
        ("first_day = 0", "0 is out of range"),
        ("frequency = 1", "the key frequency is not known"),
    ],
)
def test_a_medicine_beside_the_drug(keys: str, said: str) -> None:
    table = '\n[[co_medications]]\ndrug = "prednisolone"\ntext = "10 mg"\n'
    assert len(read(GOOD + table + "first_day = 1\nlast_day = 14\n", "site.toml").co_medications) == 1
    assert said in fault(f"{GOOD}{table}{keys}\n")


def test_two_wrong_doses_are_not_called_the_same() -> None:
    text = changed("morning = 150\nevening = 150", 'morning = "a"\nevening = 150')
    text = changed("morning = 150\nevening = 300", 'morning = "b"\nevening = 150', text)
    assert [one.place for one in faults(text)] == ["steps 2, morning", "steps 3, morning"]


def test_a_key_that_looks_like_markup_or_escape_codes_is_shown_safely() -> None:
    hostile = "\\u001b[31m" + "x" * 100
    (told,) = faults(changed("with_food = true", f'with_food = true\n"{hostile}" = 1'))
    assert visible(str(told)) == str(told)
    assert "\ufffd[31mxxx" in told.wrong
    assert len(told.wrong) < 100
