"""A date of birth is kept as far as it is known, and nothing of it is made up."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.values.birth import Birth, birth_named, birth_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "iso", "text", "age"),
    [
        ("12-Mar-1958", "1958-03-12", "12-Mar-1958", "68y"),
        ("12031958", "1958-03-12", "12-Mar-1958", "68y"),
        ("Mar-1958", "1958-03", "Mar-1958", "68y"),
        ("3/1958", "1958-03", "Mar-1958", "68y"),
        ("1958-3", "1958-03", "Mar-1958", "68y"),
        ("dec 1958", "1958-12", "Dec-1958", "67y"),
        ("nov.1958", "1958-11", "Nov-1958", "67y or 68y"),
        ("1958", "1958", "1958", "67y or 68y"),
        ("?", "", "not known", "age not known"),
        ("not known", "", "not known", "age not known"),
        ("2026", "2026", "2026", "0d or 46w"),
        ("Oct-2026", "2026-10", "Oct-2026", "20d or 7w"),
    ],
)
def test_what_is_said_is_kept(said: str, iso: str, text: str, age: str) -> None:
    found = birth_named(said)
    assert (found.iso, found.text, found.age(TODAY)) == (iso, text, age)
    assert birth_of(iso) == found == birth_named(found.text)


@pytest.mark.parametrize("said", ["", "58", "13/1958", "Mrz-1958", "31-Feb-1958", "0/1958", "1958-13"])
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the form has the words
        birth_named(said)


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("1958-03-12", "1958", True),
        ("1958-03-12", "1958-03", True),
        ("1958-03-12", "1958-04", False),
        ("1958", "1959", False),
        ("", "1958", True),
    ],
)
def test_what_is_known_of_both_may_speak_against_one_person(one: str, other: str, may: bool) -> None:
    assert birth_of(one).may_be(birth_of(other)) is may is birth_of(other).may_be(birth_of(one))


def test_the_days_it_can_have_been() -> None:
    assert (Birth(about="1960-02").first, Birth(about="1960-02").last) == (
        date(1960, 2, 1),
        date(1960, 2, 29),
    )
    assert Birth(about="9999-12").last == date(9999, 12, 31)
    assert Birth().first is Birth().last is None
