"""Flag: each hold of the course, active until it is ended.

A Flag and not a DetectedIssue: a hold warns everybody who looks after the patient for as long as it lasts.
A Flag says that with its status and period; a DetectedIssue reports a finding once and has no end.
"""

from __future__ import annotations

from collections.abc import Iterator

from protocols.gate.wording import hold_reason
from protocols.record.chart import Hold
from store.fhir.core.codes import ENTRY, HL7, own
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource


def holds(course: Course) -> dict[str, Hold]:
    """The holds by the id of their Flag; one entry can place several of the same cause, which are one."""
    return {_id(course, hold): hold for hold in course.chart.holds}


def _id(course: Course, hold: Hold) -> str:
    return course.id("Flag", course.chart.id, hold.cause, hold.entry.id)


def flags(course: Course) -> Iterator[Json]:
    """Every hold there was."""
    for id, hold in holds(course).items():
        ended, entry = hold.ended, hold.entry
        end = (ended.recorded or ended.at) if ended else None
        yield resource(
            "Flag",
            id,
            identifier=[identifier(ENTRY, entry.id)],
            status="inactive" if end else "active",
            category=[concept("", coding(f"{HL7}/flag-category", "drug", "Drug"))],
            code=own(f"hold-{hold.cause.replace(' ', '-')}", "Course held", f"Held: {hold_reason(hold)}"),
            subject=course.patient,
            period=filled(start=course.at(hold.since), end=course.at(end) if end else ""),
            author=course.who(entry.by),
        )
