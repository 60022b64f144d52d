"""A patient who comes with a letter instead of a record begins at its step: by a prescriber, freshly seen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import DownRules
from protocols.definition.step import PlannedDose, Step
from protocols.reports.status import status_of
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, refusal
from tests.protocols.helpers.published import library

FIRST = e.DoseKey(date(2026, 11, 2), "morning")
LETTER = e.StepStarted(
    3, FIRST, source="letter of Dr Berg, 01-Nov-2026", taken="150 mg 2 days, 300 mg 2 days"
)


@pytest.fixture
def bed() -> Bedside:
    made = Bedside(library("alectinib-report-2020"))
    made.admit()
    made.enrol()
    return made


def test_it_begins_at_the_step_and_says_so_everywhere(bed: Bedside) -> None:
    bed.rash_free()
    entry = bed.record(LETTER, by=PRESCRIBER)
    assert bed.chart.step_number == 3
    assert bed.next is not None
    assert bed.next.amount == bed.protocol.step(3).amount("morning")
    said = sentence(entry, bed.folded)
    assert "begun here at this step, by letter of Dr Berg" in said
    why = " ".join(status_of(bed.chart, bed.now).why)
    assert "BEGUN HERE AT STEP 3, by letter of Dr Berg" in why
    assert "as stated: 150 mg 2 days, 300 mg 2 days" in why
    # The step's own doses and days are all asked for here.
    assert bed.gate.missing[0].words.startswith("0 of")


def test_never_without_a_fresh_check(bed: Bedside) -> None:
    assert "Rash-free check" in refusal(bed, bed.record, LETTER, by=PRESCRIBER)


def test_never_by_a_nurse(bed: Bedside) -> None:
    bed.rash_free()
    assert "Only a prescriber" in refusal(bed, bed.record, LETTER, by=NURSE)


@pytest.mark.parametrize("step", [0, 1, 6])
def test_only_at_a_step_of_the_plan_up_to_the_target(bed: Bedside, step: int) -> None:
    bed.rash_free()
    what = e.StepStarted(step, FIRST, source="letter", taken="as there")
    assert "Choose a step" in refusal(bed, bed.record, what, by=PRESCRIBER)


def test_at_the_target_itself_too() -> None:
    bed = Bedside(library("alectinib-report-2020"))
    bed.admit()
    bed.enrol(target=3)
    bed.rash_free()
    bed.record(LETTER, by=PRESCRIBER)
    assert (bed.chart.step_number, bed.gate.to) == (3, None)


@pytest.mark.parametrize(("source", "taken"), [("", "150 mg"), ("letter", "")])
def test_source_and_doses_are_both_said(bed: Bedside, source: str, taken: str) -> None:
    bed.rash_free()
    what = e.StepStarted(3, FIRST, source=source, taken=taken)
    assert "Write" in refusal(bed, bed.record, what, by=PRESCRIBER)


def test_never_from_a_dose_that_is_long_past(bed: Bedside) -> None:
    bed.rash_free()
    what = msgspec.structs.replace(LETTER, first=e.DoseKey(date(2026, 10, 30), "morning"))
    assert "The first dose can be" in refusal(bed, bed.record, what, by=PRESCRIBER)


def test_not_once_the_course_has_begun(bed: Bedside) -> None:
    bed.rash_free()
    bed.start(1)
    assert "has begun" in refusal(bed, bed.record, LETTER, by=PRESCRIBER)


def test_not_over_a_rash(bed: Bedside) -> None:
    bed.rash()
    bed.go(minutes=5)
    bed.rash_free()
    assert "cannot begin" in refusal(bed, bed.record, LETTER, by=PRESCRIBER)


def test_not_without_a_check_that_the_protocol_names_before_that_step() -> None:
    pulse = NamedCheck("Heart rate", 24, "/min", Decimal(50), Decimal(120), before_steps=(3,))
    bed = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), checks=(pulse,)))
    bed.admit()
    bed.enrol()
    bed.rash_free()
    assert "7 Heart rate: No result yet" in refusal(bed, bed.record, LETTER, by=PRESCRIBER)
    bed.record(e.NamedCheckMade("Heart rate", Decimal(70), "/min"))
    bed.record(LETTER, by=PRESCRIBER)
    assert bed.chart.step_number == 3


def test_a_step_down_has_its_gate_by_letter_too() -> None:
    steps = tuple(Step((PlannedDose("morning", Decimal(amount)),), days=1) for amount in (40, 20, 10))
    down = DownRules(check_after_dose_hours=2, check_valid_hours=6)
    plan = msgspec.structs.replace(library("alectinib-report-2020"), steps=steps, gate_down=down)
    bed = Bedside(plan)
    bed.admit()
    bed.enrol()
    bed.record(e.DoseGiven(None, Decimal(40), reason="the last of the other hospital"))
    bed.at(date(2026, 11, 4), "01:00")
    bed.confirm_clock()
    bed.rash_free()
    letter = e.StepStarted(2, e.DoseKey(date(2026, 11, 4), "morning"), source="letter", taken="40 mg")
    assert "more than 6 hours" in refusal(bed, bed.record, letter, by=PRESCRIBER)
    bed.at(date(2026, 11, 4), "03:00")
    bed.rash_free()
    bed.record(letter, by=PRESCRIBER)
