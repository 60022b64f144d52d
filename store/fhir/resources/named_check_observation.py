"""Observation of a named check: a quantity with its unit and range, or a statement; with the file's codes.

And of the weight and height that fixed amounts stand for, as they were entered beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from protocols.definition.named_check import NamedCheck, check_named
from protocols.definition.sizing import HEIGHT, WEIGHT
from protocols.entries import CourseEnrolled, DecisionMade, NamedCheckMade
from store.fhir.core.codes import HL7, LOINC, own
from store.fhir.core.course import Course, link
from store.fhir.core.values import UCUM, Json, coding, concept, filled, number, text
from store.fhir.core.versions import Version
from store.fhir.resources.observation import observation


def named_check(course: Course, version: Version) -> Iterator[Json]:
    """What was measured or stated, the range of the protocol beside it."""
    what = version.what
    assert isinstance(what, NamedCheckMade)
    check = check_named(course.chart.protocol.checks, what.name) or NamedCheck(what.name, 1, what.unit)
    code = concept(check.name, coding(LOINC, check.loinc)) if check.loinc else own("named-check", check.name)
    if what.value is None:
        yield observation(course, version, code, "survey", what.note, valueBoolean=bool(what.stated))
        return
    word = "N" if check.in_range(what.value, None) else "A"
    meaning = coding(f"{HL7}/v3-ObservationInterpretation", word, "Normal" if word == "N" else "Abnormal")
    yield observation(
        course,
        version,
        code,
        category(check),
        what.note,
        valueQuantity=_quantity(what.value, check),
        interpretation=[concept("", meaning)],
        referenceRange=list(_range(check)),
    )


def category(check: NamedCheck) -> str:
    """That of the profiles for body weight and height, else of what was found on the patient."""
    return "vital-signs" if check.loinc in (WEIGHT.loinc, HEIGHT.loinc) else "exam"


def sizes(course: Course, version: Version) -> Iterator[Json]:
    """The weight, and the height where it was entered, that the amounts of this enrolment or decision stand
    for; nothing where the doses are fixed in the file.
    """
    for check, value in _sizes(version.what):
        code = concept(check.name, coding(LOINC, check.loinc))
        said = f"The amounts of the steps were fixed for it. {check.text}"
        quantity = {"valueQuantity": _quantity(value, check)}
        found = observation(course, version, code, category(check), said, **quantity)
        yield {**found, "id": size_id(course, version.id, check)}


def _sizes(what: object) -> Iterator[tuple[NamedCheck, Decimal]]:
    sized = what.sized if isinstance(what, CourseEnrolled | DecisionMade) else None
    if sized is not None:
        yield WEIGHT, sized.weight_kg
        if sized.height_cm is not None:
            yield HEIGHT, sized.height_cm


def size_id(course: Course, entry: str, check: NamedCheck) -> str:
    """The id of the weight or height that entry `entry` has beside its amounts."""
    return course.id("Observation", entry, check.name)


def sizes_of(course: Course) -> list[Json]:
    """References to the weight and height that the amounts of the course stand for now."""
    fixed = course.chart.fixed
    return [
        link("Observation", size_id(course, fixed.id, check), f"{check.name} {check.value_text(value)}")
        for check, value in _sizes(fixed.what)
    ]


def _range(check: NamedCheck) -> Iterator[Json]:
    low, high = check.at_least, check.at_most
    if low is not None or high is not None:
        yield filled(
            low=_quantity(low, check) if low is not None else {},
            high=_quantity(high, check) if high is not None else {},
            text=f"As the protocol wants it: {check.wanted}",
        )


def _quantity(value: Decimal, check: NamedCheck) -> Json:
    """A value with its unit; with the UCUM code that the file gives."""
    system = UCUM if check.ucum else ""
    return filled(value=number(value), unit=text(check.unit), system=system, code=check.ucum)
