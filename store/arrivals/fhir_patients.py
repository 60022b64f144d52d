"""FHIR R4 of patients: Patient, AllergyIntolerance and Encounter with its location, alone or in a Bundle."""

from __future__ import annotations

from datetime import datetime

from protocols.sites.arrivals import About, Arrival
from store.arrivals.fhir_json import (
    Json,
    behind,
    birth,
    id_in,
    moment,
    names,
    number,
    parsed,
    part,
    parts,
    person_name,
    resources,
    words,
)
from store.arrivals.fhir_orders import ORDER
from store.arrivals.hl7 import NO_KNOWN_ALLERGY
from store.arrivals.unread import Unread

_LEFT = ("finished", "discharged", "completed")
_NO_VISIT = ("cancelled", "entered-in-error")
_NO_ALLERGY = ("entered-in-error", "refuted")
_SEX = ("female", "male", "other")


def read_resources(data: bytes, otherwise: datetime, system: str) -> list[Arrival]:
    """What is said of each patient; of when nothing says, `otherwise`. Unread.

    `system` is that of the site's hospital numbers; where a patient has none of it the one of type MR
    counts, or the only one.
    """
    top = parsed(data)
    found = list(resources(top))
    patients = [each for each in found if each.get("resourceType") == "Patient"]
    if not patients and not any(each.get("resourceType") == ORDER for each in found):
        raise Unread("There is no FHIR Patient in it, and no MedicationRequest.")
    at = moment(top.get("timestamp")) or otherwise
    return [_arrival(each, found, at, system) for each in patients]


def _arrival(patient: Json, found: list[Json], at: datetime, system: str) -> Arrival:
    own = [each for each in found if _is_about(each, patient)]
    visits = [
        each
        for each in own
        if each.get("resourceType") == "Encounter" and each.get("status") not in _NO_VISIT
    ]
    visit = visits[-1] if visits else {}
    into = _goes_on_as(patient, found, system)
    told = [each for each in own if each.get("resourceType") == "AllergyIntolerance" and _stands(each)]
    none = [
        each
        for each in told
        if any(code.get("code") == NO_KNOWN_ALLERGY for code in parts(part(each, "code"), "coding"))
    ]
    return Arrival(
        patient=number(patient, system),
        at=moment(part(patient, "meta").get("lastUpdated")) or at,
        about="merged" if into else _about(patient, visits),
        into=into,
        **_person(patient),
        bed=_place(visit, found),
        allergies=tuple(filter(None, (words(part(each, "code")) for each in told if each not in none))),
        no_allergies=bool(none) and len(none) == len(told),
    )


def _person(patient: Json) -> Json:
    family, given = person_name(names(patient))
    born = birth(patient)
    sex = patient.get("gender")
    return {
        "family": family,
        "given": given,
        "born": born.day,
        "born_about": born.about,
        "sex": sex if sex in _SEX else "",
    }


def _about(patient: Json, visits: list[Json]) -> About:
    if patient.get("deceasedBoolean") or patient.get("deceasedDateTime"):
        return "died"
    if patient.get("active") is False:
        return "withdrawn"
    return "left" if visits and all(each.get("status") in _LEFT for each in visits) else "here"


def _goes_on_as(patient: Json, found: list[Json], system: str) -> str:
    """The number under which a patient goes on whose record was merged into another; "" for none."""
    for link in parts(patient, "link"):
        if link.get("type") == "replaced-by":
            other = part(link, "other")
            value = part(other, "identifier").get("value")
            there = behind(other, found, "Patient")
            return str(value) if value else number(there, system) if there else ""
    return ""


def _is_about(each: Json, patient: Json) -> bool:
    return id_in(part(each, "subject") or part(each, "patient")) == str(patient.get("id", "-"))


def _stands(allergy: Json) -> bool:
    doubt = {code.get("code") for code in parts(part(allergy, "verificationStatus"), "coding")}
    state = {code.get("code") for code in parts(part(allergy, "clinicalStatus"), "coding")}
    return not doubt.intersection(_NO_ALLERGY) and not state.intersection(("inactive", "resolved"))


def _place(visit: Json, found: list[Json]) -> str:
    """The bed, as the last place of the visit that is not over is called."""
    places = [each for each in parts(visit, "location") if each.get("status") != "completed"]
    if not places:
        return ""
    location = part(places[-1], "location")
    return str(location.get("display") or behind(location, found, "Location").get("name") or "")
