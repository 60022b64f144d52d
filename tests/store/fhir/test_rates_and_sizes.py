"""A rate is a rate, a dose per kg stands in the protocol alone, a weight is an observation with its code."""

from __future__ import annotations

from decimal import Decimal

from tests.store.fhir.bundles import Json, found
from tests.store.fhir.cadences import RATE, begun, infusion, measured, weighed

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
    """Those that amounts were fixed for, and one measured since."""
    weights = [one for one in found(weighed()).of("Observation") if _loinc(one) == "29463-7"]
    quantities = [weight["valueQuantity"] for weight in weights]
    assert quantities == [{"value": kg, "unit": "kg", "system": UCUM, "code": "kg"} for kg in (15, 13, 13)]
    assert len({weight["id"] for weight in weights}) == 3
    assert all(weight["category"][0]["coding"][0]["code"] == "vital-signs" for weight in weights)


def test_the_request_names_the_weight_and_height_its_amounts_stand_for() -> None:
    for bed, kg, cm in ((weighed(), 13, None), (measured(), 22, 120)):
        bundle = found(bed)
        named = [bundle.behind(one) for one in bundle.one("MedicationRequest")["supportingInformation"]]
        values = {_loinc(one): one["valueQuantity"]["value"] for one in named}
        assert values == {"29463-7": kg, **({"8302-2": cm} if cm else {})}
        assert all("fixed for it" in one["note"][0]["text"] for one in named)
        by_entry = [
            one for one in bundle.of("Provenance") if one["target"][0]["reference"].endswith(named[0]["id"])
        ]
        assert len(by_entry) == 1, "who entered it, and when"


def test_a_rate_per_kg_is_told_with_its_units() -> None:
    bundle = found(infusion())
    defined = [one["dosage"][0]["doseAndRate"][0]["rateQuantity"] for one in bundle.of("ActivityDefinition")]
    assert [(one["value"], one["code"]) for one in defined] == [
        (Decimal("0.1"), "ug/kg/min"),
        (Decimal("0.2"), "ug/kg/min"),
    ]
    (given,) = bundle.of("MedicationAdministration")
    assert given["dosage"]["rateQuantity"] == {
        "value": 7,
        "unit": "microgram/min",
        "system": UCUM,
        "code": "ug/min",
    }


def _loinc(observation: Json) -> str:
    codes = observation["code"].get("coding", [])
    return str(codes[0]["code"]) if codes else ""
