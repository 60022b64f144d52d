"""Observation of a named check: a quantity with its unit and range, or a statement; with the file's codes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from protocols.definition.named_check import NamedCheck, check_named
from protocols.entries import NamedCheckMade
from store.fhir.core.codes import HL7, LOINC, own
from store.fhir.core.course import Course
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
        "exam",
        what.note,
        valueQuantity=_quantity(what.value, check),
        interpretation=[concept("", meaning)],
        referenceRange=list(_range(check)),
    )


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
