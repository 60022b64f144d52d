"""Staying at a dose for good, and going up again from there when a prescriber sets another target."""

from __future__ import annotations

from datetime import date

from tests.protocols.helpers.bedside import at_bedside, missing


def test_doses_given_before_the_stay_count_when_a_new_target_opens_the_way_up() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(date(2026, 11, 4), "07:00")
    bedside.rash()
    bedside.at(date(2026, 11, 4), "07:10")
    bedside.decide("stay", residual=True)
    bedside.decide("target", 5)
    assert bedside.gate.to == 2
    assert 1 not in missing(bedside), "the four doses of step 1 were given, before the prescriber let it stay"
    assert 2 not in missing(bedside)
    assert 3 in missing(bedside)
