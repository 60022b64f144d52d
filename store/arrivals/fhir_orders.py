"""FHIR R4 of a prescriber's order: MedicationRequest, and its patient, drug and prescriber."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from protocols.sites.orders import Order
from store.arrivals.fhir_json import (
    Json,
    behind,
    birth,
    moment,
    names,
    number,
    part,
    parts,
    person_name,
    resources,
    words,
)

ORDER = "MedicationRequest"
_NO_ORDER = ("proposal", "plan", "option")
"""Intents that are not yet an order."""


def read_orders(top: object, otherwise: datetime, system: str) -> list[Order]:
    """The orders in what was read of a file; of one that says not when, `otherwise`. Unread.

    One whose patient or drug is not said is left out: nobody could tell whom it is for.
    """
    found = list(resources(top))
    told = (each for each in found if each.get("resourceType") == ORDER)
    return [order for each in told for order in _order(each, found, otherwise, system)]


def _order(request: Json, found: list[Json], otherwise: datetime, system: str) -> Iterator[Order]:
    subject = part(request, "subject")
    patient = behind(subject, found, "Patient")
    told = str(part(subject, "identifier").get("value") or "")
    drug = _drug(request, [*found, *parts(request, "contained")])
    if not drug or not (patient or told):
        return
    family, given = person_name(names(patient))
    yield Order(
        id=str(request.get("id") or ""),
        patient=number(patient, system) if patient else told,
        at=moment(request.get("authoredOn")) or otherwise,
        drug=drug,
        prescriber=_prescriber(request, found),
        words="; ".join(
            str(each["text"]) for each in parts(request, "dosageInstruction") if each.get("text")
        ),
        family=family,
        given=given,
        born=birth(patient),
        stands=_stands(request),
        definitions=tuple(_definitions(request)),
    )


def _stands(request: Json) -> bool:
    """Whether it is an order to give something, and holds."""
    return (
        request.get("status") == "active"
        and request.get("intent") not in _NO_ORDER
        and request.get("doNotPerform") is not True
    )


def _drug(request: Json, found: list[Json]) -> str:
    reference = part(request, "medicationReference")
    there = behind(reference, found, "Medication")
    return (
        words(part(request, "medicationCodeableConcept"))
        or words(part(there, "code"))
        or str(reference.get("display") or "")
    )


def _prescriber(request: Json, found: list[Json]) -> str:
    requester = part(request, "requester")
    if requester.get("display"):
        return str(requester["display"])
    name = names(behind(requester, found, "Practitioner"))
    family, given = person_name(name)
    return str(name.get("text") or " ".join(filter(None, (given, family))))


def _definitions(request: Json) -> Iterator[str]:
    """What the definitions that it follows are called: the last part of each address, without a version."""
    for kind in ("instantiatesCanonical", "instantiatesUri"):
        addresses = request.get(kind)
        for address in addresses if isinstance(addresses, list) else ():
            yield str(address).partition("|")[0].rstrip("/").rsplit("/", 1)[-1]
