"""Finding a patient by what a person types."""

import pytest

from tui.views.lines.search import finds

NAME = "NGUYỄN-O'BRIEN, Thị Thu Hà"


@pytest.mark.parametrize(
    "sought",
    [
        *("", "  ", "nguyen", "NGUYỄN", "o'brien", "obrien", "thu ha", "ha nguyen", "brien, thi"),
        *("00481-7", "00481 7", "4817", "a12", "nguyen a12", "thu 481"),
    ],
)
def test_found_as_people_type(sought: str) -> None:
    assert finds(sought, NAME, "00481-7", "A12")


@pytest.mark.parametrize("sought", ["nguyen lee", "4818", "a13", "xu", "-", "481 lee", "?"])
def test_nobody_else_is_found(sought: str) -> None:
    assert not finds(sought, "NGUYEN, Thu", "00481", "A12")


@pytest.mark.parametrize("sought", ["อมิ", "อมิตา"])
def test_other_scripts_are_found(sought: str) -> None:
    assert finds(sought, "อมิตา", "7")
