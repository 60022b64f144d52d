"""Precondition 3: a rash-free check after the last dose, at least 4 h after it, at most 12 h old."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import DoseGiven, DoseKey, Person, RashFreeChecked
from protocols.gate.gate import skin_state
from tests.protocols.helpers.bedside import Bedside, at_bedside, missing, refusal, words
from tests.protocols.helpers.published import library

D2, D3, D4 = (date(2026, 11, day) for day in (3, 4, 5))


def done() -> Bedside:
    """Step 1 is given in full; it is 00:00 after its second day, 4 hours after the last dose."""
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "00:00")
    return bedside


def test_without_a_check_the_words_say_what_to_look_at() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    assert words(bedside, 3) == "No rash-free check yet. Check the whole skin and the mucosa."
    assert missing(bedside) == [3]
    assert "Step 1 is not open. 3 Rash-free check: No rash-free check yet." in refusal(
        bedside, bedside.start, 1
    )


def test_the_first_step_needs_a_check_before_dose_one_too() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.rash_free()
    bedside.start(1)
    assert bedside.chart.step_number == 1


@pytest.mark.parametrize(("minutes", "opens"), [(239, False), (240, True), (241, True)])
def test_exactly_four_hours_after_the_last_dose_is_enough_and_a_minute_less_is_not(
    minutes: int, opens: bool
) -> None:
    bedside = done()
    bedside.at(D3, "06:30")
    bedside.rash_free(at=bedside.now - timedelta(hours=10, minutes=30) + timedelta(minutes=minutes))
    assert bedside.gate.open is opens
    if opens:
        bedside.start(2)
    else:
        told = refusal(bedside, bedside.start, 2)
        assert "Last rash-free check Tue 03-Nov-2026 23:59 by Ada Okafor was too soon after" in told
        assert "4 hours or more after the last dose: from Wed 04-Nov-2026 00:00." in told


@pytest.mark.parametrize(("wall", "opens"), [("11:59", True), ("12:00", True), ("12:01", False)])
def test_exactly_twelve_hours_old_is_fresh_and_a_minute_more_is_not(wall: str, opens: bool) -> None:
    bedside = done()
    bedside.rash_free()
    bedside.at(D3, wall)
    assert bedside.gate.open is opens
    if opens:
        bedside.start(2, DoseKey(D3, "morning"))
    else:
        told = refusal(bedside, bedside.start, 2, DoseKey(D3, "morning"))
        assert "Wed 04-Nov-2026 00:00 by Ada Okafor is 12hr 1min old, more than 12 hours." in told


def test_the_words_of_a_valid_check_say_who_when_and_until_when() -> None:
    bedside = done()
    bedside.rash_free()
    assert words(bedside, 3) == (
        "Rash-free Wed 04-Nov-2026 00:00 by Ada Okafor. Valid until Wed 04-Nov-2026 12:00."
    )


def test_a_check_must_still_be_fresh_at_the_first_dose_that_was_chosen() -> None:
    bedside = done()
    bedside.rash_free()
    bedside.at(D3, "11:00")
    assert bedside.gate.open
    told = refusal(bedside, bedside.start, 2, DoseKey(D3, "evening"))
    assert "will be 20hr old at the first dose (Wed 04-Nov-2026 20:00), more than 12 hours." in told
    bedside.start(2, DoseKey(D3, "morning"))


def test_a_noon_check_does_not_open_a_once_daily_step_at_midnight_for_the_next_morning() -> None:
    bedside = at_bedside("alectinib-anderson")
    bedside.step_through()
    bedside.at(D2, "13:00")
    bedside.rash_free()
    bedside.at(D3, "00:00")
    assert missing(bedside) == [3]
    assert "will be 19hr old at the first dose (Wed 04-Nov-2026 08:00)" in refusal(bedside, bedside.start, 2)


def test_a_check_before_the_last_dose_is_too_early_however_fresh() -> None:
    bedside = at_bedside()
    bedside.day()
    bedside.at(D2, "08:00")
    bedside.give()
    bedside.at(D2, "19:59")
    bedside.rash_free()
    bedside.at(D2, "20:00")
    bedside.give()
    bedside.at(D3, "00:00")
    assert "Last rash-free check Tue 03-Nov-2026 19:59 by Ada Okafor was before the last dose." in refusal(
        bedside, bedside.start, 2
    )


def test_an_extra_dose_off_the_schedule_moves_the_four_hours() -> None:
    bedside = done()
    bedside.rash_free()
    assert bedside.gate.open
    bedside.record(DoseGiven(None, Decimal(150), reason="taken from the drawer"))
    assert missing(bedside) == [3]
    bedside.at(D3, "03:59")
    bedside.rash_free()
    assert missing(bedside) == [3]
    bedside.at(D3, "04:00")
    bedside.rash_free()
    assert bedside.gate.open


def test_a_vomited_dose_and_one_of_another_amount_move_the_four_hours_too() -> None:
    for how in ({"vomited": True}, {"amount": Decimal(50), "reason": "a third"}):
        bedside = done()
        bedside.rash_free()
        bedside.at(D3, "08:00")
        bedside.give(**how)
        assert missing(bedside) == [3]
        assert "before the last dose" in words(bedside, 3)


def test_the_newest_of_several_checks_counts() -> None:
    bedside = done()
    bedside.rash_free(at=bedside.now - timedelta(hours=2))
    assert missing(bedside) == [3]
    bedside.rash_free()
    bedside.rash_free(at=bedside.now - timedelta(hours=1))
    assert bedside.gate.open


def test_one_check_never_opens_two_gates() -> None:
    bedside = done()
    bedside.rash_free()
    bedside.at(D3, "06:30")
    bedside.start(2)
    bedside.waive("doses")
    bedside.waive("days")
    told = refusal(bedside, bedside.start, 3)
    assert "was before this step was started. Check the whole skin and the mucosa, 4 hours" in told
    bedside.at(D3, "07:00")
    bedside.rash_free()
    bedside.start(3)


@pytest.mark.parametrize("seen", [(True, False), (False, True), (False, False)])
def test_rash_free_is_a_statement_about_whole_skin_and_mucosa(seen: tuple[bool, bool]) -> None:
    bedside = done()
    assert "the whole skin and the mucosa were seen" in refusal(
        bedside, bedside.record, RashFreeChecked(*seen)
    )


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_a_check_is_by_a_named_person(name: str) -> None:
    bedside = done()
    nobody = Person(name, "?", "nurse")
    assert "Say who you are" in refusal(bedside, bedside.rash_free, by=nobody)


def test_a_check_of_the_very_minute_of_a_dose_is_not_after_it_even_where_no_hours_are_asked_for() -> None:
    protocol = library("alectinib-report-2020")
    rules = msgspec.structs.replace(protocol.gate, check_after_dose_hours=0)
    bedside = Bedside(msgspec.structs.replace(protocol, gate=rules))
    bedside.begin()
    bedside.step_through()
    bedside.record(DoseGiven(None, Decimal(150), reason="extra"))
    bedside.rash_free()
    assert missing(bedside) == [3]
    bedside.go(minutes=1)
    bedside.rash_free()
    assert bedside.gate.open


def test_the_hours_are_those_of_the_protocol_file() -> None:
    protocol = library("alectinib-report-2020")
    rules = msgspec.structs.replace(protocol.gate, check_after_dose_hours=6, check_valid_hours=3)
    bedside = Bedside(msgspec.structs.replace(protocol, gate=rules))
    bedside.begin()
    bedside.step_through()
    bedside.at(D3, "01:59")
    bedside.rash_free()
    assert "6 hours or more after the last dose: from Wed 04-Nov-2026 02:00." in words(bedside, 3)
    bedside.at(D3, "05:00")
    bedside.rash_free()
    bedside.at(D3, "08:00")
    assert bedside.gate.open
    bedside.at(D3, "08:01")
    assert missing(bedside) == [3]
    assert "more than 3 hours" in words(bedside, 3)


def test_the_next_step_starts_with_the_dose_of_just_now_or_the_next_one_and_no_other() -> None:
    bedside = done()
    bedside.at(D3, "06:30")
    bedside.rash_free()
    for key in (
        DoseKey(D2, "evening"),
        DoseKey(D3, "evening"),
        DoseKey(D4, "morning"),
        DoseKey(D3, "noon"),
        DoseKey(date.min, "morning"),
        DoseKey(date.max, "evening"),
    ):
        told = refusal(bedside, bedside.start, 2, key)
        assert "The first dose can be Wed 04-Nov-2026 morning." in told
    for step in (1, 3, 0, 99):
        assert "The next step is step 2" in refusal(bedside, bedside.start, step, DoseKey(D3, "morning"))
    bedside.start(2, DoseKey(D3, "morning"))


@pytest.mark.parametrize(("wall", "allowed"), [("14:00", True), ("14:01", False)])
def test_a_dose_more_than_half_an_interval_late_cannot_be_the_first_of_a_step(
    wall: str, allowed: bool
) -> None:
    bedside = done()
    bedside.at(D3, wall)
    bedside.rash_free()
    if allowed:
        bedside.start(2, DoseKey(D3, "morning"))
    else:
        told = refusal(bedside, bedside.start, 2, DoseKey(D3, "morning"))
        assert "The first dose can be Wed 04-Nov-2026 evening." in told


def test_where_no_first_dose_is_named_every_dose_given_before_counts() -> None:
    bedside = at_bedside()
    bedside.day()
    last = bedside.chart.taken[-1]
    assert skin_state(bedside.chart, bedside.now).last_dose == last
    bedside.rash_free()
    state = skin_state(bedside.chart, bedside.now)
    assert (state.valid, state.last_dose) == (True, last)
