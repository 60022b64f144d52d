"""The skin day by day: what counts, as corrected, with the days, steps and holds of each."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from protocols.entries import DoseKey, EarlierReaction, RashFound, RedFlagSeen
from protocols.reports.skin_trend import TrendDay, first_day, trend
from protocols.values.clinic_time import day_of, instant_of
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step

FIRST = date(2026, 11, 2)


def rash(extent: int) -> RashFound:
    return RashFound("maculopapular", ("back",), Decimal(extent), "hand")


def days_of(bedside: Bedside) -> dict[int, TrendDay]:
    """The days by their place, from 1."""
    return dict(enumerate(trend(bedside.chart, bedside.now), 1))


def test_every_day_from_enrolment_to_today_with_both_counts() -> None:
    bedside = at_bedside()
    bedside.at(FIRST, "20:00")
    bedside.give()
    bedside.at(FIRST + timedelta(days=3), "12:00")
    days = trend(bedside.chart, bedside.now)
    assert [day.day for day in days] == [FIRST + timedelta(days=past) for past in range(4)]
    assert [(day.course_day, day.protocol_day) for day in days] == [(None, n) for n in (1, 2, 3, 4)]
    assert (days[0].rash_free, days[0].quiet, days[1].quiet) == (True, False, True)
    assert [day.watched for day in days] == [True] * 4


def test_an_earlier_look_recorded_for_the_course_is_shown_and_has_no_protocol_day() -> None:
    bedside = at_bedside()
    bedside.record(rash(30), at=instant_of(FIRST - timedelta(days=9), "10:00", bedside.zone))
    assert first_day(bedside.chart) == FIRST - timedelta(days=9)
    assert {day.protocol_day for day in trend(bedside.chart, bedside.now)} == {None}
    bedside.at(FIRST, "08:00")
    bedside.give(DoseKey(FIRST, "morning"), reason="was on the tray")
    days = days_of(bedside)
    assert [days[number].protocol_day for number in (1, 9, 10)] == [None, None, 1]
    worst = days[1].worst
    assert worst is not None
    assert worst.extent == 30


def test_looks_of_an_earlier_course_do_not_begin_a_later_one() -> None:
    bedside = at_bedside()
    bedside.decide("stop")
    bedside.go(days=30)
    bedside.enrol()
    assert first_day(bedside.chart) == FIRST + timedelta(days=30)
    assert len(trend(bedside.chart, bedside.now)) == 1


def test_the_reports_case_has_both_counts_from_the_onset_on() -> None:
    """Rash on course day 12, resolved on 19, restart on 21 (case report, "Case"; domain.md 4.2)."""
    bedside = at_bedside()
    day_one = FIRST - timedelta(days=20)
    bedside.record(
        EarlierReaction(day_one, day_one + timedelta(days=11), resolved=day_one + timedelta(days=18))
    )
    bedside.at(FIRST, "20:00")
    bedside.give()
    days = trend(bedside.chart, bedside.now)
    assert (days[0].course_day, days[0].before) == (12, ("onset of the earlier reaction",))
    assert (days[7].course_day, days[7].before) == (19, ("earlier reaction resolved",))
    assert (days[-1].course_day, days[-1].protocol_day) == (21, 1)
    assert not days[0].quiet


def test_the_largest_extent_of_a_day_counts_and_a_red_flag_is_marked() -> None:
    bedside = at_bedside()
    for extent in (12, 20, 5):
        bedside.go(minutes=1)
        bedside.record(rash(extent))
    bedside.go(minutes=1)
    bedside.record(RedFlagSeen(("skin pain",)))
    day = days_of(bedside)[1]
    assert day.worst is not None
    assert day.worst.extent == 20
    assert (day.flagged, day.rash_free, day.held) == (True, False, True)
    assert [words for _, words in day.events][1:] == ["held: rash"] * 3 + ["held: red flag"]


def test_corrections_count_and_what_was_taken_back_is_told() -> None:
    bedside = at_bedside()
    bedside.go(minutes=5)
    wrong, other = bedside.record(rash(40)), bedside.record(rash(3))
    bedside.go(minutes=5)
    bedside.correct(wrong, rash(4))
    bedside.correct(other)
    day = days_of(bedside)[1]
    assert day.worst is not None
    assert day.worst.extent == 4
    assert len(day.checks) == 2
    assert f"entry {other.number} taken back: entered in error" in [words for _, words in day.events]


def test_a_corrected_day_moves_the_look() -> None:
    bedside = at_bedside()
    bedside.at(FIRST + timedelta(days=2), "09:00")
    look = bedside.rash_free()
    bedside.correct(look, look.what, instant_of(FIRST + timedelta(days=1), "09:00", bedside.zone))  # type: ignore[arg-type]
    days = days_of(bedside)
    assert (days[2].rash_free, days[3].checks) == (True, ())


def test_holds_last_until_the_day_they_end_and_steps_are_named() -> None:
    bedside = on_step(2)
    started = bedside.chart.stretches[-1].first.day
    bedside.go(hours=1)
    bedside.rash()
    bedside.go(days=2)
    bedside.rash_free()
    bedside.decide("repeat")
    bedside.go(days=1)
    days = {day.day: day for day in trend(bedside.chart, bedside.now)}
    assert [days[started + timedelta(days=past)].held for past in range(4)] == [True, True, False, False]
    assert [words for _, words in days[started].events] == ["step 2 started", "held: rash"]
    ended = [words for _, words in days[started + timedelta(days=2)].events]
    assert sorted(ended) == ["hold ended", "step 2 repeated from its first day"]
    assert days[started + timedelta(days=3)].step == 2


def test_a_step_back_and_the_end_are_told() -> None:
    bedside = on_step(3)
    bedside.rash()
    bedside.go(days=1)
    bedside.rash_free()
    bedside.decide("back", 1)
    told = [words for _, words in trend(bedside.chart, bedside.now)[-1].events]
    assert "step 1 again, a step back" in told
    bedside.go(days=1)
    bedside.decide("stop")
    bedside.go(days=30)
    last = trend(bedside.chart, bedside.now)[-1]
    assert (last.ended, [words for _, words in last.events]) == (True, ["course stopped"])


def test_a_look_is_watched_for_14_days_after_each_increase_that_was_taken() -> None:
    bedside = at_bedside()
    bedside.go(days=3)
    assert not any(day.watched for day in trend(bedside.chart, bedside.now)), "no dose was taken yet"
    bedside.give()
    bedside.go(days=20)
    days = trend(bedside.chart, bedside.now)
    assert [day.watched for day in days] == [False] * 3 + [True] * 15 + [False] * 6


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 23), st.integers(0, 60)), max_size=8))
def test_every_look_is_on_its_day_and_none_is_lost(found: list[tuple[int, int, int]]) -> None:
    bedside = at_bedside()
    bedside.go(days=13)
    for day, hour, extent in found:
        at = instant_of(FIRST + timedelta(days=day), f"{hour:02}:30", bedside.zone)
        what = rash(extent) if extent else RashFound("other", ("perineum",))
        bedside.record(what, at=at)
    days = trend(bedside.chart, bedside.now)
    shown = [(day.day, look.id) for day in days for look in day.checks]
    assert len(shown) == len(found) + 1
    assert all(day_of(bedside.chart.lines[line].at, bedside.zone) == day for day, line in shown)
