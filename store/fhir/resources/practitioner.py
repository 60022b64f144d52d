"""Practitioner and PractitionerRole for whoever recorded, checked or prescribed; the ward, the program."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import DoseGiven, Person
from protocols.record.people import same_person
from store.fhir.core.codes import HL7
from store.fhir.core.course import Course, link
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource, text

_ROLES = {"nurse": "nurse", "pharmacist": "pharmacist"}
"""Roles that HL7 has a code for. A prescriber need not be a doctor."""


def people(course: Course) -> list[Person]:
    """Everybody named in the Bundle, each once, in the order of the record."""
    found = [prescriber(course)]
    for version in course.versions(object):
        found.append(version.entry.by)
        if isinstance(version.what, DoseGiven) and version.what.second is not None:
            found.append(version.what.second.by)
    found += [entry.by for entry in course.entries]
    return list({(person.name, person.initials, person.role): person for person in found}.values())


def prescriber(course: Course) -> Person:
    """The prescriber named at enrolment: the person who records under that name, or the name alone."""
    named = Person(course.chart.plan.prescriber, "", "prescriber")
    own = (entry.by for entry in course.entries if entry.by.role == "prescriber")
    return next((person for person in own if same_person(person, named)), named)


def practitioners(course: Course) -> Iterator[Json]:
    """Each person once, and each of the roles they acted in."""
    seen = set()
    for person in people(course):
        if (person.name, person.initials) not in seen:
            seen.add((person.name, person.initials))
            yield _practitioner(course, person)
        yield _role(course, person)


def _practitioner(course: Course, person: Person) -> Json:
    return resource(
        "Practitioner",
        course.shared_id("Practitioner", person.name, person.initials),
        identifier=[identifier(course.source.staff, person.initials)] if text(person.initials) else [],
        name=[filled(text=text(person.name))],
    )


def _role(course: Course, person: Person) -> Json:
    code = _ROLES.get(person.role)
    codes = [coding(f"{HL7}/practitioner-role", code)] if code else []
    return resource(
        "PractitionerRole",
        course.shared_id("PractitionerRole", person.name, person.initials, person.role),
        practitioner=course.who(person),
        organization=ward(course),
        code=[concept(person.role, *codes)],
    )


def acted(function: str, actor: Json) -> Json:
    """What somebody did when a dose was given: performer or verifier."""
    name = function.capitalize()
    said = concept(name, coding(f"{HL7}/med-admin-perform-function", function, name))
    return {"function": said, "actor": actor}


def ward(course: Course) -> Json:
    """A reference to the ward."""
    return link("Organization", course.shared_id("Organization"), course.source.ward)


def program(course: Course) -> Json:
    """A reference to Stepward itself."""
    return link("Device", course.shared_id("Device"), "Stepward")


def organization(course: Course) -> Json:
    """The ward whose ledger it is."""
    return resource("Organization", course.shared_id("Organization"), name=text(course.source.ward) or "Ward")


def device(course: Course) -> Json:
    """The program that put the resources together; its version is not part of the record."""
    names = [filled(name="Stepward", type="user-friendly-name")]
    return resource(
        "Device", course.shared_id("Device"), deviceName=names, type=concept("record of titration")
    )
