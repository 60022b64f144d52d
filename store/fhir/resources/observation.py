"""What all Observations have in common: status by the version they are of, who, when, and their parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from store.fhir.core.codes import ENTRY, HL7, own
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, quantity, remarks, resource
from store.fhir.core.versions import Version


def observation(
    course: Course, version: Version, code: Json, category: str, note: str, **fields: Any
) -> Json:
    """The Observation of `version`, with the fields that only its kind has.

    Whoever recorded it first is who looked; who corrected it is in its Provenance.
    """
    origin, entry = version.origin, version.entry
    return resource(
        "Observation",
        course.id("Observation", version.id),
        identifier=[identifier(ENTRY, version.id)],
        basedOn=[course.care_plan] if origin.course == course.chart.id else [],
        status=status(version),
        category=[concept("", coding(f"{HL7}/observation-category", category))] if category else [],
        code=code,
        subject=course.patient,
        effectiveDateTime=course.at(version.at),
        issued=course.at(entry.recorded or entry.at),
        performer=[course.who(origin.by)],
        note=remarks(note, *version.remarks),
        **fields,
    )


def status(version: Version) -> str:
    """Whether it counts, and whether it always said so."""
    if not version.stands:
        return "entered-in-error"
    return "corrected" if version.corrects else "final"


def part(code: str, name: str, value: object) -> Json:
    """One thing that was recorded, in the type it has; nothing where it was not."""
    if value is None or value == "":
        return {}
    return {"code": own(code, name), **_valued(value)}


def _valued(value: object) -> Json:
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger": value}
        case Decimal():
            return {"valueQuantity": quantity(value, "%")}
        case _:
            return {"valueCodeableConcept": concept(str(value))}


def parts(found: Iterable[Json]) -> list[Json]:
    """The parts that say something."""
    return [each for each in found if filled(**each)]
