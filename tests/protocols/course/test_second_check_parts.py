"""The second check of a dose of halves, and of one that is measured; older checks stay as they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from protocols.course.second_check import sizes_asked, volume_asked
from protocols.definition.liquid import Liquid
from protocols.definition.protocol import DoseRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseGiven, DoseKey, SecondCheck
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import OTHER_NURSE, Bedside, refusal
from tests.protocols.helpers.published import library

D = Decimal
D1 = date(2026, 11, 2)
MORNING = DoseKey(D1, "morning")


def plan(amount: str) -> Protocol:
    """One dose each morning: 50 mg is a piece, 37.5 mg one and a half, 8 mg only in the suspension."""
    return msgspec.structs.replace(
        library("alectinib-report-2020"),
        doses=DoseRules("every dose"),
        strengths=(D(50), D(25)),
        divisible="halves",
        liquids=(Liquid("suspension", D(4)),),
        syringe_step=D("0.1"),
        steps=(Step((PlannedDose("morning", D(amount)),)),),
    )


def due(amount: str) -> Bedside:
    bed = Bedside(plan(amount))
    bed.begin()
    bed.at(D1, "08:00")
    return bed


def given(bed: Bedside, amount: str, *units: tuple[str, int], volume: str | None = None) -> DoseGiven:
    counted = tuple((D(size), count) for size, count in units)
    second = SecondCheck(OTHER_NURSE, bed.now, D(amount), counted, None if volume is None else D(volume))
    return DoseGiven(MORNING, D(amount), second=second)


def test_what_is_counted_and_what_is_measured() -> None:
    assert sizes_asked(due("50").chart, D(50)) == (D(50), D(25))
    assert sizes_asked(due("37.5").chart, D("37.5")) == (D(50), D(25), D("12.5"))
    bed = due("8")
    assert (sizes_asked(bed.chart, D(8)), volume_asked(bed.chart, D(8))) == ((), True)
    assert not volume_asked(bed.chart, D(50))


@pytest.mark.parametrize("units", [(("25", 1), ("12.5", 1)), (("12.5", 3),), ()])
def test_halves_that_add_up_agree_and_an_older_check_of_the_amount_alone_stays_good(
    units: tuple[tuple[str, int], ...],
) -> None:
    bed = due("37.5")
    kept = bed.record(given(bed, "37.5", *units))
    if units == (("25", 1), ("12.5", 1)):
        told = "second check by Ben Lind: 37.5 mg, 1 capsule of 25 mg and 1 times half a capsule of 25 mg"
        assert told in sentence(kept, bed.folded)


@pytest.mark.parametrize("units", [(("25", 1),), (("25", 2),), (("50", 1), ("12.5", 1)), (("6.25", 6),)])
def test_halves_that_do_not_are_a_difference(units: tuple[tuple[str, int], ...]) -> None:
    bed = due("37.5")
    told = refusal(bed, bed.record, given(bed, "37.5", *units))
    assert "The figures differ." in told
    assert "Ada Okafor: 37.5 mg, 1 capsule of 25 mg and 1 times half a capsule of 25 mg." in told


def test_a_volume_is_what_the_syringe_shows() -> None:
    bed = due("8")
    told = refusal(bed, bed.record, given(bed, "8", volume="4"))
    assert "Ada Okafor: 8 mg, 2 mL. Ben Lind: 8 mg, 4 mL." in told
    assert "The figures differ." in refusal(bed, bed.record, given(bed, "8", ("25", 1)))
    kept = bed.record(given(bed, "8", volume="2"))
    assert "second check by Ben Lind: 8 mg, 2 mL" in sentence(kept, bed.folded)


def test_whole_pieces_are_never_checked_by_a_volume() -> None:
    bed = due("50")
    assert "The figures differ." in refusal(bed, bed.record, given(bed, "50", volume="12.5"))
    bed.record(given(bed, "50", ("25", 2)))
