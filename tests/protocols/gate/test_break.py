"""Precondition 6: no 48 h without a dose given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from protocols.course.progress import gap, treatment_break
from protocols.entries import DoseGiven, DoseKey, NoteAdded, PreconditionWaived
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, at_bedside, missing, on_step, refusal, words
from tests.protocols.helpers.published import library

D1, D3, D4, D5, D6 = (date(2026, 11, day) for day in (2, 4, 5, 6, 7))


def one_dose() -> Bedside:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give()
    return bedside


@pytest.mark.parametrize(("minutes", "broken"), [(-1, False), (0, True), (1, True)])
def test_exactly_48_hours_without_a_dose_is_a_break_and_a_minute_less_is_not(
    minutes: int, broken: bool
) -> None:
    bedside = one_dose()
    bedside.go(hours=48, minutes=minutes)
    assert (6 in missing(bedside)) is broken
    bedside.give(DoseKey(D3, "morning"))
    assert (6 in missing(bedside)) is broken


def test_the_words_say_how_long_and_from_when() -> None:
    bedside = one_dose()
    assert words(bedside, 6) == "Never 48 hours without a dose."
    bedside.go(hours=60)
    assert words(bedside, 6) == (
        "Treatment break: 2d 12hr without a dose from Mon 02-Nov-2026 08:00. A prescriber decides."
    )


def test_a_break_once_past_still_shuts_the_gate_after_every_dose_was_given() -> None:
    bedside = one_dose()
    bedside.go(days=3)
    for _ in range(4):
        bedside.day()
    bedside.rash_free()
    assert missing(bedside) == [6]
    assert "3d without a dose from Mon 02-Nov-2026 08:00" in refusal(bedside, bedside.start, 2)


@pytest.mark.parametrize("decision", ["repeat", "resume"])
def test_beginning_a_step_anew_ends_the_break_and_resuming_it_does_not(decision: str) -> None:
    bedside = one_dose()
    bedside.at(D1, "12:00")
    bedside.rash()
    bedside.go(days=3)
    bedside.rash_free()
    bedside.decide(decision)  # type: ignore[arg-type]
    assert (6 in missing(bedside)) is (decision == "resume")


def test_going_back_to_an_earlier_step_ends_the_break_too() -> None:
    bedside = on_step(2)
    bedside.go(days=3)
    bedside.rash_free()
    bedside.decide("back", 1)
    assert treatment_break(bedside.chart, bedside.now) is None


def test_a_gap_is_said_from_the_first_dose_that_stayed_to_the_end_of_the_course() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.record(DoseGiven(None, Decimal(600), reason="before the rash"))
    bedside.go(days=3)
    bedside.rash_free()
    bedside.start(1)
    assert gap(bedside.chart, bedside.now) is None
    bedside.give()
    bedside.go(days=2)
    assert gap(bedside.chart, bedside.now) == (bedside.now - timedelta(days=2), timedelta(days=2))
    bedside.decide("stop")
    assert gap(bedside.chart, bedside.now) is None


def test_where_no_dose_has_stayed_there_is_no_gap() -> None:
    bedside = at_bedside()
    bedside.give(vomited=True)
    bedside.go(days=3)
    assert gap(bedside.chart, bedside.now) is None


def test_a_dose_of_which_a_wrong_clock_says_when_it_was_ends_no_gap() -> None:
    bedside = one_dose()
    first = bedside.now
    bedside.go(days=8)
    dose = bedside.give(DoseKey(D3, "morning"), at=first + timedelta(days=2))
    assert dose.clock == "ahead"
    assert gap(bedside.chart, bedside.now) == (first, timedelta(days=8))
    assert treatment_break(bedside.chart, bedside.now) == (first, timedelta(days=8))


def test_a_waiver_ends_the_break_stays_in_the_words_and_covers_no_later_break() -> None:
    bedside = one_dose()
    assert "nothing to waive" in refusal(bedside, bedside.waive, "break")
    bedside.go(days=3)
    bedside.waive("break")
    assert 6 not in missing(bedside)
    assert words(bedside, 6).endswith("Waived Thu 05-Nov-2026 08:00 by Cleo Marsh: as discussed")
    bedside.go(hours=2)
    bedside.give(DoseKey(D4, "morning"))
    bedside.go(hours=47)
    assert 6 not in missing(bedside)
    bedside.go(hours=1)
    assert 6 in missing(bedside)


def test_the_second_break_has_its_own_waiver() -> None:
    bedside = one_dose()
    for _ in range(2):
        bedside.go(days=3)
        assert 6 in missing(bedside)
        open_break = bedside.gate.preconditions[-1]
        assert "Waived" not in open_break.words, "an earlier waiver says nothing of this break"
        assert not open_break.waived
        bedside.waive("break")
        assert 6 not in missing(bedside)
        assert bedside.gate.preconditions[-1].waived


def test_a_waiver_counts_from_when_it_was_recorded_whatever_time_it_gives() -> None:
    bedside = one_dose()
    dated = bedside.now + timedelta(hours=1)
    bedside.go(days=3)
    bedside.record(PreconditionWaived("break", "as discussed"), at=dated, by=PRESCRIBER)
    assert 6 not in missing(bedside)


def test_a_late_record_of_a_dose_fills_the_gap() -> None:
    bedside = one_dose()
    bedside.go(hours=60)
    assert 6 in missing(bedside)
    bedside.give(DoseKey(D3, "morning"), at=bedside.now - timedelta(hours=20))
    assert 6 not in missing(bedside)


def test_a_dose_entered_in_error_opens_the_gap_again() -> None:
    bedside = one_dose()
    bedside.go(hours=30)
    dose = bedside.record(DoseGiven(None, Decimal(150), reason="extra"))
    bedside.go(hours=20)
    assert 6 not in missing(bedside)
    bedside.correct(dose)
    assert 6 in missing(bedside)


def test_a_vomited_dose_does_not_end_a_break() -> None:
    bedside = one_dose()
    bedside.go(hours=40)
    bedside.record(DoseGiven(None, Decimal(150), vomited=True, reason="extra"))
    bedside.go(hours=8)
    assert 6 in missing(bedside)


def test_a_dose_partly_given_is_a_dose_given() -> None:
    bedside = one_dose()
    bedside.go(hours=40)
    bedside.record(DoseGiven(None, Decimal(50), reason="a part"))
    bedside.go(hours=8)
    assert 6 not in missing(bedside)


def test_treatment_before_the_protocol_is_no_part_of_it() -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    earlier = bedside.now - timedelta(days=9)
    bedside.record(DoseGiven(None, Decimal(600), reason="before the rash"), at=earlier)
    key = DoseKey(earlier.date(), "evening")
    bedside.record(DoseGiven(key, Decimal(600), reason="before the rash"), at=earlier + timedelta(hours=13))
    bedside.rash_free()
    bedside.start(1)
    bedside.at(D1, "08:00")
    assert treatment_break(bedside.chart, bedside.now) is None
    bedside.give()
    assert bedside.chart.first_day == D1
    assert 6 not in missing(bedside)
    assert words(bedside, 1).startswith("1 of 4 given")


def test_before_any_dose_there_is_no_treatment_to_break() -> None:
    bedside = at_bedside()
    bedside.go(days=5)
    assert treatment_break(bedside.chart, bedside.now) is None
    assert missing(bedside) == [1, 3]


def test_a_dose_dated_ahead_by_a_wrong_clock_hides_no_earlier_break() -> None:
    bedside = one_dose()
    bedside.go(days=3)
    bedside.give(DoseKey(D4, "morning"))
    bedside.now = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
    found = treatment_break(bedside.chart, bedside.now)
    assert found is not None
    assert found[1] == timedelta(days=3)


def test_a_first_dose_dated_ahead_by_a_wrong_clock_puts_no_break_off() -> None:
    ahead = timedelta(days=8)
    bedside = at_bedside()
    bedside.record(NoteAdded("slept well"))
    bedside.at(D1 + ahead, "08:00")
    bedside.record(
        DoseGiven(DoseKey(D1 + ahead, "morning"), Decimal(150), reason="told", no_second_check="alone")
    )
    bedside.at(D1, "08:05")
    bedside.confirm_clock()
    bedside.record(NoteAdded("the clock was wrong"))
    bedside.at(D3, "08:04")
    assert 6 not in missing(bedside)
    bedside.at(D3, "08:05")
    assert 6 in missing(bedside)
