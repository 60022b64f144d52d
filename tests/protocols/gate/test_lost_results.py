"""A result beside the skin on which a step was started and that is corrected away: held until a fresh one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.named_check import NamedCheck, WaivedBy
from protocols.definition.protocol import Protocol
from protocols.gate.wording import hold_words
from protocols.record.held import open_told_holds
from protocols.rules.preview import as_if, correction_follows
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER, Bedside, refusal
from tests.protocols.helpers.published import library

D = Decimal


def plan(waived_by: WaivedBy = "nobody") -> Protocol:
    anc = NamedCheck("Neutrophils", 168, "10^9/L", at_least=D("1.5"), before_steps=(2,), waived_by=waived_by)
    return msgspec.structs.replace(library("alectinib-report-2020"), checks=(anc,))


def result(value: str) -> e.NamedCheckMade:
    return e.NamedCheckMade("Neutrophils", D(value), "10^9/L")


def on_second(waived_by: WaivedBy = "nobody") -> tuple[Bedside, e.Entry]:
    """On step 2, which was started on a result of 1.8."""
    bed = Bedside(plan(waived_by))
    bed.begin()
    bed.step_through()
    kept = bed.record(result("1.8"))
    bed.rash_free()
    bed.start(2)
    bed.go(minutes=30)
    return bed, kept


def causes(bed: Bedside) -> list[str]:
    return [hold.cause for hold in bed.chart.open_holds]


@pytest.mark.parametrize("right", [None, result("1.1")])
def test_a_result_corrected_away_holds_until_a_fresh_one(right: e.NamedCheckMade | None) -> None:
    bed, kept = on_second()
    bed.correct(kept, right)
    assert causes(bed) == ["result"]
    assert bed.next is None
    assert "needs a fresh result" in hold_words(open_told_holds(bed.chart), bed.zone)
    bed.go(hours=1)
    bed.rash_free()
    assert causes(bed) == ["result"], "no look at the skin takes the place of it"
    bed.record(result("1.4"))
    assert causes(bed) == ["result"]
    bed.go(minutes=1)
    bed.record(result("1.5"))
    assert causes(bed) == []
    assert bed.chart.current is not None
    assert (bed.chart.step_number, bed.chart.current.stay) == (2, 2)
    assert bed.next is not None


def test_one_corrected_within_the_range_or_replaced_by_an_earlier_good_one_holds_nothing() -> None:
    bed, kept = on_second()
    bed.correct(kept, result("1.6"))
    assert causes(bed) == []
    bed = Bedside(plan())
    bed.begin()
    bed.step_through()
    bed.record(result("1.9"), at=bed.now - timedelta(hours=5))
    kept = bed.record(result("1.8"))
    bed.rash_free()
    bed.start(2)
    bed.go(minutes=5)
    bed.correct(kept)
    assert causes(bed) == []


def test_a_result_whose_time_was_wrong_is_lost_where_it_was_too_old() -> None:
    bed, kept = on_second()
    bed.correct(kept, result("1.8"), bed.now - timedelta(days=8))
    assert causes(bed) == ["result"]


def test_nobody_goes_on_without_it_but_where_the_protocol_lets_a_prescriber() -> None:
    bed, kept = on_second()
    bed.correct(kept)
    bed.rash_free()
    assert "nobody can waive it" in refusal(bed, bed.decide, "resume")
    bed, kept = on_second("prescriber")
    bed.correct(kept)
    bed.rash_free()
    bed.decide("resume")
    assert causes(bed) == []
    assert bed.chart.running


def test_back_before_the_step_that_needs_it_goes_without_it() -> None:
    bed, kept = on_second()
    bed.correct(kept)
    bed.rash_free()
    assert "nobody can waive it" in refusal(bed, bed.decide, "repeat")
    bed.decide("back", 1)
    assert (bed.chart.step_number, causes(bed)) == (1, [])
    assert bed.chart.running


def test_a_waived_check_was_no_ground_of_the_start() -> None:
    bed = Bedside(plan("prescriber"))
    bed.begin()
    bed.step_through()
    bed.rash_free()
    low = bed.record(result("1.2"))
    bed.record(e.PreconditionWaived("check", "closed", check="Neutrophils"), by=PRESCRIBER)
    bed.start(2)
    bed.go(minutes=5)
    bed.correct(low)
    assert causes(bed) == []


def test_a_fresh_result_under_a_wrong_clock_frees_nobody() -> None:
    bed, kept = on_second()
    bed.correct(kept)
    bed.go(days=-2)
    bed.record(result("2"))
    assert causes(bed) == ["result"]


def test_a_result_recorded_next_does_not_take_the_place_of_the_fresh_one() -> None:
    bed, kept = on_second()
    bed.correct(kept)
    bed.go(minutes=1)
    fresh = bed.record(result("2"))
    bed.record(result("1.9"))
    assert causes(bed) == []
    bed.correct(fresh)
    assert causes(bed) == ["result"]


def test_after_an_earlier_hold_a_fresh_result_lets_the_step_go_on_once() -> None:
    bed, kept = on_second()
    bed.record(e.HoldPlaced("scan"))
    bed.rash_free()
    bed.decide("resume")
    before = bed.chart.stretches
    bed.record(result("1.8"))
    assert bed.chart.stretches == before
    bed.correct(bed.entries[-1])
    bed.correct(kept)
    assert causes(bed) == ["result"]
    bed.go(minutes=1)
    bed.record(result("2"))
    assert causes(bed) == []
    gone_on = bed.chart.stretches
    assert len(gone_on) == len(before) + 1
    bed.go(minutes=1)
    bed.record(result("2.1"))
    assert bed.chart.stretches == gone_on


def test_the_form_says_what_the_correction_would_do() -> None:
    bed, kept = on_second()
    what = e.EntryCorrected(kept.id, "wrong patient")
    entry = e.Entry(id="x", patient=MRN, course=bed.course, at=bed.now, zone=bed.zone, by=NURSE, what=what)
    after = as_if(bed.folded, entry, bed.now, bed.newest)
    assert "A step stands on this result." in correction_follows(bed.folded, after)[0]
