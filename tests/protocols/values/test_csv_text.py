"""Text in cells of a spreadsheet: nothing begins a formula, and all of it comes back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.values.csv_text import harmless
from protocols.values.text import visible
from tests.protocols.helpers.cells import as_it_was

WIDE = "\uff1d\uff0b\uff0d\uff20"
FORMULA = re.compile(rf"(^|[,;|\t\r\n])[\s\ufffd]*[=+\-@{WIDE}]")
"""What some program takes for the beginning of a formula."""

TEXTS = st.text(alphabet=st.sampled_from(f"=+-@'{WIDE},;|\n\t\r a0\"\\\x00é")) | st.text()


@given(TEXTS)
def test_no_text_begins_a_formula_anywhere_and_all_of_it_comes_back(text: str) -> None:
    cell = harmless(text, multiline=True)
    assert not FORMULA.search(cell)
    assert as_it_was(cell) == visible(text, multiline=True)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("+49 30 1234", "'+49 30 1234"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\ufffd=1"),
        ("x;=cmd|'/c calc'!A0", "x;'=cmd|''/c calc'!A0"),
        ("refused, -5 kg", "refused,' -5 kg"),
        ("'quoted'", "''quoted'"),
        ("0048", "'0048"),
        ("12-3", "'12-3"),
        ("3/4", "'3/4"),
        ("1E5", "'1E5"),
        ("37.5", "'37.5"),
        ("12345678901234567", "'12345678901234567"),
        ("10:30", "'10:30"),
        ("481", "481"),
        ("00481-7", "00481-7"),
        ("O'Neil", "O'Neil"),
        ("a-b, c+d", "a-b, c+d"),
        ("Zoë", "Zoë"),
    ],
)
def test_what_is_marked_and_what_is_not(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_lines_stay_only_where_they_are_asked_for() -> None:
    assert harmless("a\nb") == "a / b"
    assert harmless("a\nb", multiline=True) == "a\nb"


def test_days_and_times_of_its_own_stay_as_they_are() -> None:
    assert harmless("1958-03-12", digits=False) == "1958-03-12"
    assert harmless("=A1", digits=False) == "'=A1"
