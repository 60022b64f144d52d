"""What is recorded late, at its true time, can take away the check that a step was started on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import DoseGiven, DoseKey, RashFound
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step

D3 = date(2026, 11, 4)


def causes(bedside: Bedside) -> list[str]:
    return [hold.cause for hold in bedside.chart.open_holds]


@pytest.mark.parametrize(
    ("minutes", "held"), [(240, False), (239, True), (0, True), (-10, True), (-29, True), (-30, False)]
)
def test_a_late_record_of_a_dose_that_undoes_the_check_holds(minutes: int, held: bool) -> None:
    bedside = at_bedside()
    bedside.step_through()
    checked = bedside.now
    bedside.rash_free()
    bedside.go(minutes=30)
    bedside.start(2)
    bedside.go(minutes=10)
    extra = DoseGiven(None, Decimal(150), reason="found in the notes")
    bedside.record(extra, at=checked - timedelta(minutes=minutes))
    assert causes(bedside) == (["check"] if held else [])


def test_what_is_taken_after_the_start_undoes_nothing_even_when_an_older_entry_is_corrected() -> None:
    bedside = on_step(2)
    last = bedside.chart.taken[-1].entry
    bedside.go(minutes=10)
    bedside.record(DoseGiven(None, Decimal(150), reason="extra"))
    bedside.correct(last, msgspec.structs.replace(last.what, with_food=True))  # type: ignore[arg-type]
    assert causes(bedside) == []


def test_the_new_steps_own_first_dose_typed_to_the_minute_undoes_nothing() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "07:50")
    bedside.rash_free()
    bedside.at(D3, "08:05")
    bedside.go(seconds=40)
    bedside.start(2, DoseKey(D3, "morning"))
    bedside.give(DoseKey(D3, "morning"), at=bedside.now.replace(second=0))
    assert causes(bedside) == []
    assert bedside.chart.running


def test_a_dose_taken_before_the_step_was_started_undoes_its_check_whatever_line_it_is_written_on() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "08:00")
    bedside.rash_free()
    eight = bedside.now
    bedside.at(D3, "08:05")
    bedside.start(2, DoseKey(D3, "morning"))
    bedside.give(DoseKey(D3, "morning"), at=eight)
    assert causes(bedside) == ["check"]


def test_the_new_steps_dose_taken_before_the_check_undoes_it() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "07:50")
    bedside.rash_free()
    bedside.start(2, DoseKey(D3, "morning"))
    early = bedside.now - timedelta(minutes=1)
    bedside.give(DoseKey(D3, "morning"), at=early)
    assert causes(bedside) == ["check"]


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, {"rash"}), (0, {"rash", "check"}), (5, {"rash", "check"})]
)
def test_a_rash_recorded_late_that_was_there_at_the_start_takes_the_check_away_too(
    minutes: int, expected: set[str]
) -> None:
    bedside = at_bedside()
    bedside.step_through()
    checked = bedside.now
    bedside.rash_free()
    bedside.go(minutes=30)
    bedside.start(2)
    bedside.go(minutes=10)
    bedside.record(RashFound("other", ("arm",)), at=checked + timedelta(minutes=minutes))
    assert set(causes(bedside)) == expected


def test_a_dose_off_the_schedule_in_the_minute_of_the_start_lies_under_it() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.rash_free()
    bedside.go(seconds=30)
    bedside.start(2)
    bedside.go(minutes=1)
    extra = DoseGiven(None, Decimal(150), reason="found in the notes")
    bedside.record(extra, at=bedside.now - timedelta(seconds=80))
    assert causes(bedside) == ["check"]
