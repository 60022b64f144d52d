"""Medication: the drug of the course, and each other medicine beside it."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import CoMedicationStarted
from protocols.values.formatting import amount_text
from store.fhir.core.codes import DRUGS, PRODUCTS
from store.fhir.core.course import Course
from store.fhir.core.values import Json, concept, resource


def medications(course: Course) -> Iterator[Json]:
    """The drug, and the other medicines in the order they were started."""
    protocol = course.chart.protocol
    codes = [code for code in (DRUGS.get(protocol.drug), _product(course)) if code]
    yield resource(
        "Medication",
        course.id("Medication", course.chart.id),
        code=concept(protocol.drug, *codes),
        form=concept(protocol.form),
    )
    for version in course.versions(CoMedicationStarted):
        assert isinstance(version.what, CoMedicationStarted)
        yield resource("Medication", course.id("Medication", version.id), code=concept(version.what.drug))


def _product(course: Course) -> Json | None:
    """The code of what the site stocks, where it stocks one strength only."""
    protocol, stock = course.chart.protocol, course.chart.plan.strengths
    if len(stock) != 1:
        return None
    return PRODUCTS.get((protocol.drug, protocol.form, amount_text(stock[0], protocol.unit)))
