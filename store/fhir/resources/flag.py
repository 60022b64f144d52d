"""Flag: each hold of the course, active until it is ended.

A Flag and not a DetectedIssue: a hold warns everybody who looks after the patient for as long as it lasts.
A Flag says that with its status and period; a DetectedIssue reports a finding once and has no end.
"""

from __future__ import annotations

from collections.abc import Iterator

from protocols.gate.wording import hold_found
from protocols.record.chart import Hold
from protocols.record.held import ToldHold, told_holds
from protocols.record.moments import when
from store.fhir.core.codes import ENTRY, HL7, own
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource


def holds(course: Course) -> dict[str, ToldHold]:
    """The holds by the id of their Flag, each as what it is for now stands."""
    return {_id(course, told.hold): told for told in told_holds(course.chart)}


def _id(course: Course, hold: Hold) -> str:
    return course.id("Flag", course.chart.id, hold.cause, hold.entry.id)


def flags(course: Course) -> Iterator[Json]:
    """Every hold there was."""
    for id, hold in holds(course).items():
        ended, entry = hold.ended, hold.hold.entry
        told = hold_found(hold, course.chart.zone)
        end = when(ended) if ended else None
        yield resource(
            "Flag",
            id,
            identifier=[identifier(ENTRY, entry.id)],
            status="inactive" if end else "active",
            category=[concept("", coding(f"{HL7}/flag-category", "drug", "Drug"))],
            code=own(f"hold-{hold.cause.replace(' ', '-')}", "Course held", f"Held: {told}"),
            subject=course.patient,
            period=filled(start=course.at(hold.since), end=course.at(end) if end else ""),
            author=course.who(entry.by),
        )
