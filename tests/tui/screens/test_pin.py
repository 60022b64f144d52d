"""Initials and PIN typed in one go: where the one ends and the other begins."""

from __future__ import annotations

import pytest

from protocols.entries import Person
from tests.protocols.helpers.staff_list import ADMIN, NURSE, StaffList
from tui.screens.sign_on.with_pin import split


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("", "")),
        ("a", ("", "")),
        ("ms", ("MS", "")),
        ("MS24", ("MS", "24")),
        ("ao", ("", "")),
        ("ao9", ("AO", "9")),
        ("aok", ("AOK", "")),
        ("ao246813", ("AO", "246813")),
        ("Aok246813", ("AOK", "246813")),
        ("msx", ("", "")),
        ("zz", ("", "")),
        ("246813", ("", "")),
    ],
)
def test_initials_end_where_a_digit_comes_or_no_others_begin_with_them(
    typed: str, found: tuple[str, str]
) -> None:
    ward = StaffList()
    for person in (ADMIN, NURSE, Person("Anna Ott", "AOK", "nurse")):
        ward.add(person)
    assert split(typed, ward.staff) == found
