"""Named checks in the gate: beside the rash-free check, never in its place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.gate.named_checks import check_texts
from protocols.reports.event_rows import rows
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, missing, refusal, words
from tests.protocols.helpers.published import library

ANC = NamedCheck(
    "Neutrophils", 168, "10^9/L", at_least=Decimal("1.5"), before_steps=(2,), waived_by="prescriber"
)
PULSE = NamedCheck("Heart rate", 4, "bpm", Decimal(50), Decimal(100), before_steps=(2,), holds=True)
FREE = NamedCheck("No withdrawal signs", Decimal("0.5"), before_steps=(1,))


def begun(*checks: NamedCheck) -> Bedside:
    bed = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), checks=checks))
    bed.admit()
    bed.enrol()
    bed.rash_free()
    if not any(check.is_before(1) for check in checks):
        bed.start(1)
    return bed


def before_step_2(*checks: NamedCheck) -> Bedside:
    bed = begun(*checks)
    bed.step_through()
    bed.rash_free()
    return bed


def anc(value: str) -> e.NamedCheckMade:
    return e.NamedCheckMade("Neutrophils", Decimal(value), "10^9/L")


def pulse(value: int) -> e.NamedCheckMade:
    return e.NamedCheckMade("Heart rate", Decimal(value), "bpm")


def test_the_step_waits_for_the_check_in_a_line_of_its_own() -> None:
    bed = before_step_2(ANC)
    assert missing(bed) == [7]
    assert words(bed, 7).startswith("No result yet. Wanted: at least 1.5 10^9/L")
    assert "Neutrophils" in refusal(bed, bed.start, 2)
    assert "Step 2 waits for neutrophils" in " ".join(status_of(bed.chart, bed.now).why)
    bed.record(anc("1.5"))
    assert missing(bed) == []
    bed.start(2)


def test_without_named_checks_the_gate_has_its_six_lines() -> None:
    bed = before_step_2()
    assert [p.number for p in bed.gate.preconditions] == [1, 2, 3, 4, 5, 6]


def test_no_named_check_takes_the_place_of_the_rash_free_one() -> None:
    bed = begun(ANC)
    bed.step_through()
    bed.record(anc("2"))
    assert missing(bed) == [3]
    assert "Rash-free check" in refusal(bed, bed.start, 2)


@pytest.mark.parametrize(("value", "met"), [("1.49", False), ("1.5", True), ("0", False), ("-1", False)])
def test_the_limits_are_in_range(value: str, met: bool) -> None:
    bed = before_step_2(ANC)
    bed.record(anc(value))
    assert (7 not in missing(bed)) is met


def test_the_newest_result_decides_whenever_it_was_recorded() -> None:
    bed = before_step_2(ANC)
    bed.record(anc("1.1"))
    bed.record(anc("1.9"), at=bed.now - timedelta(hours=2))
    assert words(bed, 7).startswith("OUT OF RANGE: Neutrophils 1.1 10^9/L")


def test_a_result_too_old_at_the_first_dose_does_not_count() -> None:
    bed = before_step_2(msgspec.structs.replace(ANC, valid_hours=1))
    bed.record(anc("2"))
    assert "is too old then" in words(bed, 7)
    bed.at(bed.now.date(), "07:30")
    bed.record(anc("2"))
    assert missing(bed) == []


def test_out_of_range_holds_at_once_where_the_protocol_says_so() -> None:
    bed = begun(PULSE)
    bed.record(pulse(44))
    found = status_of(bed.chart, bed.now)
    assert found.word == "HOLD"
    assert "Check out of its range (Heart rate 44 bpm)" in " ".join(found.why)
    bed.record(pulse(70))
    assert status_of(bed.chart, bed.now).word == "HOLD"
    bed.decide("resume")
    assert bed.chart.running


def test_a_result_corrected_out_of_range_holds_and_one_taken_back_stays_held() -> None:
    bed = begun(PULSE)
    entry = bed.record(pulse(70))
    bed.correct(entry, pulse(170))
    assert not bed.chart.running
    bed.correct(entry)
    assert "entered in error, still held" in " ".join(status_of(bed.chart, bed.now).why)


def test_a_prescriber_waives_only_the_check_whose_protocol_says_so() -> None:
    bed = before_step_2(ANC, PULSE)
    bed.record(pulse(70))
    words_no = refusal(
        bed, bed.record, e.PreconditionWaived("check", "why", check="Heart rate"), by=PRESCRIBER
    )
    assert "nothing to waive" in words_no
    assert "nothing to waive" in refusal(bed, bed.record, e.PreconditionWaived("check", "why"), by=PRESCRIBER)
    bed.record(e.PreconditionWaived("check", "laboratory closed", check="Neutrophils"), by=PRESCRIBER)
    assert missing(bed) == []
    assert "Waived" in words(bed, 7)


def test_the_rash_free_check_cannot_be_waived_as_a_named_one() -> None:
    bed = begun(ANC)
    bed.step_through()
    bed.record(anc("2"))
    what = e.PreconditionWaived("check", "why", check="Rash-free check")
    assert "nothing to waive" in refusal(bed, bed.record, what, by=PRESCRIBER)


def test_the_first_step_can_wait_for_a_statement() -> None:
    bed = begun(FREE)
    assert missing(bed) == [7]
    bed.record(e.NamedCheckMade("No withdrawal signs", stated=False))
    assert words(bed, 7).startswith("OUT OF RANGE: No withdrawal signs: stated NOT to be so")
    bed.go(minutes=50)
    bed.record(e.NamedCheckMade("No withdrawal signs", stated=True))
    assert missing(bed) == []
    bed.start(1)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (e.NamedCheckMade("Sodium", Decimal(140), "mmol/L"), "no check called Sodium"),
        (e.NamedCheckMade("Neutrophils", None, "10^9/L"), "Enter the value"),
        (e.NamedCheckMade("Neutrophils", Decimal(2), "g/L"), "is in 10^9/L"),
        (e.NamedCheckMade("Neutrophils", Decimal(2), "10^9/L", stated=True), "is measured, not stated"),
        (e.NamedCheckMade("Neutrophils", Decimal("0.0000001"), "10^9/L"), "at most six decimals"),
        (e.NamedCheckMade("Neutrophils", Decimal("NaN"), "10^9/L"), "Neutrophils"),
        (e.NamedCheckMade("No withdrawal signs", Decimal(2)), "State whether it is so"),
        (e.NamedCheckMade("No withdrawal signs", Decimal(2), stated=True), "is stated, not measured"),
    ],
)
def test_what_is_no_result_is_refused_in_words(what: e.NamedCheckMade, why: str) -> None:
    bed = begun(ANC, FREE)
    assert why in refusal(bed, bed.record, what)


def test_under_a_wrong_clock_it_meets_nothing_and_holds_all_the_same() -> None:
    bed = before_step_2(ANC, PULSE)
    bed.record(pulse(70))
    bed.go(days=-1)
    bed.record(anc("2"))
    bed.record(pulse(30))
    bed.go(days=1)
    assert not bed.chart.running
    assert "does not count: the computer's clock was in doubt" in words(bed, 7)


def test_it_is_told_in_trend_rows_and_sentences() -> None:
    bed = begun(ANC)
    bed.record(anc("1.1"))
    (day,) = [day for day in trend(bed.chart, bed.now) if day.events]
    assert any("Neutrophils 1.1 10^9/L, out of range" in text for _, text in day.events)
    row = list(rows(bed.folded, "Ward 4"))[-1]
    assert (row["check_value"], row["check_unit"], row["status"]) == ("1.1", "10^9/L", "out of range")
    assert row["said"] == "Neutrophils: 1.1 10^9/L, OUT OF RANGE (at least 1.5 10^9/L)"
    assert check_texts(bed.chart)[0].startswith("Neutrophils 1.1 10^9/L, OUT OF RANGE")
