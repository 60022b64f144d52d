"""Patient, AllergyIntolerance and Encounter, as the record has them now."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import Entry, PatientAdmitted, PatientLeft, PatientReturned, is_death
from protocols.record.fold import Record
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
    yield resource("Patient", course.id("Patient"), identifier=[number], **said, **_died(course))
    if details is not None and has_allergies(course):
        yield _allergies(course, details)


def _said(details: PatientAdmitted) -> Json:
    gender, birth = _GENDERS.get(details.sex, "unknown"), details.birth
    born: Json = {"birthDate": birth.iso} if birth else {"_birthDate": _ABSENT}
    return {"name": [_name(details)], "gender": gender, **born}


def _died(course: Course) -> Json:
    """When the patient died, where that is recorded."""
    left = course.record.left
    return {"deceasedDateTime": course.at(left.at)} if left is not None and is_death(left.what) else {}


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


_DISPOSITIONS = {"discharged": ("oth", "Other"), "died": ("exp", "Expired")}


def stays(record: Record) -> list[tuple[Entry, Entry | None]]:
    """Each stay: what it began with, and the entry that ended it; none where the patient never left."""
    found: list[tuple[Entry, Entry | None]] = []
    for entry in record.entries:
        match entry.what:
            case PatientAdmitted() | PatientReturned(in_error=False) if not found or found[-1][1]:
                found.append((entry, None))
            case PatientLeft() as left if left.how != "leave" and found:
                found[-1] = found[-1][0], entry
            case PatientReturned(in_error=True) if found:
                found[-1] = found[-1][0], None
    return found if any(isinstance(entry.what, PatientLeft) for entry in record.entries) else []


def encounters(course: Course) -> Iterator[Json]:
    """A resource for each stay."""
    return (_encounter(course, begun, ended) for begun, ended in stays(course.record))


def _encounter(course: Course, begun: Entry, ended: Entry | None) -> Json:
    left = course.record.left
    away = ended is None and left is not None and isinstance(left.what, PatientLeft)
    status = "finished" if ended else "onleave" if away else "in-progress"
    period = filled(start=course.at(begun.at), end=course.at(ended.at) if ended else None)
    return resource(
        "Encounter",
        course.id("Encounter", begun.id),
        status=status,
        **{"class": coding(f"{HL7}/v3-ActCode", "IMP", "inpatient encounter")},
        subject=course.patient,
        period=period,
        serviceProvider=ward(course),
        hospitalization=_disposition(ended),
    )


def _disposition(ended: Entry | None) -> Json:
    what = ended.what if ended else None
    if not isinstance(what, PatientLeft):
        return {}
    code, display = _DISPOSITIONS[what.how]
    where = concept(text(what.to) or display, coding(f"{HL7}/discharge-disposition", code, display))
    return {"dischargeDisposition": where}
