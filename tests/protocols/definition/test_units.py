"""Doses as whole capsules: exact, the fewest, and quick."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.definition.making import unmakeable
from protocols.definition.totals import step_totals
from protocols.definition.units import Units, units, units_text
from tests.protocols.helpers.published import exact, library

JAPAN = exact("20 40 150")
ONLY_150 = exact("150")


def amount_of(made: Units) -> Decimal:
    return sum((size * count for size, count in made), Decimal(0))


@pytest.mark.parametrize(
    ("amount", "made"),
    [
        ("20", ((20, 1),)),
        ("40", ((40, 1),)),
        ("80", ((40, 2),)),
        ("120", ((40, 3),)),
        ("160", ((40, 4),)),
        ("200", ((40, 5),)),
        ("300", ((150, 2),)),
        ("190", ((150, 1), (40, 1))),
        ("37.5", None),
        ("75", None),
    ],
)
def test_the_japanese_capsules(amount: str, made: Units | None) -> None:
    assert units(Decimal(amount), JAPAN) == made


@pytest.mark.parametrize("amount", ["20", "37.5", "40", "75", "80", "120", "160", "200"])
def test_what_150_mg_capsules_cannot_make(amount: str) -> None:
    assert units(Decimal(amount), ONLY_150) is None


def test_the_report_takes_128_capsules_before_its_last_step() -> None:
    count = 0
    for row in step_totals(library("alectinib-report-2020"))[:-1]:
        for dose in row.step.doses:
            ((_, capsules),) = units(dose.amount, ONLY_150) or ((Decimal(0), 0),)
            count += capsules * (row.step.days or 0)
    assert count == 128
    assert units(Decimal(19200), ONLY_150) == ((Decimal(150), 128),)


def test_unmakeable_lists_each_dose_once_up_to_the_target_step() -> None:
    anderson, kimura = library("alectinib-anderson"), library("alectinib-kimura")
    assert unmakeable(anderson, ONLY_150, 5) == exact("37.5 75")
    assert unmakeable(anderson, ONLY_150, 1) == (Decimal("37.5"),)
    assert unmakeable(anderson, JAPAN, 5) == exact("37.5 75")
    assert unmakeable(kimura, ONLY_150, 7) == exact("20 40 80 120 160 200")
    assert unmakeable(kimura, JAPAN, 7) == ()
    assert unmakeable(library("alectinib-report-2020"), ONLY_150, 5) == ()


def test_fewest_is_not_always_the_largest_first() -> None:
    assert units(Decimal(60), exact("50 30 1")) == ((Decimal(30), 2),)
    assert units(Decimal(60), exact("50 30")) == ((Decimal(30), 2),)


@pytest.mark.parametrize(
    "amount", ["0", "-150", "NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "0.0000001"]
)
def test_amounts_that_are_none(amount: str) -> None:
    assert units(Decimal(amount), JAPAN) is None


def test_strengths_that_are_none_make_nothing_and_keep_nothing_from_being_made() -> None:
    useless = exact("0 -150 NaN Infinity 1E+999999")
    assert units(Decimal(150), useless) is None
    assert units(Decimal(150), ()) is None
    assert units(Decimal(150), (*useless, *ONLY_150)) == ((Decimal(150), 1),)


@pytest.mark.parametrize(
    ("amount", "strengths"),
    [
        ("1000000", "20 40 150"),
        ("1000000", "0.000001"),
        ("999999.999999", "0.000003 0.7 33.333333 149.999999"),
        ("1000000", "0.7 33.3 149.9"),
        ("1000000", "1 3 7 149 151 999"),
        ("999983", "2 4 6 8 10 12 14 16 18 20 22 24"),
    ],
)
def test_no_amount_is_without_end(amount: str, strengths: str) -> None:
    made = units(Decimal(amount), exact(strengths))
    assert made is None or amount_of(made) == Decimal(amount)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (((Decimal(150), 3),), "3 capsules of 150 mg"),
        (((Decimal(150), 1), (Decimal(20), 2)), "1 capsule of 150 mg and 2 capsules of 20 mg"),
        (((Decimal("0.5"), 1),), "1 capsule of 0.5 mg (500 microgram)"),
    ],
)
def test_in_words(made: Units, text: str) -> None:
    assert units_text(made, "capsule", "mg") == text


sizes = st.lists(st.integers(1, 40), min_size=1, max_size=4, unique=True)


@given(sizes, st.integers(1, 60), st.sampled_from(["1", "0.5", "0.000001"]))
@settings(max_examples=150, deadline=None)
def test_fewest_and_exact_against_every_combination(found: list[int], total: int, grain: str) -> None:
    made = units(total * Decimal(grain), [size * Decimal(grain) for size in found])
    every = (
        count
        for count in range(1, total // min(found) + 1)
        if count <= 7
        for taken in combinations_with_replacement(found, count)
        if sum(taken) == total
    )
    fewest = next(every, None)
    if fewest is not None:
        assert made is not None
        assert sum(count for _, count in made) == fewest
    if made is not None:
        assert amount_of(made) == total * Decimal(grain)
        assert fewest is not None or sum(count for _, count in made) > 7


@given(sizes, st.integers(1, 3000))
@settings(max_examples=150, deadline=None)
def test_a_large_amount_needs_as_few_as_the_plain_table_says(found: list[int], total: int) -> None:
    fewest: list[float] = [0.0] + [float("inf")] * total
    for amount in range(1, total + 1):
        fewest[amount] = 1 + min(
            (fewest[amount - size] for size in found if size <= amount), default=float("inf")
        )
    made = units(Decimal(total), [Decimal(size) for size in found])
    assert (sum(count for _, count in made) if made else float("inf")) == fewest[total]


@given(sizes, st.integers(1, 200))
def test_the_order_of_the_strengths_does_not_matter(found: list[int], total: int) -> None:
    stock = [Decimal(size) for size in found]
    assert units(Decimal(total), stock) == units(Decimal(total), reversed(stock))
