"""Other amounts once the course has begun: held against the protocol again, and never raised over a rash."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from protocols import entries as e
from protocols.definition.sizing import Sized
from tests.protocols.helpers.bedside import PRESCRIBER, refusal
from tests.protocols.helpers.per_kg import HEAD, PER_KG, Weighed, begun, per_kg, sized

MON, TUE = date(2026, 11, 2), date(2026, 11, 3)
TWICE = per_kg(HEAD + "[[steps]]\nmorning = 0.1\nevening = 0.2\n")
MORE = sized(PER_KG, "14", "2", "4", "8")


def test_they_are_confirmed_by_another_person_as_at_enrolment() -> None:
    bed = begun()
    first = e.DoseKey(MON, "morning")
    assert "second person" in refusal(bed, bed.fix, MORE, first, confirmed=None)
    own = e.Confirmed(PRESCRIBER, bed.now)
    assert "Another person confirms" in refusal(bed, bed.fix, MORE, first, confirmed=own)


def test_they_say_from_which_dose_on_and_no_past_one() -> None:
    bed = begun()
    assert "Choose the first dose." in refusal(bed, bed.fix, MORE)
    told = refusal(bed, bed.fix, MORE, e.DoseKey(date(2026, 10, 30), "morning"))
    assert told == "The first dose can be Mon 02-Nov-2026 morning."
    bed.fix(MORE, e.DoseKey(MON, "morning"))


@pytest.mark.parametrize(
    ("morning", "evening", "raised"),
    [("0.5", "3", True), ("1.5", "2.5", True), ("1.5", "2", False), ("1", "2", False)],
    ids=["a single dose", "the day", "neither", "less"],
)
def test_with_a_rash_accepted_neither_a_single_dose_nor_the_day_is_raised_again(
    morning: str, evening: str, raised: bool
) -> None:
    """Also not up to what the patient has swallowed before: it was accepted for the amounts that stand."""
    bed = Weighed(TWICE)
    bed.admit()
    bed.enrol_for(weighed("1.5", "3"), times={"morning": "08:00", "evening": "20:00"})
    bed.rash_free()
    bed.start(1)
    bed.day()
    bed.rash()
    bed.fix(weighed("1", "2.5"))
    bed.decide("resume", residual=True)
    first = e.DoseKey(TUE, "morning")
    if raised:
        assert "until it is gone" in refusal(bed, bed.fix, weighed(morning, evening), first)
    else:
        bed.fix(weighed(morning, evening), first)
        assert bed.chart.step is not None
        assert bed.chart.step.per_day == Decimal(morning) + Decimal(evening)


def weighed(morning: str, evening: str) -> Sized:
    return sized(TWICE, "15", morning, evening, reasons={1: "as discussed", 2: "as discussed"})
