"""What an admission, a change of details and an enrolment must say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols.entries import PatientAdmitted, PatientDetailsChanged
from protocols.record.fold import Record
from protocols.rules.check import Refused, check
from protocols.values.refusal import LONGEST_TEXT
from tests.protocols.helpers.bedside import Bedside, refusal
from tests.protocols.helpers.published import library

NG = PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known")
LONG = "x" * (LONGEST_TEXT + 1)


def bedside() -> Bedside:
    return Bedside(library("alectinib-report-2020"))


def admitted() -> Bedside:
    found = bedside()
    found.admit()
    return found


def changed(**how: Any) -> PatientAdmitted:
    return msgspec.structs.replace(NG, **how)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        (changed(family=" "), "Write the family name."),
        (changed(family=LONG), "Shorten the family name"),
        (changed(given=LONG), "Shorten the given name"),
        (changed(bed=LONG), "Shorten the bed"),
        (changed(sex=LONG), "Shorten the sex"),
        (changed(allergies=LONG), "Shorten the allergies"),
        (changed(born=date(2026, 11, 3)), "Born 03-Nov-2026 cannot be right"),
        (changed(born=None, born_about="2027"), "Born 2027 cannot be right"),
        (changed(born=None, born_about="1890-01"), "Born Jan-1890 cannot be right"),
        (changed(born=None, born_about="spring"), "a year, or a year and month"),
        (changed(born_about="1958"), "a year, or a year and month"),
        (changed(born=date(1895, 12, 31)), "Born 31-Dec-1895 cannot be right"),
        (changed(allergies=" "), "Write the known allergies"),
    ],
)
def test_an_identity_that_cannot_be_is_refused_at_admission_and_afterwards(
    details: PatientAdmitted, told: str
) -> None:
    new = bedside()
    assert told in refusal(new, new.record, details, course="")
    known = admitted()
    assert told in refusal(known, known.record, PatientDetailsChanged(details, "as told"), course="")


@pytest.mark.parametrize(
    "details",
    [
        changed(born=date(2026, 11, 2)),
        changed(born=date(1896, 1, 1)),
        changed(allergies="", allergies_known="none known"),
        changed(allergies="", allergies_known="not recorded"),
        changed(given="", bed="", sex=""),
    ],
)
def test_an_identity_at_its_limits_is_taken(details: PatientAdmitted) -> None:
    new = bedside()
    new.record(details, course="")
    assert new.folded.details == details


def test_a_hospital_number_is_admitted_once_and_the_second_person_is_told_who_has_it() -> None:
    known = admitted()
    told = refusal(known, known.admit)
    assert told == (
        "MRN 00481-7 is already here: NG, Li Wei, born 12-Mar-1958. Open that record, or correct the number."
    )


def test_a_change_of_details_says_what_and_why_and_the_newest_counts() -> None:
    known = admitted()
    moved = changed(bed="7")
    assert "Write a reason" in refusal(known, known.record, PatientDetailsChanged(moved, ""), course="")
    known.record(PatientDetailsChanged(moved, "moved to the window"), course="")
    assert known.folded.details == moved
    assert "Nothing has changed." in refusal(
        known, known.record, PatientDetailsChanged(moved, "again"), course=""
    )
    new = bedside()
    assert "no patient with this number" in refusal(
        new, new.record, PatientDetailsChanged(moved, "moved"), course=""
    )


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"prescriber": " "}, "Write the prescriber's name."),
        ({"target": 0}, "a step from 1 to 5"),
        ({"target": 6}, "a step from 1 to 5"),
        ({"zone": "Europe/Atlantis"}, "Europe/Atlantis is not a time zone."),
        ({"times": {"morning": "08:00"}}, "Enter the time of the evening dose"),
        ({"times": {"morning": "8:00", "evening": "20:00"}}, "Enter the time of the morning dose"),
        ({"times": {"morning": "08:00", "evening": "24:00"}}, "Enter the time of the evening dose"),
        ({"times": {"morning": "20:00", "evening": "08:00"}}, "must follow each other"),
        ({"times": {"morning": "08:00", "evening": "08:00"}}, "must follow each other"),
        ({"strengths": ()}, "Enter the strengths of alectinib in stock"),
        ({"strengths": (Decimal(150), Decimal(0))}, "Enter the strengths"),
        ({"strengths": (Decimal("NaN"),)}, "Enter the strengths"),
        ({"made_by": LONG}, "Shorten how the doses are made"),
        ({"strengths": (Decimal(200),), "made_by": ""}, "cannot make 150 mg, 300 mg and 450 mg."),
    ],
)
def test_an_enrolment_that_cannot_be_is_refused(plan: dict[str, Any], told: str) -> None:
    known = admitted()
    assert told in refusal(known, known.enrol, **plan)


def test_doses_above_the_target_need_no_capsules() -> None:
    known = admitted()
    known.enrol(target=1, strengths=(Decimal(150),), made_by="")
    assert known.chart.target == 1


def test_a_literature_entry_is_read_and_not_started() -> None:
    known = admitted()
    known.protocol = library("alectinib-okuma")
    assert "has no schedule: it can be read, not started." in refusal(known, known.enrol, target=1)


def test_a_patient_is_admitted_before_a_course_or_a_note() -> None:
    new = bedside()
    assert "Admit the patient first." in refusal(new, new.enrol)


def test_a_hospital_number_is_there_and_not_endless() -> None:
    known = admitted()
    entry = known.entries[0]
    for number, told in (("", "Write the hospital number"), ("9" * 41, "more than 40 characters")):
        wrong = msgspec.structs.replace(entry, patient=number)
        with pytest.raises(Refused, match=told):
            check(Record(), wrong, known.now, None)
    check(Record(), msgspec.structs.replace(entry, patient="9" * 40), known.now, None)


def test_the_protocol_stays_as_it_was_on_the_day_of_enrolment() -> None:
    known = admitted()
    known.enrol()
    assert known.chart.protocol == library("alectinib-report-2020")
