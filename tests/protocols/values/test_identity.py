"""Numbers and names in the form in which they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.values.identity import name_key, number_key, number_without_zeros, one_edit_apart

WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in "00481")
"""In the wide digits of East Asian keyboards."""


@pytest.mark.parametrize(
    "written",
    [
        "00481-7",
        "00481 -7",
        WIDE + "\N{HYPHEN}7",
        "00481\N{ZERO WIDTH SPACE}\N{EN DASH}7",
        " 00481\N{MINUS SIGN}7 ",
        "004817",
        "00481_7",
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert number_key(written) == "004817"


@pytest.mark.parametrize(("one", "other"), [("a3", "A3"), ("a3", " A3\N{NO-BREAK SPACE}"), ("ß1", "SS1")])
def test_capitals_and_blanks_make_no_other_number(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(("one", "other"), [("00481-7", "00481-8"), ("A3", "B3"), ("12", "21"), ("٣", "3x")])
def test_other_numbers_stay_others(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


def test_leading_zeros_are_what_a_copy_leaves_out() -> None:
    assert number_without_zeros("481-7") == number_without_zeros("00481-7")
    assert number_without_zeros("000") == "000"
    assert number_key("481-7") != number_key("00481-7")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Sullivan", "O\N{RIGHT SINGLE QUOTATION MARK}SULLIVAN"),
        ("Łukasiewicz", "LUKASIEWICZ"),
        ("Nguyễn", "nguyen"),
        ("Müller-Lüd", "Muller Lud"),
        ("Ødegård", "odegard"),
        ("Groß", "GROSS"),
    ],
)
def test_names_are_compared_without_accents_apostrophes_and_dashes(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("अमिता", "अमता"), ("കല", "കലി"), ("สมชาย", "สมชย")])
def test_a_vowel_sign_of_another_script_is_a_letter(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("meier", "meyer", True),
        ("ann", "anne", True),
        ("maria", "maira", True),
        ("same", "same", False),
        ("abcd", "badc", False),
        ("smith", "smythe", False),
    ],
)
def test_one_slip_of_a_hand(one: str, other: str, near: bool) -> None:
    assert one_edit_apart(one, other) is near
    assert one_edit_apart(other, one) is near


@given(st.text(min_size=1, max_size=8), st.data())
def test_leaving_a_letter_out_is_one_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    assert one_edit_apart(word, word[:place] + word[place + 1 :])
