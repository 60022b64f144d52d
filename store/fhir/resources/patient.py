"""Patient and AllergyIntolerance, as the record has them now."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import PatientAdmitted
from protocols.values.formatting import name_text
from store.fhir.core.codes import DEFINITIONS, HL7, NO_ALLERGIES
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource, text
from store.fhir.resources.practitioner import ward

_GENDERS = {"female": "female", "male": "male", "other": "other"}


def patient(course: Course) -> Iterator[Json]:
    """Who the patient is, and the allergies as far as they were asked for."""
    details = course.record.details
    number = identifier(
        course.source.patients,
        course.record.patient,
        type=concept("MRN", coding(f"{HL7}/v2-0203", "MR", "Medical record number")),
        assigner=ward(course),
    )
    said: Json = _said(details) if details else {}
    yield resource("Patient", course.id("Patient"), identifier=[number], **said)
    if details is not None and has_allergies(course):
        yield _allergies(course, details)


def _said(details: PatientAdmitted) -> Json:
    gender, birth = _GENDERS.get(details.sex, "unknown"), details.birth
    born: Json = {"birthDate": birth.iso} if birth else {"_birthDate": _ABSENT}
    return {"name": [_name(details)], "gender": gender, **born}


_ABSENT: Json = {"extension": [{"url": f"{DEFINITIONS}/data-absent-reason", "valueCode": "unknown"}]}
"""Why an element has no value: nobody knows it yet."""


def _name(details: PatientAdmitted) -> Json:
    """The name; of somebody who cannot be named yet what the ward says, with why there is no family name."""
    said = name_text(details.family, details.given)
    if details.unidentified:
        return {"use": "temp", "text": said, "_family": _ABSENT}
    return filled(
        use="official",
        text=said,
        family=text(details.family),
        given=[text(details.given)] if text(details.given) else [],
    )


def has_allergies(course: Course) -> bool:
    """Whether the Bundle says anything of allergies."""
    details = course.record.details
    return details is not None and details.allergies_known != "not recorded"


def _allergies(course: Course, details: PatientAdmitted) -> Json:
    """The allergies in the words of the record: a list that was typed is not taken apart.

    That somebody asked and there are none is coded, so that no system takes it for an allergy.
    """
    system, none = f"{HL7}/allergyintolerance-verification", concept("No known allergies", NO_ALLERGIES)
    known = details.allergies_known == "known"
    return resource(
        "AllergyIntolerance",
        course.id("AllergyIntolerance"),
        clinicalStatus=concept("", coding(f"{HL7}/allergyintolerance-clinical", "active")),
        verificationStatus={} if known else concept("", coding(system, "confirmed")),
        code=concept(text(details.allergies) or "Known allergies") if known else none,
        patient=course.patient,
    )
