"""What people type is read exactly or refused in words; nothing is dropped or guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tui.parsing import Fault, day, number, strengths, wall_time

FULL_WIDTH = "\uff11\uff12"


@pytest.mark.parametrize(("text", "value"), [("150", "150"), ("12.5", "12.5"), ("0.5", "0.5")])
def test_a_plain_number_is_read_exactly(text: str, value: str) -> None:
    assert number(text, "Amount") == Decimal(value)


TRAPS = [
    "12,5",
    "1e3",
    "-5",
    "+5",
    ".5",
    "5.",
    FULL_WIDTH,
    "1 000",
    "1,000",
    "0",
    "",
    "NaN",
    "12.5 mg",
    "1000001",
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_number_in_another_shape_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(Fault, match="Amount") as fault:
        number(text, "Amount")
    assert (text or "nothing") in str(fault.value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("150", ["150"]),
        ("20, 40, 150", ["20", "40", "150"]),
        ("20 40;150", ["20", "40", "150"]),
        ("37.5; 150", ["37.5", "150"]),
        ("150, 150", ["150"]),
    ],
)
def test_strengths_are_a_list_of_exact_numbers(text: str, values: list[str]) -> None:
    assert strengths(text) == tuple(Decimal(value) for value in values)


def test_a_decimal_comma_never_becomes_two_strengths() -> None:
    with pytest.raises(Fault, match=r"put a blank after each comma.*You typed 37,5"):
        strengths("37,5")


@pytest.mark.parametrize("text", ["", " ; ", "150 mg", "20, 4o"])
def test_strengths_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Fault, match="Strengths"):
        strengths(text)


@pytest.mark.parametrize(
    "text", ["17-Nov-2026", "17-11-2026", "2026-11-17", "17 november 2026", "17/11/2026", "17112026"]
)
def test_a_day_is_read_in_six_ways(text: str) -> None:
    assert day(text, "Day") == date(2026, 11, 17)


@pytest.mark.parametrize("text", ["17-Nov-26", "31-Feb-2026", "today", "", "17/11/26", "20261117", "1711202"])
def test_another_day_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="Day: write the day as 17-Nov-2026"):
        day(text, "Day")


@pytest.mark.parametrize("text", ["8", "25:00", "08:60", "8 am", FULL_WIDTH, ""])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="24 hours"):
        wall_time(text, "Time")
