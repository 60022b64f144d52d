"""Who the patient is, who the staff are, and what the drug is called elsewhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols.entries import NoteAdded, PatientDetailsChanged, PatientLeft, PatientReturned, Person
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, at_bedside
from tests.protocols.helpers.published import library
from tests.store.fhir.bundles import found, whole


def with_details(**changes: Any) -> Bedside:
    bed = at_bedside()
    details = bed.folded.details
    assert details is not None
    bed.record(PatientDetailsChanged(msgspec.structs.replace(details, **changes), "asked again"), course="")
    return bed


def test_the_patient_is_as_the_record_has_it_now() -> None:
    patient = found(with_details(family="Nguyễn")).one("Patient")
    assert patient["name"] == [
        {"use": "official", "text": "NGUYỄN, Li Wei", "family": "Nguyễn", "given": ["Li Wei"]}
    ]
    assert (patient["birthDate"], patient["gender"]) == ("1958-03-12", "female")
    (number,) = patient["identifier"]
    assert (number["system"], number["value"]) == ("urn:stepward:mrn", "00481-7")
    assert number["type"]["coding"][0]["code"] == "MR"


def test_what_is_not_known_of_a_patient_is_said_to_be_unknown() -> None:
    patient = found(with_details(born=None, born_about="1958")).one("Patient")
    assert patient["birthDate"] == "1958"
    patient = found(with_details(family="Unidentified 1", given="", born=None, unidentified=True)).one(
        "Patient"
    )
    absent = {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }
    assert patient["_birthDate"] == absent
    assert "birthDate" not in patient
    assert patient["name"] == [{"use": "temp", "text": "UNIDENTIFIED 1", "_family": absent}]


def test_a_stay_is_an_encounter_once_somebody_has_left() -> None:
    bed = at_bedside()
    assert not found(bed).of("Encounter")
    bed.record(PatientLeft("leave", "home"), course="")
    assert found(bed).one("Encounter")["status"] == "onleave"
    bed.record(PatientLeft("discharged", "her daughter"), course="")
    stay = found(bed).one("Encounter")
    assert stay["status"] == "finished"
    assert {"start", "end"} <= stay["period"].keys()
    assert stay["hospitalization"]["dischargeDisposition"]["text"] == "her daughter"
    bed.record(PatientReturned("4"), course="")
    assert [each["status"] for each in found(bed).of("Encounter")] == ["finished", "in-progress"]
    bed.record(PatientLeft("died"), course="")
    assert "deceasedDateTime" in found(bed).one("Patient")
    bed.record(PatientReturned("4", in_error=True, note="the bed beside"), course="")
    assert "deceasedDateTime" not in found(bed).one("Patient")
    assert [each["status"] for each in found(bed).of("Encounter")] == ["finished", "in-progress"]


@pytest.mark.parametrize(
    ("sex", "gender"), [("male", "male"), ("other", "other"), ("not known", "unknown"), ("X", "unknown")]
)
def test_sex_is_one_of_the_codes_there_are(sex: str, gender: str) -> None:
    assert found(with_details(sex=sex)).one("Patient")["gender"] == gender


@pytest.mark.parametrize(
    ("known", "said"),
    [("known", ["penicillin"]), ("none known", ["No known allergies"]), ("not recorded", [])],
)
def test_allergies_are_told_apart_from_none_and_from_not_asked(known: str, said: list[str]) -> None:
    bundle = found(with_details(allergies_known=known, bed="15"))
    told = bundle.of("AllergyIntolerance")
    assert [each["code"]["text"] for each in told] == said
    coded = [code["code"] for each in told for code in each["code"].get("coding", [])]
    assert coded == (["716186003"] if known == "none known" else [])
    assert all(("verificationStatus" in each) == bool(coded) for each in told)


def test_everybody_is_there_once_with_each_of_their_roles() -> None:
    bed = at_bedside()
    pharmacist = Person(NURSE.name, NURSE.initials, "pharmacist")
    bed.record(NoteAdded("checked the stock"), by=pharmacist)
    bundle = found(bed)
    names = [each["name"][0]["text"] for each in bundle.of("Practitioner")]
    assert sorted(names) == ["Ada Okafor", "Cleo Marsh"]
    roles = [
        (each["practitioner"]["display"], each["code"][0]["text"]) for each in bundle.of("PractitionerRole")
    ]
    assert sorted(role for _, role in roles) == ["nurse", "pharmacist", "prescriber"]
    codes = {each["code"][0]["text"]: each["code"][0].get("coding") for each in bundle.of("PractitionerRole")}
    assert codes["nurse"][0]["code"] == "nurse"
    assert codes["prescriber"] is None


def test_the_prescriber_is_who_was_named_also_where_another_one_decided() -> None:
    bed = at_bedside()
    bed.decide("target", 3, by=Person("Noor Haddad", "NH", "prescriber"))
    bundle = found(bed)
    named = bundle.behind(bundle.one("MedicationRequest")["requester"])
    assert named["name"] == [{"text": "Cleo Marsh"}]
    assert "identifier" not in named
    bed.decide("target", 2)
    same = found(bed).behind(found(bed).one("MedicationRequest")["requester"])
    assert same["identifier"] == [{"system": "urn:stepward:initials", "value": PRESCRIBER.initials}]


def test_the_product_has_a_code_only_where_one_strength_is_stocked() -> None:
    def codes(bed: Bedside) -> list[str]:
        drug = next(each for each in found(bed).of("Medication") if each["code"]["text"] == "alectinib")
        return [each["code"] for each in drug["code"]["coding"]]

    assert codes(at_bedside()) == ["L01ED03", "1727479"]
    bed = Bedside(library("alectinib-kimura"))
    bed.admit()
    bed.enrol()
    assert codes(bed) == ["L01ED03"]
    other = Bedside(library("alectinib-kimura"))
    other.admit()
    other.enrol(strengths=(Decimal(150), Decimal(20)))
    assert codes(other) == ["L01ED03"]


def test_the_account_of_the_computer_stays_on_the_ward() -> None:
    text = str(found(whole()).json)
    assert NURSE.account == "ada"
    assert "'ada'" not in text
