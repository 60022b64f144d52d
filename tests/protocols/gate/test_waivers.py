"""A prescriber may waive preconditions 1, 2 and 6, with a reason. Nobody can waive 3, 4 or 5."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.entries import DoseKey, Person, PreconditionWaived, RedFlagSeen, Waivable
from tests.protocols.helpers.bedside import (
    PRESCRIBER,
    Bedside,
    at_bedside,
    missing,
    on_step,
    refusal,
    words,
)

D1, D2 = date(2026, 11, 2), date(2026, 11, 3)


def test_doses_and_days_waived_open_the_gate_early_with_the_reason_in_the_words() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1, "12:00")
    bedside.rash_free()
    assert missing(bedside) == [1, 2]
    bedside.waive("doses")
    assert missing(bedside) == [2]
    bedside.waive("days")
    assert words(bedside, 1) == (
        "1 of 4 given at the prescribed amount: 3 doses missing. "
        "Waived Mon 02-Nov-2026 12:00 by Cleo Marsh: as discussed"
    )
    assert [p.waived for p in bedside.gate.preconditions] == [True, True, False, False, False, False]
    bedside.start(2, DoseKey(D1, "evening"))
    assert bedside.chart.step_number == 2


def test_a_waiver_that_is_no_longer_needed_is_not_in_the_words() -> None:
    bedside = at_bedside()
    bedside.waive("doses")
    bedside.waive("days")
    bedside.step_through()
    assert words(bedside, 1) == "4 of 4 given at the prescribed amount."
    assert words(bedside, 2) == "2 days passed."
    assert not any(p.waived for p in bedside.gate.preconditions)


def test_what_was_waived_once_is_met_and_cannot_be_waived_again() -> None:
    bedside = at_bedside()
    bedside.waive("doses")
    bedside.waive("days")
    assert "Mon 02-Nov-2026 07:00" in words(bedside, 1)
    for what in ("doses", "days"):
        assert "nothing to waive" in refusal(bedside, bedside.waive, what)


def test_a_waiver_says_whether_it_may_be_asked_for() -> None:
    bedside = at_bedside()
    assert [p.waivable for p in bedside.gate.preconditions] == ["doses", "days", None, None, None, "break"]


@pytest.mark.parametrize("what", ["skin", "check", "rash", "hold", "red flag", "", None, "3"])
def test_check_rash_and_hold_cannot_be_waived_by_anyone(what: Waivable) -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.record(RedFlagSeen(("skin pain",)))
    bedside.rash()
    assert missing(bedside) == [3, 4, 5]
    told = refusal(bedside, bedside.record, PreconditionWaived(what, "please"), by=PRESCRIBER)
    assert "nothing to waive" in told


@pytest.mark.parametrize("role", ["nurse", "pharmacist", "admin"])
@pytest.mark.parametrize("what", ["doses", "days", "break"])
def test_only_a_prescriber_waives_and_only_with_a_reason(what: Waivable, role: str) -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.go(days=3)
    bedside.decide("repeat")
    bedside.go(days=3)
    if what == "days":
        bedside.decide("repeat")
    somebody = Person("Dora Vane", "DV", role)  # type: ignore[arg-type]
    assert f"A waiver is a prescriber's. You are signed on as {role}" in refusal(
        bedside, bedside.waive, what, by=somebody
    )
    for reason in ("", "  \n", "\u200b\u2060"):
        told = refusal(bedside, bedside.record, PreconditionWaived(what, reason), by=PRESCRIBER)
        assert "Write the reason for the waiver." in told
    bedside.waive(what)


def test_what_is_met_cannot_be_waived() -> None:
    bedside = at_bedside()
    bedside.step_through()
    for what in ("doses", "days", "break"):
        assert "nothing to waive" in refusal(bedside, bedside.waive, what)


def test_a_waiver_of_doses_or_days_is_of_this_step_only() -> None:
    bedside = at_bedside()
    bedside.waive("doses")
    bedside.waive("days")
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1, "12:00")
    bedside.rash_free()
    bedside.start(2, DoseKey(D1, "evening"))
    assert {1, 2} <= set(missing(bedside))


def test_a_waiver_does_not_outlive_a_repeat_of_the_step_but_does_a_resumed_one() -> None:
    for decision, waived in (("resume", True), ("repeat", False)):
        bedside = at_bedside()
        bedside.go(hours=1)
        bedside.give()
        bedside.waive("doses")
        bedside.rash()
        bedside.decide(decision, residual=True)  # type: ignore[arg-type]
        assert (1 not in missing(bedside)) is waived


def test_waivers_do_not_open_a_gate_that_a_hold_or_a_missing_check_shuts() -> None:
    bedside = at_bedside()
    bedside.waive("doses")
    bedside.waive("days")
    assert missing(bedside) == [3]
    refusal(bedside, bedside.start, 2)
    bedside.rash()
    bedside.go(minutes=1)
    bedside.rash_free()
    assert missing(bedside) == [4, 5]
    refusal(bedside, bedside.start, 2)


def test_nothing_is_waived_before_the_start_after_the_stop_or_on_the_target_step() -> None:
    enrolled = Bedside(at_bedside().protocol)
    enrolled.admit()
    enrolled.enrol()
    assert "nothing to waive" in refusal(enrolled, enrolled.waive, "doses")
    last = on_step(2)
    last.decide("stay")
    assert "nothing to waive" in refusal(last, last.waive, "days")
    last.decide("stop")
    assert "This course was stopped." in refusal(last, last.waive, "days")
