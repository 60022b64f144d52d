"""Invented ADT messages and FHIR resources, as a hospital's system sends them."""

from __future__ import annotations

import json
from typing import Any


def adt(
    event: str,
    *more: str,
    pid: str = "",
    at: str = "20261102073000",
    pv1: str = "W3^12^2",
    coding: str = "UNICODE UTF-8",
) -> str:
    """A message about Niamh O'Sullivan, unless `pid` says of whom; `more` are further segments."""
    head = f"MSH|^~\\&|PAS|HOSP|STEPWARD|W3|{at}||ADT^{event}^ADT_A01|{event}{at}|P|2.5.1||||||{coding}"
    who = pid or "PID|1||00547-1^^^HOSP^MR~99^^^SS^SS||O'SULLIVAN^Niamh^Mary^^^^L||19580312|F"
    return "\r".join([head, f"EVN|{event}|{at}", who, f"PV1|1|I|{pv1}", *more]) + "\r"


ALLERGIC = "AL1|1|DA|70618^Penicillin^RxNorm|SV|Rash\rAL1|2|FA|^Latex"
NONE_KNOWN = "AL1|1||716186003^No known allergy^SCT"


def bundle(**changes: Any) -> bytes:
    """The same patient in FHIR; `changes` are to the Patient."""
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [
            {"system": "https://hospital.example/patients", "value": "00547-1"},
            {"system": "urn:oid:2.999.2", "value": "77"},
        ],
        "name": [
            {"use": "usual", "text": "Nia"},
            {"use": "official", "family": "O'Sullivan", "given": ["Niamh"]},
        ],
        "gender": "female",
        "birthDate": "1958-03-12",
        **changes,
    }
    own = {"reference": "Patient/p1"}
    code = {"text": "Penicillin", "coding": [{"code": "91936005"}]}
    others = [
        {"resourceType": "AllergyIntolerance", "patient": own, "code": code},
        {
            "resourceType": "AllergyIntolerance",
            "patient": own,
            "code": {"text": "Nuts"},
            "verificationStatus": {"coding": [{"code": "refuted"}]},
        },
        {
            "resourceType": "Encounter",
            "subject": own,
            "status": "in-progress",
            "location": [
                {"status": "completed", "location": {"display": "Emergency"}},
                {"location": {"reference": "Location/b12"}},
            ],
        },
        {"resourceType": "Location", "id": "b12", "name": "12-2"},
    ]
    entries = [{"resource": each} for each in (patient, *others)]
    found = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": "2026-11-02T08:30:00+01:00",
        "entry": entries,
    }
    return json.dumps(found).encode()


def order(**changes: Any) -> bytes:
    """An order of alectinib for the same patient, with who wrote it; `changes` are to the request."""
    found = json.loads(bundle())
    request = {
        "resourceType": "MedicationRequest",
        "id": "o1",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"text": "Alectinib 150 mg capsules"},
        "authoredOn": "2026-11-02T06:00:00Z",
        "requester": {"reference": "Practitioner/d1"},
        "dosageInstruction": [{"text": "begin again in steps"}],
        **changes,
    }
    doctor = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Marsh", "given": ["Cleo"]}]}
    found["entry"] += [{"resource": request}, {"resource": doctor}]
    return json.dumps(found).encode()
