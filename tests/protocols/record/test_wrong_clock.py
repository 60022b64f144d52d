"""A wrong clock frees nobody: what is recorded under it can hold, and meets no precondition."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.course.progress import counted_doses
from protocols.gate.completion import before_completion
from protocols.gate.warnings import dose_warnings
from protocols.record.clock import clock_mark, clock_words, mark_fits, newest_believed
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import Bedside, at_bedside, missing, on_step, refusal, words
from tests.protocols.helpers.published import library

D3 = date(2026, 11, 4)


def causes(bedside: Bedside) -> list[str]:
    return [hold.cause for hold in bedside.chart.open_holds]


def check_of(bedside: Bedside) -> e.Entry:
    return next(entry for entry in reversed(bedside.entries) if isinstance(entry.what, e.RashFreeChecked))


def set_right(bedside: Bedside, ahead: timedelta) -> None:
    bedside.now -= ahead
    bedside.confirm_clock()


AHEAD = timedelta(days=8)


def test_a_check_under_a_wrong_clock_ends_no_hold_for_a_lost_check() -> None:
    bedside = on_step(2)
    bedside.correct(check_of(bedside))
    bedside.now += AHEAD
    assert bedside.rash_free().clock == "ahead"
    assert causes(bedside) == ["check"]
    set_right(bedside, AHEAD - timedelta(minutes=5))
    assert "clock was in doubt (ahead)" in words(bedside, 3)
    bedside.rash_free()
    assert bedside.chart.running
    assert bedside.next is not None
    assert bedside.next.key.day == D3


def test_a_check_taken_away_under_a_wrong_clock_is_made_good_at_once_when_it_is_right() -> None:
    bedside = on_step(2)
    bedside.now += AHEAD
    bedside.correct(check_of(bedside))
    set_right(bedside, AHEAD - timedelta(minutes=5))
    assert causes(bedside) == ["check"]
    bedside.rash_free()
    assert bedside.chart.running


def test_what_was_seen_under_a_wrong_clock_and_corrected_into_a_rash_lies_behind_a_later_check() -> None:
    bedside = on_step(2)
    bedside.now += AHEAD
    look = bedside.rash_free(at=bedside.now - AHEAD - timedelta(minutes=10))
    set_right(bedside, AHEAD - timedelta(minutes=5))
    bedside.record(e.NoteAdded("the clock was wrong"))
    bedside.correct(look, e.RashFound("maculopapular", ("neck",)))
    assert causes(bedside) == ["rash", "check"], "as said it was seen before the start, and when nobody knows"
    assert "was taken away" in refusal(bedside, bedside.decide, "resume")
    bedside.go(minutes=5)
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.running


def behind(bedside: Bedside, what: e.DoseGiven) -> e.Entry:
    """What is recorded by a clock three hours behind, an hour after the start of step 2; then it is right."""
    bedside.go(hours=1)
    bedside.record(e.NoteAdded("slept well"))
    bedside.now -= timedelta(hours=3)
    given = bedside.record(what)
    assert given.clock == "behind"
    bedside.now += timedelta(hours=3, minutes=5)
    bedside.confirm_clock()
    return given


LOOSE = e.DoseGiven(None, Decimal(300), reason="found on the table")


@pytest.mark.parametrize("minutes", [5, 66])
def test_a_dose_off_the_schedule_that_a_wrong_clock_puts_before_the_start_holds_until_its_time_is_confirmed(
    minutes: int,
) -> None:
    bedside = on_step(2)
    started = bedside.now
    given = behind(bedside, LOOSE)
    assert causes(bedside) == ["check"]
    at = bedside.now - timedelta(minutes=minutes)
    bedside.correct(given, LOOSE, at)
    assert bedside.chart.running is (at >= started), "it was taken after the start, or before"
    bedside.at(D3, "13:00")
    bedside.rash_free()
    assert bedside.chart.running


def test_a_dose_of_the_step_by_a_clock_that_is_behind_leaves_the_check_of_its_start() -> None:
    bedside = on_step(2)
    what = e.DoseGiven(
        e.DoseKey(D3, "morning"), Decimal(300), reason="due", no_second_check="nobody was there"
    )
    behind(bedside, what)
    assert bedside.chart.running


def test_a_rash_under_a_wrong_clock_takes_no_dose_away_that_was_given_just_before() -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    stay = bedside.chart.stretches[-1].stay
    bedside.now -= timedelta(hours=3)
    assert bedside.record(e.RashFound("maculopapular", ("neck",))).clock == "behind"
    assert not bedside.chart.running
    assert len(counted_doses(bedside.chart, stay)) == 1


def test_residual_rash_is_not_accepted_for_what_was_swallowed_by_the_word_of_a_wrong_clock_alone() -> None:
    bedside = on_step(2)
    bedside.go(hours=3)
    at = bedside.now
    what = e.DoseGiven(e.DoseKey(D3, "morning"), Decimal(300), no_second_check="nobody was there")
    bedside.now += AHEAD
    given = bedside.record(what, at=at)
    set_right(bedside, AHEAD - timedelta(hours=1))
    bedside.record(e.RashFound("maculopapular", ("neck",)))
    told = refusal(bedside, bedside.decide, "resume", residual=True)
    assert "never accepted for a higher dose: 300 mg" in told
    bedside.correct(given, what, at)
    bedside.decide("resume", residual=True)
    assert bedside.chart.running


def test_a_dose_under_a_wrong_clock_puts_no_later_one_out_of_turn() -> None:
    bedside, day = on_step(2), D3 + AHEAD
    bedside.now += AHEAD
    early = e.DoseGiven(
        e.DoseKey(day, "evening"), Decimal(300), reason="as I read it", no_second_check="alone"
    )
    bedside.record(early)
    set_right(bedside, timedelta(0))
    bedside.at(day, "08:30")
    bedside.give(e.DoseKey(day, "morning"))
    assert len(counted_doses(bedside.chart, bedside.chart.stretches[-1].stay)) == 1


def test_a_look_under_a_wrong_clock_completes_no_watch() -> None:
    bedside = at_bedside()
    bedside.go(hours=1)
    bedside.give()
    bedside.decide("stay")
    bedside.go(days=14)
    bedside.rash_free()
    bedside.confirm_clock()
    assert any("The rash watch ends" in said for said in before_completion(bedside.chart))
    bedside.rash_free()
    assert not any("The rash watch ends" in said for said in before_completion(bedside.chart))


def test_a_dose_under_a_wrong_clock_delays_nothing_to_its_date_and_is_warned_of() -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.now += AHEAD
    dose = bedside.give(e.DoseKey(D3 + AHEAD, "morning"), reason="the clock is wrong")
    assert dose.clock == "ahead"
    set_right(bedside, AHEAD - timedelta(minutes=30))
    assert missing(bedside) == [1, 2, 3]
    assert bedside.next is not None
    assert bedside.next.key == e.DoseKey(D3, "morning")
    assert any(
        "nobody knows how long ago" in said
        for said in dose_warnings(bedside.chart, bedside.next, bedside.now)
    )
    bedside.rash()
    bedside.at(D3, "12:31")
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.current is not None
    assert bedside.chart.current.first == e.DoseKey(D3, "evening")


def test_a_person_confirms_what_was_recorded_under_a_wrong_clock_by_saying_it_again() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.now += AHEAD
    check = bedside.rash_free()
    bedside.confirm_clock()
    assert 3 in missing(bedside)
    bedside.correct(check, e.RashFreeChecked(True, True))
    assert 3 not in missing(bedside)
    assert "Nothing has changed." in refusal(bedside, bedside.correct, check, e.RashFreeChecked(True, True))


def test_while_the_clock_is_in_doubt_nobody_is_told_that_nothing_is_due() -> None:
    bedside = on_step(2)
    newest = bedside.newest
    bedside.now -= timedelta(hours=9)
    doubt = clock_words(clock_mark(bedside.now, newest), bedside.now, newest, bedside.zone)
    found = status_of(bedside.chart, bedside.now, doubt)
    assert (found.word, found.why[0]) == ("CLOCK", doubt)
    assert "Set it right" in doubt
    assert "key z" in doubt
    assert clock_words("ok", bedside.now, newest, bedside.zone) == ""


@pytest.mark.parametrize(("seconds", "open_"), [(2, True), (59, True), (61, False)])
def test_a_check_of_a_server_that_is_seconds_fast_counts_and_of_one_minutes_fast_is_named(
    seconds: int, open_: bool
) -> None:
    bedside = at_bedside("alectinib-anderson")
    bedside.step_through()
    bedside.go(seconds=seconds)
    fast = bedside.rash_free()
    bedside.go(seconds=-seconds)
    bedside.record(e.NoteAdded("from the other server"))
    assert fast.clock == "ok"
    assert bedside.gate.open == open_
    if not open_:
        assert "does not count" in words(bedside, 3)


def test_a_minute_is_no_wrong_clock_and_older_ledgers_said_otherwise() -> None:
    bedside = at_bedside()
    newest, now = bedside.now, bedside.now - timedelta(seconds=2)
    assert clock_mark(now, newest) == "ok"
    assert mark_fits("behind", now, newest)
    assert not mark_fits("ahead", now, newest)
    assert not mark_fits("behind", newest, newest)
    last = bedside.entries[-1]
    assert newest_believed(last, newest + timedelta(seconds=9)) == newest + timedelta(seconds=9)


def test_from_when_a_check_counts_is_one_whole_minute_in_words_and_in_fact() -> None:
    bedside = at_bedside()
    bedside.go(hours=1, seconds=30)
    bedside.give()
    bedside.waive("days")
    bedside.waive("doses")
    bedside.go(hours=4)
    bedside.rash_free()
    assert "from Mon 02-Nov-2026 12:01" in words(bedside, 3)
    bedside.go(seconds=30)
    bedside.rash_free()
    assert 3 not in missing(bedside)


def test_whatever_is_recorded_of_the_patient_by_a_right_clock_lies_behind_a_dose_by_a_wrong_one() -> None:
    bedside = on_step(2)
    course, protocol = bedside.course, bedside.protocol
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.enrol()
    other, bedside.course, bedside.protocol = bedside.course, course, protocol
    due = bedside.next
    assert due is not None
    bedside.go(minutes=-10)
    assert bedside.give(due.key).clock == "behind"
    bedside.go(minutes=15)
    bedside.record(e.NoteAdded("the clock was wrong"), course=other)
    bedside.go(hours=4, minutes=1)
    bedside.rash_free()
    assert "Rash-free" in words(bedside, 3)
    assert "too soon" not in words(bedside, 3)


def test_a_later_course_knows_that_a_dose_of_a_wrong_clock_lies_before_what_was_recorded_since() -> None:
    """The end of the first course was recorded under a right clock: the dose was before that."""
    bed = at_bedside()
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    bed.go(days=20)
    key = e.DoseKey(date(2026, 11, 22), "morning")
    bed.give(key, Decimal(150), reason="as told")
    assert bed.entries[-1].clock == "ahead"
    bed.confirm_clock()
    bed.decide("stop")
    bed.enrol()
    bed.go(days=2)
    bed.confirm_clock()
    bed.rash_free()
    assert missing(bed) == []


@pytest.mark.parametrize("found", [False, True])
def test_what_was_taken_back_under_a_wrong_clock_counts_until_it_is_taken_back_again(found: bool) -> None:
    """A dose or a rash after the check, entered in error by the word of a wrong clock, frees nobody."""
    bedside = at_bedside()
    bedside.day()
    bedside.day()
    bedside.at(D3, "01:00")
    bedside.rash_free()
    bedside.go(minutes=5)
    other = e.DoseGiven(None, Decimal(1), reason="found on the table")
    wrong = bedside.rash() if found else bedside.record(other)
    bedside.now += AHEAD
    bedside.correct(wrong, None if found else e.DoseNotGiven(e.DoseKey(D3, "morning"), "refused", "as told"))
    if not found:
        bedside.correct(wrong)
    set_right(bedside, AHEAD - timedelta(minutes=5))
    if found:
        assert "finding was recorded after" in refusal(bedside, bedside.decide, "resume")
    assert 3 in missing(bedside)
    bedside.correct(wrong)
    assert 3 not in missing(bedside)
    if found:
        bedside.decide("resume")
    assert "already marked" in refusal(bedside, bedside.correct, wrong)
    bedside.start(2)


def test_under_a_wrong_clock_nobody_confirms_what_was_recorded_under_one() -> None:
    bedside = at_bedside()
    bedside.now += AHEAD
    finding = bedside.record(e.RashFound("maculopapular", ("neck",)))
    bedside.correct(finding)
    assert "already marked as entered in error" in refusal(bedside, bedside.correct, finding)
    set_right(bedside, AHEAD - timedelta(minutes=5))
    bedside.correct(finding)
