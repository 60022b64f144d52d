"""A rate is a rate, a dose per kg stands in the protocol alone, a weight is an observation with its code."""

from __future__ import annotations

from decimal import Decimal

from tests.store.fhir.bundles import Json, found
from tests.store.fhir.cadences import RATE, begun, weighed

UCUM = "http://unitsofmeasure.org"


def test_a_rate_is_told_as_a_rate_where_it_is_ordered_and_where_it_was_set() -> None:
    bundle = found(begun(RATE))
    ordered = bundle.one("MedicationRequest")["dosageInstruction"][0]["doseAndRate"][0]
    assert ordered["rateQuantity"] == {"value": 25, "unit": "mL/h", "system": UCUM, "code": "mL/h"}
    assert "doseQuantity" not in ordered
    (given,) = bundle.of("MedicationAdministration")
    assert given["dosage"]["rateQuantity"] == ordered["rateQuantity"]
    assert "dose" not in given["dosage"]
    details = [activity["detail"] for activity in bundle.one("CarePlan")["activity"]]
    assert not any("dailyAmount" in detail for detail in details), "a rate is not added up"


def test_the_protocol_is_per_kg_and_what_is_ordered_and_given_is_fixed() -> None:
    bundle = found(weighed())
    assert "0.15 mg/kg" in bundle.one("PlanDefinition")["action"][0]["description"]
    defined = next(one for one in bundle.of("ActivityDefinition") if "0.15" in str(one["dosage"]))
    assert defined["dosage"][0]["doseAndRate"][0]["doseQuantity"]["code"] == "mg/kg"
    request = bundle.one("MedicationRequest")
    doses = [one["doseAndRate"][0]["doseQuantity"] for one in request["dosageInstruction"]]
    assert [(dose["value"], dose["code"]) for dose in doses] == [(2, "mg"), (4, "mg"), (8, "mg")]
    notes = " ".join(note["text"] for note in request["note"])
    assert "Amounts fixed for 13 kg" in notes
    assert "confirmed by Ben Lind" in notes
    assert "= 1.95 mg" in notes
    (given,) = bundle.of("MedicationAdministration")
    assert given["dosage"]["dose"]["value"] == Decimal("2.5"), "as it was then"


def test_a_weight_is_an_observation_with_its_code() -> None:
    (weight,) = [one for one in found(weighed()).of("Observation") if _loinc(one) == "29463-7"]
    assert weight["valueQuantity"] == {"value": 13, "unit": "kg", "system": UCUM, "code": "kg"}


def _loinc(observation: Json) -> str:
    codes = observation["code"].get("coding", [])
    return str(codes[0]["code"]) if codes else ""
