"""What else may and may not mend a rash-free check that fell away: late entries, corrections, odd clocks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from protocols.entries import DoseGiven
from tests.protocols.gate.test_lost_checks import D3, DAY_8, causes, checks, on_third
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step


def made_good() -> Bedside:
    """The check was taken away, and a new one a minute too early made good by a correction of the dose."""
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "11:59")
    bedside.rash_free()
    bedside.go(minutes=5)
    bedside.correct(bedside.chart.taken[-1].entry)
    return bedside


def test_a_correction_that_makes_an_early_check_good_does_not_mend_by_itself() -> None:
    bedside = made_good()
    assert causes(bedside) == ["check"]
    bedside.go(minutes=5)
    bedside.rash_free()
    assert causes(bedside) == []


def test_a_check_under_a_wrong_clock_mends_nothing_by_one_that_was_made_good() -> None:
    bedside = made_good()
    bedside.go(minutes=-2)
    assert bedside.rash_free().clock == "behind"
    assert causes(bedside) == ["check"]


def test_a_fresh_check_that_is_written_down_minutes_later_mends_too() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:30")
    bedside.rash_free(at=bedside.now - timedelta(minutes=5))
    assert causes(bedside) == []


def test_a_check_made_between_two_losses_is_not_fresh_after_the_second() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[1])
    bedside.at(DAY_8, "12:30")
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "13:00")
    bedside.rash_free(at=bedside.now - timedelta(minutes=45))
    assert causes(bedside) == ["check", "check"]
    bedside.rash_free()
    assert causes(bedside) == []


def test_one_loss_is_one_hold_however_often_what_lay_under_it_is_corrected() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    earlier = bedside.chart.taken[-2]
    bedside.go(minutes=5)
    bedside.correct(earlier.entry, earlier.what, earlier.at - timedelta(minutes=1))  # type: ignore[arg-type]
    assert causes(bedside) == ["check"]


def test_a_dose_recorded_by_a_clock_that_was_ahead_comes_before_the_check_that_was_recorded_after_it() -> (
    None
):
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "23:00")
    bedside.record(DoseGiven(None, Decimal(450), reason="found in the notes"))
    bedside.at(DAY_8, "12:30")
    bedside.rash_free()
    assert causes(bedside) == ["check"]


def test_what_was_seen_earlier_takes_effect_when_it_is_recorded() -> None:
    bedside = at_bedside()
    bedside.go(hours=3)
    bedside.rash(at=bedside.now - timedelta(hours=2))
    (hold,) = bedside.chart.holds
    assert hold.since == bedside.now
    assert bedside.chart.stretches[-1].until == bedside.now


def test_a_dose_that_in_truth_was_given_after_the_start_does_not_lie_under_it() -> None:
    bedside = on_third()
    last = next(line for line in reversed(bedside.chart.taken) if line.at < bedside.chart.starts[2].at)
    start = bedside.chart.starts[2].at
    late = DoseGiven(None, Decimal(300), reason="given on top, as the paper shows")
    bedside.correct(last.entry, late, start + timedelta(minutes=5))
    assert causes(bedside) == []


def test_a_check_that_a_clock_denied_does_not_come_back_when_the_one_that_denied_it_is_taken_away() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "12:00")
    bedside.rash_free()
    bedside.at(D3, "11:58")
    bedside.confirm_clock()
    second = bedside.rash_free()
    bedside.at(D3, "12:01")
    bedside.start(2)
    bedside.correct(second)
    assert causes(bedside) == ["check"]


def test_a_check_written_down_after_the_start_carries_it_only_if_it_was_made_at_that_very_minute() -> None:
    bedside = on_step(2)
    (_, carried), started = checks(bedside), bedside.now
    bedside.go(minutes=5)
    bedside.rash_free(at=started - timedelta(minutes=10))
    bedside.correct(carried)
    assert causes(bedside) == ["check"]
    bedside = on_step(2)
    (_, carried), started = checks(bedside), bedside.now
    bedside.go(minutes=5)
    at_the_start = bedside.rash_free(at=started)
    bedside.correct(carried)
    assert causes(bedside) == []
    bedside.correct(at_the_start)
    assert causes(bedside) == ["check"]


def test_what_is_recorded_next_after_a_fresh_check_is_not_under_it() -> None:
    bedside = on_step(2)
    bedside.correct(checks(bedside)[1])
    bedside.go(minutes=10)
    fresh = bedside.rash_free()
    bedside.go(minutes=5)
    bedside.record(DoseGiven(None, Decimal(1), reason="found on the table"))
    assert causes(bedside) == []
    bedside.rash_free(at=bedside.now - timedelta(minutes=7))
    bedside.correct(fresh)
    assert causes(bedside) == ["check"]


def test_a_check_recorded_next_for_an_earlier_minute_does_not_take_the_place_of_the_fresh_one() -> None:
    bedside = on_step(2)
    bedside.correct(checks(bedside)[1])
    bedside.go(minutes=10)
    fresh = bedside.rash_free()
    bedside.rash_free(at=bedside.now - timedelta(minutes=2))
    bedside.correct(fresh)
    assert causes(bedside) == ["check"]
