"""A course whose rash-free check falls away is held at once, until a fresh one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import (
    DecisionMade,
    DoseGiven,
    DoseKey,
    Entry,
    EntryCorrected,
    HoldPlaced,
    RashFreeChecked,
)
from protocols.record.fold import fold
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, at_bedside, on_step, refusal, words

D3, DAY_8 = date(2026, 11, 4), date(2026, 11, 9)


def checks(bedside: Bedside) -> list[Entry]:
    return [entry for entry in bedside.entries if isinstance(entry.what, RashFreeChecked)]


def causes(bedside: Bedside) -> list[str]:
    return [hold.cause for hold in bedside.chart.open_holds]


def on_third() -> Bedside:
    """Step 3, started at 06:30 on a check of that minute; its first dose given at 08:00."""
    bedside = on_step(3)
    bedside.at(DAY_8, "08:00")
    bedside.give()
    return bedside


@pytest.mark.parametrize("place", [0, 1, 2], ids=["behind step 1", "behind step 2", "behind step 3"])
def test_taking_away_the_check_behind_any_start_holds_the_course(place: int) -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[place])
    assert causes(bedside) == ["check"]
    assert [start.stands for start in bedside.chart.starts] == [at != place for at in range(3)]
    bedside.at(DAY_8, "20:00")
    assert bedside.next is None
    assert words(bedside, 5) == (
        "The rash-free check behind a step was taken away Mon 09-Nov-2026 08:00. "
        "It needs a fresh rash-free check, as long after the last dose as the gate asks."
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_fresh_check_mends_it_and_the_same_step_goes_on(place: int) -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[place])
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    assert causes(bedside) == []
    assert all(start.stands for start in bedside.chart.starts)
    assert bedside.chart.step_number == 3
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.amount) == (DoseKey(DAY_8, "evening"), Decimal(450))
    assert bedside.chart.current is not None
    assert bedside.chart.current.stay == 3


def test_a_fresh_check_is_one_the_gate_would_take_four_hours_after_the_last_dose() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "11:59")
    bedside.rash_free()
    assert causes(bedside) == ["check"]
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    assert causes(bedside) == []


def test_a_check_made_before_the_loss_is_not_a_fresh_one() -> None:
    bedside = on_third()
    bedside.at(DAY_8, "13:00")
    bedside.rash_free()
    bedside.go(minutes=1)
    bedside.correct(checks(bedside)[2])
    assert causes(bedside) == ["check"]
    bedside.go(minutes=10)
    bedside.rash_free(at=bedside.now - timedelta(minutes=15))
    assert causes(bedside) == ["check"]


def test_putting_the_check_back_does_not_lift_the_hold() -> None:
    bedside = on_third()
    check = checks(bedside)[2]
    bedside.correct(check)
    bedside.correct(check, RashFreeChecked(True, True))
    assert causes(bedside) == ["check"]


def test_nobody_resumes_stays_or_repeats_without_the_fresh_check_not_even_with_residual_rash() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    for decision in ("resume", "repeat", "stay"):
        told = refusal(bedside, bedside.decide, decision, residual=True)
        assert "The rash-free check behind step 3 was taken away." in told
        assert "nobody can waive it" in told


@pytest.mark.parametrize("place", [1, 2], ids=["of the step gone back to", "of the step that is left"])
def test_going_back_waits_for_the_fresh_check_whichever_step_lost_its_own(place: int) -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[place])
    for step in (1, 2):
        told = refusal(bedside, bedside.decide, "back", step, residual=True)
        assert f"behind step {place + 1} was taken away" in told
    bedside.at(DAY_8, "12:00")
    assert refusal(bedside, bedside.decide, "back", 1)
    bedside.rash_free()
    assert causes(bedside) == []
    bedside.decide("back", 1)
    assert bedside.chart.step_number == 1
    assert all(start.stands for start in bedside.chart.starts)


def test_going_back_without_the_check_is_read_as_it_was_decided_where_an_older_version_let_it() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    first = DoseKey(DAY_8, "evening")
    number, now = len(bedside.entries) + 1, bedside.now
    back = msgspec.structs.replace(
        bedside.entries[-1],
        id="back",
        number=number,
        recorded=now,
        by=PRESCRIBER,
        what=DecisionMade("back", "as discussed", 2, first),
    )
    chart = fold([*bedside.entries, back]).chart(bedside.course)
    assert chart is not None
    assert chart.running
    assert (chart.step_number, len(chart.starts)) == (2, 2)


def test_a_check_of_a_step_that_was_left_downwards_holds_nothing() -> None:
    bedside = on_third()
    third = checks(bedside)[2]
    bedside.decide("back", 2)
    bedside.correct(third)
    assert causes(bedside) == []


def test_a_check_written_down_after_the_start_does_not_carry_it() -> None:
    bedside = on_step(2)
    bedside.rash_free(at=bedside.now - timedelta(minutes=20))
    bedside.correct(checks(bedside)[1])
    assert causes(bedside) == ["check"]


def test_another_valid_check_known_at_the_start_keeps_it_standing() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "00:30")
    check = bedside.rash_free()
    twin = bedside.rash_free()
    bedside.start(2)
    bedside.correct(twin)
    assert causes(bedside) == []
    bedside.correct(check)
    assert causes(bedside) == ["check"]


def test_checks_of_the_very_minute_of_the_start_stand_in_for_each_other_until_the_last_is_gone() -> None:
    bedside = on_step(2)
    twin = bedside.rash_free()
    bedside.correct(checks(bedside)[1])
    assert causes(bedside) == []
    bedside.correct(twin)
    assert causes(bedside) == ["check"]


def test_a_corrected_time_that_makes_the_check_too_early_holds() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "00:30")
    check = bedside.rash_free()
    bedside.start(2)
    bedside.correct(check, RashFreeChecked(True, True), bedside.now - timedelta(minutes=30))
    assert causes(bedside) == []
    bedside.correct(check, RashFreeChecked(True, True), bedside.now - timedelta(minutes=31))
    assert causes(bedside) == ["check"]


def test_a_corrected_time_that_makes_the_check_too_old_or_later_than_the_start_holds() -> None:
    bedside = on_step(2)
    bedside.go(minutes=30)
    bedside.correct(checks(bedside)[1], RashFreeChecked(True, True), bedside.now)
    assert causes(bedside) == ["check"]


def test_a_corrected_time_of_the_last_dose_that_comes_too_near_the_check_holds() -> None:
    bedside = on_step(2)
    last = bedside.chart.taken[-1]
    bedside.correct(last.entry, last.what, bedside.now - timedelta(hours=4))  # type: ignore[arg-type]
    assert causes(bedside) == []
    bedside.correct(last.entry, last.what, bedside.now - timedelta(minutes=239))  # type: ignore[arg-type]
    assert causes(bedside) == ["check"]


def test_a_mending_check_that_is_corrected_away_holds_again() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:00")
    mending = bedside.rash_free()
    bedside.go(minutes=5)
    bedside.correct(mending)
    assert causes(bedside) == ["check"]
    assert bedside.next is None
    bedside.go(minutes=5)
    bedside.rash_free()
    assert causes(bedside) == []


def test_a_dose_found_later_that_undoes_the_mending_check_holds_again() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    bedside.go(minutes=5)
    bedside.record(
        DoseGiven(None, Decimal(450), reason="found in the notes"), at=bedside.now - timedelta(hours=1)
    )
    assert causes(bedside) == ["check"]


def test_a_second_start_losing_its_check_after_the_first_was_mended_holds_again() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    bedside.correct(checks(bedside)[1])
    assert causes(bedside) == ["check"]


def test_a_fresh_check_leaves_every_other_hold() -> None:
    bedside = on_third()
    bedside.record(HoldPlaced("surgery"))
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    assert causes(bedside) == ["hold"]
    assert bedside.next is None
    bedside.go(minutes=5)
    key = DoseKey(DAY_8, "evening")
    assert "not due" in refusal(bedside, bedside.give, key, Decimal(450), at=bedside.now)
    bedside.decide("resume")
    assert bedside.chart.running


def test_a_lost_check_opens_no_next_step_even_with_everything_waived() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.waive("doses")
    bedside.waive("days")
    assert "5 No hold, no red flag" in refusal(bedside, bedside.start, 4)


def test_a_correction_of_words_alone_takes_nothing_away() -> None:
    bedside = on_third()
    bedside.record(
        EntryCorrected(checks(bedside)[2].id, "name of the ward", RashFreeChecked(True, True, "ok"))
    )
    assert causes(bedside) == []


def test_a_stopped_course_is_not_begun_again_by_a_check() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.decide("stop")
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    assert not bedside.chart.running
    assert bedside.next is None
    assert "not due" in refusal(bedside, bedside.give, DoseKey(DAY_8, "evening"), Decimal(450))


def test_a_new_target_does_not_stand_in_for_the_fresh_check() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.decide("target", 4)
    assert causes(bedside) == ["check"]


def test_what_is_seen_right_after_the_mending_check_takes_nothing_away_from_it() -> None:
    bedside = on_third()
    bedside.correct(checks(bedside)[2])
    bedside.at(DAY_8, "12:00")
    bedside.rash_free()
    bedside.go(minutes=5)
    bedside.rash()
    assert causes(bedside) == ["rash"], "a rash that came later is held for itself alone"
    assert all(start.stands for start in bedside.chart.starts)
