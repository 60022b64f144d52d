"""MedicationRequest: what a course asks for, every step up to its target.

A plan and not an order: Stepward is no substitute for the prescription, and nobody else may act on it. The
dosages carry no dates and no length: each says that it holds only once its step was started by a person.
"""

from __future__ import annotations

from protocols.course.sizes import fixed_words, workings
from protocols.gate.wording import hold_words
from protocols.record.chart import Chart
from protocols.record.held import open_told_holds
from store.fhir.core.codes import ENTRY
from store.fhir.core.course import Course
from store.fhir.core.values import Json, concept, identifier, remarks, resource
from store.fhir.resources.dosage import dosages
from store.fhir.resources.named_check_observation import sizes_of
from store.fhir.resources.plan_definition import canonical
from store.fhir.resources.practitioner import prescriber


def medication_request(course: Course) -> Json:
    """The request of the course, as it stands."""
    chart = course.chart
    return resource(
        "MedicationRequest",
        course.id("MedicationRequest", chart.id),
        identifier=[identifier(ENTRY, chart.id)],
        status=_status(chart),
        statusReason=concept(why(chart)),
        intent="plan",
        medicationReference=course.medication,
        subject=course.patient,
        authoredOn=course.at(chart.entry.at),
        requester=course.who(prescriber(course)),
        recorder=course.who(chart.entry.by),
        instantiatesCanonical=[canonical(chart.plan.protocol)],
        basedOn=[course.care_plan],
        supportingInformation=sizes_of(course),
        note=remarks(
            f"How doses are made: {chart.plan.made_by}" if chart.plan.made_by else "",
            fixed_words(chart),
            *workings(chart),
        ),
        dosageInstruction=[
            dosage
            for number in range(1, chart.target + 1)
            for dosage in dosages(chart.protocol, number, chart.plan.times, _only_then(number))
        ],
    )


def _only_then(number: int) -> str:
    return f"Only once step {number} was started by a person after a rash-free check; never by the calendar."


def _status(chart: Chart) -> str:
    if chart.ended is not None:
        return "completed" if chart.completed else "stopped"
    return "on-hold" if chart.open_holds else "active"


def why(chart: Chart) -> str:
    """Why the course is held, or how it ended; "" while it goes on."""
    if chart.ended is not None:
        return f"Course {chart.ended_text}: {getattr(chart.ended.what, 'reason', '')}"
    return hold_words(open_told_holds(chart), chart.zone) if chart.open_holds else ""
