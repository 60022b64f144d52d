"""What FHIR says of a prescriber's order, and what is no order."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from protocols.sites.orders import Order
from protocols.values.birth import Birth
from store.arrivals.fhir_orders import read_orders
from store.arrivals.folder import read_content
from store.arrivals.unread import Unread
from tests.store.arrivals.adt import order
from tests.store.arrivals.test_read import AT, SYSTEM, ZONE

TOLD = Order(
    "o1",
    "00547-1",
    datetime(2026, 11, 2, 6, tzinfo=UTC),
    "Alectinib 150 mg capsules",
    "Cleo Marsh",
    "begin again in steps",
    "O'Sullivan",
    "Niamh",
    Birth(date(1958, 3, 12)),
)


DRUG = {"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "alectinib"}]}}
ENDED: list[dict[str, Any]] = [{"status": "stopped"}, {"status": "draft"}, {"status": None}]
NOT_YET: list[dict[str, Any]] = [{"intent": "proposal"}, {"doNotPerform": True}]


def read(data: bytes) -> list[Order]:
    return read_orders(json.loads(data), AT, SYSTEM)


def test_an_order_says_patient_drug_prescriber_and_words() -> None:
    assert read(order()) == [TOLD]
    assert [each.patient for each in read_content(order(), ZONE, SYSTEM, AT)] == ["00547-1"]


@pytest.mark.parametrize(
    ("changes", "drug"),
    [
        ({"medicationReference": {"reference": "#m"}, "contained": [DRUG]}, "alectinib"),
        ({"medicationReference": {"display": "alectinib 20 mg"}}, "alectinib 20 mg"),
        ({"medicationCodeableConcept": {"coding": [{"code": "L01ED03"}]}}, "L01ED03"),
    ],
)  # fmt: skip
def test_the_drug_is_told_in_one_of_several_ways(changes: dict[str, Any], drug: str) -> None:
    found = read(order(**{"medicationCodeableConcept": None, **changes}))
    assert [each.drug for each in found] == [drug]


@pytest.mark.parametrize(
    "changes",
    [*ENDED, *NOT_YET],
)
def test_what_was_ended_or_is_not_yet_an_order_does_not_stand(changes: dict[str, Any]) -> None:
    assert [each.stands for each in read(order(**changes))] == [False]


def test_an_order_alone_names_its_patient_by_number() -> None:
    alone = json.loads(order(subject={"identifier": {"value": "77"}}))["entry"][-2]["resource"]
    assert [(each.patient, each.born) for each in read(json.dumps(alone).encode())] == [("77", Birth())]
    assert read_content(json.dumps(alone).encode(), ZONE, SYSTEM, AT) == []
    assert read(order(subject={"reference": "Patient/other"})) == []
    assert read(order(medicationCodeableConcept={})) == []


def test_the_protocols_that_it_names_are_the_last_parts_of_their_addresses() -> None:
    named = ["https://hospital.example/plans/kimura-2019|3", 7]
    assert read(order(instantiatesCanonical=named))[0].definitions == ("kimura-2019", "7")


def test_a_merged_patient_goes_on_under_the_other_number() -> None:
    found = json.loads(order())
    old = {"resourceType": "Patient", "id": "p0", "active": False, "identifier": [{"value": "52"}],
           "link": [{"type": "replaced-by", "other": {"reference": "Patient/p1"}}]}  # fmt: skip
    found["entry"].append({"resource": old})
    merged = read_content(json.dumps(found).encode(), ZONE, SYSTEM, AT)[-1]
    assert (merged.patient, merged.about, merged.into) == ("52", "merged", "00547-1")


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{", b'{"resourceType": "Bundle", "entry": [7, {}]}'])
def test_what_is_no_resource_is_said(data: bytes) -> None:
    with pytest.raises(Unread):
        read_content(data, ZONE, SYSTEM, AT)
