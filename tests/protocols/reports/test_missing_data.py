"""What a record does not have is said, and only that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols.definition.protocol import CoMedication, DoseRules
from protocols.entries import (
    CoMedicationStarted,
    DoseGiven,
    EarlierReaction,
    NaranjoAssessed,
    PatientAdmitted,
    RashFound,
)
from protocols.record.fold import Record
from protocols.reports.missing_data import missing
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")
KNOWN = PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known")
WHOLE = RashFound(
    "maculopapular", ("neck",), Decimal(9), "hand", "itch", mucosa="clear", temperature=Decimal("36.9")
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"allergies_known": "none known"}, []),
        ({"allergies_known": "not recorded"}, ["allergies"]),
        ({"family": ""}, ["family name"]),
        ({"given": " "}, ["given name"]),
        ({"sex": "", "bed": ""}, ["sex", "bed"]),
    ],
)
def test_what_is_missing_of_a_patient(changes: dict[str, Any], told: list[str]) -> None:
    record = Record("1", 1, msgspec.structs.replace(KNOWN, **changes))
    assert missing(record, ()) == [*told, "a course"]
    assert missing(Record("1", 1), ()) == ["the patient's identity"]


def enrolled(**changes: Any) -> Bedside:
    bedside = Bedside(msgspec.structs.replace(REPORT, **changes))
    bedside.admit()
    bedside.enrol()
    bedside.record(EarlierReaction(date(2026, 9, 1), date(2026, 9, 12)))
    bedside.rash_free()
    return bedside


def told_of(bedside: Bedside) -> list[str]:
    return missing(bedside.folded, [bedside.chart])


def test_what_is_missing_of_a_course_goes_away_as_it_is_recorded() -> None:
    bedside = Bedside(REPORT)
    bedside.admit()
    bedside.enrol()
    assert told_of(bedside) == ["any skin check", "the reaction before this course"]
    assert told_of(enrolled()) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"extent": None, "extent_method": ""}, "extent of the last rash"),
        ({"sites": ()}, "sites of the last rash"),
        ({"symptoms": ""}, "symptoms of the last rash"),
        ({"symptoms": "", "severity": "mild"}, ""),
        ({"symptoms": "", "severity": "none"}, ""),
        ({"mucosa": "not seen"}, "mucosa of the last rash"),
        ({"temperature": None}, "temperature of the last rash"),
        ({"temperature": None, "sites": ()}, "sites and temperature of the last rash"),
    ],
)
def test_what_is_missing_of_the_last_rash(changes: dict[str, Any], told: str) -> None:
    bedside = enrolled()
    bedside.record(RashFound("other", ("arm",)))
    bedside.go(hours=1)
    bedside.record(msgspec.structs.replace(WHOLE, **changes))
    bedside.record(RashFound("other", ("arm",)), at=bedside.now.replace(hour=0))
    naranjo = "how likely the drug caused the rash (Naranjo)"
    assert told_of(bedside) == [*([told] if told else []), naranjo]
    bedside.record(NaranjoAssessed("rash", ("yes",) * 10))
    assert told_of(bedside) == ([told] if told else [])


def test_doses_of_which_something_is_not_known() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.not_given("unknown")
    bedside.at(date(2026, 11, 2), "20:00")
    bedside.not_given("refused")
    found = told_of(bedside)
    assert "whether the dose of Mon 02-Nov-2026 morning was given" in found
    assert not any("evening" in name for name in found)


def test_food_is_missing_where_the_protocol_asks_for_it() -> None:
    for with_food, said, told in ((True, None, True), (True, False, False), (False, None, False)):
        bedside = enrolled(with_food=with_food, doses=DoseRules())
        bedside.start(1)
        bedside.at(date(2026, 11, 2), "08:00")
        due = bedside.next
        assert due is not None
        bedside.record(DoseGiven(due.key, due.amount, with_food=said))
        assert ("with or without food for 1 dose" in told_of(bedside)) == told


def test_a_second_check_that_was_not_made_is_missing() -> None:
    bedside = enrolled(doses=DoseRules("every dose"), with_food=False)
    bedside.start(1)
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.give()
    assert told_of(bedside) == []
    bedside.at(date(2026, 11, 2), "20:00")
    due = bedside.next
    assert due is not None
    bedside.record(DoseGiven(due.key, due.amount, no_second_check="emergency"))
    assert told_of(bedside) == ["the second check of 1 dose"]


def test_a_medicine_the_protocol_plans_is_missing_until_it_is_started() -> None:
    plan = CoMedication("prednisolone", "prednisolone 10 mg", "10 mg")
    bedside = enrolled(co_medications=(plan,))
    assert told_of(bedside) == ["the start of prednisolone 10 mg, which the protocol plans"]
    bedside.record(CoMedicationStarted("prednisolone", "10 mg", "once daily", "as planned"))
    assert told_of(bedside) == []
