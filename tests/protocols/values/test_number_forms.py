"""A pattern that an admin sets can be met in no time, whatever it is and whatever is compared with it."""

from __future__ import annotations

import time

import pytest

from protocols.course.catalogue import Catalogue, numbers_in
from protocols.entries import NumbersSet, ScanningSet
from protocols.values.codes import Code
from protocols.values.number_forms import LONGEST, MOST_TEXT, match_whole, pattern_fault

USABLE = (
    r"\d{5}-\d",
    r"[A-Z]?\d{6,8}",
    r"8018\d{7}(\d{10})\d",
    r"W(.+)W",
    r"(?:MRN)?\s*(\d{3} \d{3} \d{4})",
    r"[()*+?|\]]{3}\(\+",
    r"(AB|CD|EF)\d{6}",
    r"(?P<number>\d+)-[A-Z]",
    r"\d{4}(-\d{2})?",
)
SLOW = (
    r"(\d+)+x",
    r"(\d*)*x",
    r"(a|aa)+x",
    r"(?:(a?){30}){2}x",
    r"((\d)+){20}x",
    r"(([0-9]){1,9}){1,9}x",
    r"\d*\d*\d*\d*\d*x",
    "a?" * 30 + "a" * 30,
    "(a|a)" * 30 + "b",
    r"(\d+)\1+x",
    r"(?=(\d+))x",
    r"(?i:(a+))+x",
)


@pytest.mark.parametrize("pattern", USABLE)
def test_a_pattern_as_a_site_has_one_can_be_used(pattern: str) -> None:
    assert pattern_fault(pattern) == ""


@pytest.mark.parametrize("pattern", SLOW)
def test_one_that_can_take_for_ever_is_refused_and_never_tried(pattern: str) -> None:
    assert "can take too long" in pattern_fault(pattern)
    began = time.process_time()
    for text in ("1" * 40, "a" * 40):
        assert match_whole(pattern, text) is None
    assert Catalogue(numbering=NumbersSet("why", pattern, "1")).number_fault("1" * 40) == ""
    assert numbers_in(Code("a" * 40), ScanningSet("offered", "off", "why", format=pattern)) == []
    assert time.process_time() - began < 1


def test_the_slowest_that_is_allowed_ends_soon() -> None:
    began = time.process_time()
    assert match_whole(r".*.*.*.*x", "a" * MOST_TEXT) is None
    assert match_whole(r".+", "a" * (MOST_TEXT + 1)) is None
    assert time.process_time() - began < 10


@pytest.mark.parametrize("pattern", ["(", "[", "x" * (LONGEST + 1), "a{99999999999}"])
def test_what_is_none_is_said(pattern: str) -> None:
    assert "regular expression" in pattern_fault(pattern) or "too long" in pattern_fault(pattern)
