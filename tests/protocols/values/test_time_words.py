"""What people say of a time becomes the instant they meant, a question or a refusal; never another."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.values.clinic_time import comes_twice, day_of, instants_of
from protocols.values.formatting import date_text, time_text, when_text
from protocols.values.time_words import (
    Answer,
    Never,
    This,
    Wall,
    Which,
    day_named,
    lately,
    near_known,
    of_dose,
    on_day,
    spoken,
    wall_of,
)

BERLIN = "Europe/Berlin"
TWICE = date(2026, 10, 25)
"""02:00 to 03:00 comes twice in Berlin; the first time at +02:00."""
SKIPPED = date(2026, 3, 29)
ZONES = (
    BERLIN,
    "Europe/London",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
EXAMPLES = int(os.environ.get("STEPWARD_EXAMPLES", "300"))


def utc(day: int, wall: str, month: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{wall}").replace(tzinfo=UTC)


NOON_AFTER = utc(25, "11:00")


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("08:00", Wall("08:00")),
        ("8:00", Wall("08:00")),
        ("0800", Wall("08:00")),
        ("8.05", Wall("08:05")),
        ("02:15+02:00", Wall("02:15", timedelta(hours=2))),
        ("02:15 +2", Wall("02:15", timedelta(hours=2))),
        ("02:15 UTC+0100", Wall("02:15", timedelta(hours=1))),
        ("01:30-05:30", Wall("01:30", -timedelta(hours=5, minutes=30))),
    ],
)
def test_a_time_is_read_with_or_without_its_offset(text: str, wall: Wall) -> None:
    assert wall_of(text) == wall


ARABIC = "\N{ARABIC-INDIC DIGIT ZERO}8:00"


@pytest.mark.parametrize(
    "text", ["", "8", "24:00", "08:60", "08:00+", "eight", "08:00 am", ARABIC, "08:00:00"]
)
def test_what_is_no_time_is_not_made_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        wall_of(text)


@pytest.mark.parametrize("text", ["", "17", "31-Feb-2026", "17-Nov-26", "17-Now-2026", "--", "0-0-0000"])
def test_what_is_no_day_is_not_made_one(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        day_named(text)


def test_an_hour_that_comes_twice_is_asked_about_with_both_offsets() -> None:
    answer = on_day(TWICE, Wall("02:15"), BERLIN, NOON_AFTER)
    assert isinstance(answer, Which)
    assert answer.instants == (utc(25, "00:15"), utc(25, "01:15"))
    assert "02:15+02:00" in answer.words
    assert "02:15+01:00" in answer.words
    assert on_day(TWICE, wall_of("02:15+02:00"), BERLIN, NOON_AFTER) == This(utc(25, "00:15"))
    assert on_day(TWICE, wall_of("02:15+01:00"), BERLIN, NOON_AFTER) == This(utc(25, "01:15"))


def test_while_the_first_of_the_two_hours_runs_only_it_can_be_meant() -> None:
    assert on_day(TWICE, Wall("02:30"), BERLIN, utc(25, "00:40")) == This(utc(25, "00:30"))


@pytest.mark.parametrize("told", [Wall("02:30"), wall_of("02:30+01:00")])
def test_an_hour_that_never_was_is_refused_and_says_so(told: Wall) -> None:
    answer = on_day(SKIPPED, told, BERLIN, NOON_AFTER)
    assert answer == Never("02:30 never was on Sun 29-Mar-2026: the clocks went forward over it.")


def test_an_offset_that_the_clock_did_not_have_is_refused() -> None:
    answer = on_day(TWICE, wall_of("08:00+02:00"), BERLIN, NOON_AFTER)
    assert isinstance(answer, Never)
    assert "+01:00" in answer.words


def test_the_future_is_refused() -> None:
    answer = on_day(TWICE, Wall("14:00"), BERLIN, NOON_AFTER)
    assert isinstance(answer, Never)
    assert "in the future" in answer.words


def test_a_time_just_past_midnight_is_of_the_new_day() -> None:
    """A form opened at 23:58 and sent at 00:05 with 00:03 typed: nobody said yesterday."""
    now = utc(9, "23:05")  # 00:05 on the 10th in Berlin, in winter: 00:05 UTC+1 of 10 November
    assert lately(Wall("00:03"), BERLIN, now.replace(month=11)) == This(utc(9, "23:03", 11))


def test_a_time_still_to_come_today_is_asked_of_yesterday_and_not_taken() -> None:
    answer = lately(Wall("23:50"), BERLIN, utc(9, "23:05", 11))
    assert isinstance(answer, Which)
    assert answer.instants == (utc(9, "22:50", 11),)
    assert "yesterday, Mon 09-Nov-2026" in answer.words


def test_today_s_hour_that_never_was_is_not_taken_for_yesterday_s() -> None:
    assert isinstance(lately(Wall("02:30"), BERLIN, utc(29, "10:00", 3)), Never)


def test_a_right_time_over_midnight_asks_for_its_day() -> None:
    known, now = utc(9, "22:50", 11), utc(10, "09:00", 11)
    assert near_known(Wall("23:40"), known, BERLIN, now) == This(utc(9, "22:40", 11))
    answer = near_known(Wall("00:10"), known, BERLIN, now)
    assert isinstance(answer, Which)
    assert set(answer.instants) == {utc(8, "23:10", 11), utc(9, "23:10", 11)}


DUE = utc(9, "19:00", 11)
"""The 20:00 dose of 9 November, in Berlin."""
DAY = timedelta(days=1)


def of_evening(text: str, now: datetime) -> Answer:
    return of_dose(wall_of(text), DUE, DAY, BERLIN, now)


def test_a_time_near_that_of_the_dose_needs_no_day() -> None:
    morning = utc(10, "08:00", 11)
    assert of_evening("19:50", morning) == This(utc(9, "18:50", 11))
    assert of_evening("23:55", morning) == This(utc(9, "22:55", 11))
    assert of_evening("01:10", morning) == This(utc(10, "00:10", 11))


def test_a_dose_given_next_morning_is_asked_for_its_day() -> None:
    answer = of_evening("08:05", utc(10, "08:00", 11))
    assert isinstance(answer, Which)
    assert answer.instants == (utc(9, "07:05", 11), utc(10, "07:05", 11))
    assert "Mon 09-Nov-2026 or Tue 10-Nov-2026" in answer.words


def test_a_time_that_is_still_to_come_is_not_taken_for_the_day_before() -> None:
    assert isinstance(of_evening("22:00", utc(9, "20:00", 11)), Never)
    assert isinstance(of_evening("08:05", utc(9, "20:00", 11)), Which)


def test_times_that_come_twice_show_their_offset_and_no_other_does() -> None:
    assert when_text(utc(25, "00:15"), BERLIN) == "Sun 25-Oct-2026 02:15+02:00"
    assert when_text(utc(25, "01:15"), BERLIN) == "Sun 25-Oct-2026 02:15+01:00"
    assert [time_text(utc(25, wall), BERLIN) for wall in ("23:59", "02:00")] == ["00:59", "03:00"]


def test_years_no_clock_can_show_are_no_instants() -> None:
    assert instants_of(date(9999, 12, 31), "23:59", "America/New_York") == ()
    assert instants_of(date(1, 1, 1), "00:00", "Asia/Kathmandu") == ()


instants = st.integers(0, 2 * 365 * 1440).map(lambda by: utc(1, "00:00", 1) + timedelta(minutes=by))
changes = st.sampled_from([utc(25, "00:00"), utc(29, "00:00", 3), utc(5, "15:00", 4), utc(3, "15:00")])
near_a_change = st.builds(lambda at, by: at + timedelta(minutes=by), changes, st.integers(-2880, 2880))
waits = st.one_of(st.integers(0, 90), st.integers(0, 3 * 1440)).map(
    lambda minutes: timedelta(minutes=minutes)
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(ZONES), st.one_of(instants, near_a_change), waits, st.booleans())
def test_what_is_kept_is_what_was_meant_or_a_question(
    zone: str, true: datetime, wait: timedelta, names_offset: bool
) -> None:
    """A person who knows when it was says the time, with the day where it was not today."""
    now = true + wait
    wall = wall_of(time_text(true, zone) if names_offset else time_text(true, zone)[:5])
    named = on_day(day_named(date_text(day_of(true, zone))), wall, zone, now)
    asks = isinstance(named, Which) and true in named.instants and comes_twice(true, zone)
    assert named == This(true) or (asks and not names_offset)
    if day_of(true, zone) == day_of(now, zone):
        assert lately(wall, zone, now) == named
    else:
        asked = lately(wall, zone, now)
        assert asked != This(true), "a day that nobody said is not guessed"


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.one_of(instants, near_a_change),
    st.integers(-13 * 60, 19 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    waits,
)
def test_a_dose_told_by_its_time_alone_is_kept_as_it_was_or_asked_about(
    zone: str, due: datetime, late: timedelta, wait: timedelta
) -> None:
    true = due + late
    answer = of_dose(wall_of(time_text(true, zone)[:5]), due, DAY, zone, true + wait)
    assert answer == This(true) or (isinstance(answer, Which) and true in answer.instants)


@pytest.mark.parametrize(
    ("text", "back"), [("-30m", 30), ("-2h", 120), ("-1h30m", 90), ("-1h 30 min", 90), ("- 5 min", 5)]
)
def test_a_time_told_backwards_is_that_long_before_the_minute(text: str, back: int) -> None:
    now = NOON_AFTER + timedelta(seconds=42)
    assert spoken(text, BERLIN, now) == This(NOON_AFTER - timedelta(minutes=back))


def test_a_day_said_with_the_time_is_that_day_and_what_is_to_come_is_none() -> None:
    yesterday = day_of(NOON_AFTER, BERLIN) - timedelta(days=1)
    said = spoken("yesterday 2200", BERLIN, NOON_AFTER)
    assert said == on_day(yesterday, Wall("22:00"), BERLIN, NOON_AFTER)
    assert isinstance(spoken("today 23:59", BERLIN, NOON_AFTER), Never)
    assert isinstance(spoken("Today 0015", BERLIN, NOON_AFTER), This)


@pytest.mark.parametrize(
    "text", ["", "-", "-30", "30m", "-h", "yesterday", "yesterday 25:00", "tomorrow 0800", "08:00"]
)
def test_anything_else_is_read_as_before(text: str) -> None:
    assert spoken(text, BERLIN, NOON_AFTER) is None
