"""What hospital numbers look like, and which are the same: pattern, check digit, dashes with a meaning."""

from __future__ import annotations

from datetime import datetime

import pytest

from protocols import entries as e
from protocols.course.catalogue import Catalogue
from protocols.record.fold import Record
from protocols.rules.check import Refused, check
from protocols.rules.identity import numbers_set
from protocols.values.identity import numbers_meant, same_number
from protocols.values.number_forms import CheckDigit, check_fault
from tests.protocols.helpers.bedside import at_bedside


@pytest.mark.parametrize(
    ("number", "check"),
    [
        ("9434765919", "nhs"),
        ("4010232137", "nhs"),
        ("79927398713", "luhn"),
        ("080442957x", "mod11"),
        ("0306406152", "mod11"),
        ("rxh0306406152", "mod11"),
        ("anything", "none"),
    ],
)
def test_a_number_with_its_check_digit_fits(number: str, check: CheckDigit) -> None:
    assert check_fault(number, check) == ""


@pytest.mark.parametrize(
    ("number", "check", "words"),
    [
        ("9434765918", "nhs", "wrong check digit"),
        ("9434756919", "nhs", "wrong check digit"),  # two figures changed places
        ("943476591", "nhs", "9 figures"),
        ("79927398710", "luhn", "wrong check digit"),
        ("0306406153", "mod11", "wrong check digit"),
        ("94347x5919", "nhs", "other signs"),
        ("٣٤", "luhn", "other signs"),
    ],
)
def test_a_slip_is_told(number: str, check: CheckDigit, words: str) -> None:
    assert words in check_fault(number, check)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1-23", "12-3", False),
        ("1-23", "123", True),
        ("1-23", "1 / 23", True),
        ("00481 -7", "00481\N{EN DASH}7", True),
        ("1-23", "1-24", False),
    ],
)
def test_dashes_in_other_places_make_another_number(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same is same_number(other, one)


def test_a_number_that_could_be_two_is_guessed_for_neither() -> None:
    assert numbers_meant("123", ["1-23", "12-3", "9"]) == ["1-23", "12-3"]
    assert numbers_meant("12 3", ["1-23", "12-3", "123"]) == ["12-3"]


def begins(number: str, at: datetime, by: e.Person, what: e.What) -> e.Entry:
    return e.Entry(id="id", patient=number, at=at, zone="Europe/Berlin", by=by, what=what)


def admit(number: str, catalogue: Catalogue, others: tuple[str, ...] = ()) -> None:
    bed = at_bedside()
    first = bed.folded.entries[0]
    entry = begins(number, bed.now, first.by, first.what)
    check(Record(), entry, bed.now, None, numbers=others, catalogue=catalogue)


def test_every_record_begins_under_a_number_that_fits() -> None:
    ours = Catalogue(numbering=e.NumbersSet("as printed", r"\d{3} \d{3} \d{4}", "943 476 5919", "nhs"))
    admit("943 476 5919", ours)
    with pytest.raises(Refused, match=r"not written as .* such as 943 476 5919"):
        admit("9434765919", ours)
    with pytest.raises(Refused, match="wrong check digit"):
        admit("943 476 5918", ours)
    admit("X", Catalogue())


def test_the_same_number_is_refused_and_one_that_only_reads_like_it_is_not() -> None:
    with pytest.raises(Refused, match="is here already, written 1-23"):
        admit("123", Catalogue(), ("1-23",))
    admit("12-3", Catalogue(), ("1-23",))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (e.NumbersSet("why", "(", "1"), "no regular expression"),
        (e.NumbersSet("why", r"\d+", ""), "a number that meets the pattern"),
        (e.NumbersSet("why", r"\d+", "A1"), "The example does not meet"),
        (e.NumbersSet("why", "", "12", "luhn"), "The example does not meet"),
        (e.NumbersSet(" "), "why this is set"),
    ],
)
def test_what_is_set_can_be_met(what: e.NumbersSet, words: str) -> None:
    with pytest.raises(Refused, match=words):
        numbers_set(what)


def test_an_admin_sets_it() -> None:
    bed = at_bedside()
    what = e.NumbersSet("as printed", check="nhs")
    entry = begins("", bed.now, e.Person("Sam Lee", "SL", "admin"), what)
    check(Record(), entry, bed.now, None)
    by_a_nurse = begins("", bed.now, e.Person("Ada Okafor", "AO", "nurse"), what)
    with pytest.raises(Refused, match="set by an admin"):
        check(Record(), by_a_nurse, bed.now, None)
