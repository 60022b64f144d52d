"""The [[checks]] of a protocol file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocols.definition.named_check import NamedCheck
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.site_file import GOOD, fault

CHECK = """
[[checks]]
name = "Neutrophils"
unit = "10^9/L"
at_least = 1.5
valid_hours = 168
before_steps = [3, 2]
holds = true
loinc = "751-8"
ucum = "10*9/L"

[[checks]]
name = "COWS under 8"
valid_hours = 4
waived_by = "prescriber"
"""


def with_checks(old: str = "", new: str = "") -> str:
    return GOOD + CHECK.replace(old, new) if old else GOOD + CHECK


def test_checks_are_read_and_written() -> None:
    protocol = read(with_checks(), "site.toml")
    first, second = protocol.checks
    assert first == NamedCheck(
        "Neutrophils",
        168,
        "10^9/L",
        at_least=Decimal("1.5"),
        before_steps=(2, 3),
        holds=True,
        loinc="751-8",
        ucum="10*9/L",
    )
    assert (second.is_measured, second.waived_by, second.is_before(1)) == (False, "prescriber", True)
    assert read(written(protocol), "site.toml") == protocol


def test_a_protocol_without_them_is_written_as_before() -> None:
    assert "checks" not in written(read(GOOD, "site.toml"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("at_least = 1.5", "at_least = 1.5\nat_most = 1", "at_most is less than at_least"),
        ("at_least = 1.5\n", "", "the check has a unit and no limit"),
        ("at_least = 1.5", "at_least = 1.50", "ends in a zero"),
        ("at_least = 1.5", 'at_least = "1.5"', "is text, not a number"),
        ("valid_hours = 168\n", "", "valid_hours is missing"),
        ("[3, 2]", "[4]", "there is no step 4"),
        ("[3, 2]", "[2, 2]", "a step stands twice"),
        ("[3, 2]", "[]", "no step is named"),
        ("751-8", "ANC", '"ANC" is not a code'),
        ('"prescriber"', '"nurse"', '"nurse" is not known here'),
        ('name = "COWS under 8"', 'name = "neutrophils"', 'the check "neutrophils" stands twice'),
        ("holds = true", "hold = true", "Did you mean holds?"),
    ],
)
def test_a_wrong_one_is_told(old: str, new: str, words: str) -> None:
    assert words in fault(with_checks(old, new))
