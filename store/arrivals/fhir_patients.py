"""FHIR R4 of patients: Patient, AllergyIntolerance and Encounter with its location, alone or in a Bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from protocols.sites.arrivals import About, Arrival
from protocols.values.birth import Birth, birth_of
from store.arrivals.hl7 import NO_KNOWN_ALLERGY
from store.arrivals.unread import Unread

_LEFT = ("finished", "discharged", "completed")
_NO_VISIT = ("cancelled", "entered-in-error")
_NO_ALLERGY = ("entered-in-error", "refuted")
_SEX = ("female", "male", "other")

Json = dict[str, Any]


def read_resources(data: bytes, otherwise: datetime, system: str) -> list[Arrival]:
    """What is said of each patient; of when nothing says, `otherwise`. Unread.

    `system` is that of the site's hospital numbers; where a patient has none of it the one of type MR
    counts, or the only one.
    """
    try:
        top = json.loads(data)
    except ValueError as error:
        raise Unread("It is not JSON.") from error
    found = list(_resources(top))
    patients = [each for each in found if each.get("resourceType") == "Patient"]
    if not patients:
        raise Unread("There is no FHIR Patient in it.")
    at = _moment(top.get("timestamp")) or otherwise
    return [_arrival(each, found, at, system) for each in patients]


def _resources(top: Any) -> Iterator[Json]:
    if not isinstance(top, dict):
        return
    if top.get("resourceType") != "Bundle":
        yield top
        return
    for each in _list(top, "entry"):
        if isinstance(each.get("resource"), dict):
            yield each["resource"]


def _arrival(patient: Json, found: list[Json], at: datetime, system: str) -> Arrival:
    own = [each for each in found if _is_about(each, patient)]
    visits = [
        each
        for each in own
        if each.get("resourceType") == "Encounter" and each.get("status") not in _NO_VISIT
    ]
    visit = visits[-1] if visits else {}
    about: About = "left" if visits and all(each.get("status") in _LEFT for each in visits) else "here"
    if patient.get("deceasedBoolean") or patient.get("deceasedDateTime"):
        about = "died"
    elif patient.get("active") is False:
        about = "withdrawn"
    told = [each for each in own if each.get("resourceType") == "AllergyIntolerance" and _stands(each)]
    none = [
        each
        for each in told
        if any(code.get("code") == NO_KNOWN_ALLERGY for code in _list(_of(each, "code"), "coding"))
    ]
    return Arrival(
        patient=_number(patient, system),
        at=_moment(_of(patient, "meta").get("lastUpdated")) or at,
        about=about,
        **_person(patient),
        bed=_place(visit, found),
        allergies=tuple(filter(None, (_words(_of(each, "code")) for each in told if each not in none))),
        no_allergies=bool(none) and len(none) == len(told),
    )


def _person(patient: Json) -> Json:
    names = _list(patient, "name")
    name = next((each for each in names if each.get("use") == "official"), names[0] if names else {})
    given = name.get("given")
    born = Birth()
    with suppress(ValueError, TypeError):
        born = birth_of(patient.get("birthDate") or "")
    sex = patient.get("gender")
    return {
        "family": str(name.get("family") or name.get("text") or ""),
        "given": " ".join(map(str, given)) if isinstance(given, list) else "",
        "born": born.day,
        "born_about": born.about,
        "sex": sex if sex in _SEX else "",
    }


def _number(patient: Json, system: str) -> str:
    numbers = [
        each for each in _list(patient, "identifier") if each.get("value") and each.get("use") != "old"
    ]
    own = [each for each in numbers if each.get("system") == system]
    typed = [
        each
        for each in numbers
        if any(code.get("code") == "MR" for code in _list(_of(each, "type"), "coding"))
    ]
    chosen = {str(each["value"]) for each in own or typed or numbers}
    if len(chosen) != 1:
        many = "several identifiers, and none alone of type MR" if chosen else "no hospital number"
        raise Unread(f"The Patient has {many}.")
    return chosen.pop()


def _is_about(each: Json, patient: Json) -> bool:
    return _id_in(_of(each, "subject") or _of(each, "patient")) == str(patient.get("id", "-"))


def _id_in(reference: Json) -> str:
    """The id that a reference leads to, "Patient/7" as well as "urn:uuid:7"."""
    return str(reference.get("reference", "")).rsplit("/", 1)[-1].removeprefix("urn:uuid:")


def _stands(allergy: Json) -> bool:
    doubt = {code.get("code") for code in _list(_of(allergy, "verificationStatus"), "coding")}
    state = {code.get("code") for code in _list(_of(allergy, "clinicalStatus"), "coding")}
    return not doubt.intersection(_NO_ALLERGY) and not state.intersection(("inactive", "resolved"))


def _place(visit: Json, found: list[Json]) -> str:
    """The bed, as the last place of the visit that is not over is called."""
    places = [each for each in _list(visit, "location") if each.get("status") != "completed"]
    if not places:
        return ""
    location = _of(places[-1], "location")
    id, all_places = _id_in(location), (each for each in found if each.get("resourceType") == "Location")
    named = next((each.get("name") for each in all_places if each.get("id") == id), "")
    return str(location.get("display") or named or "")


def _words(concept: Json) -> str:
    codings = _list(concept, "coding")
    return str(
        concept.get("text") or (codings[0].get("display") or codings[0].get("code") if codings else "") or ""
    )


def _of(resource: Json, name: str) -> Json:
    value = resource.get(name)
    return value if isinstance(value, dict) else {}


def _list(resource: Json, name: str) -> list[Json]:
    value = resource.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _moment(text: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    return None
