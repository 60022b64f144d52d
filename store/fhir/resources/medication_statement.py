"""Other medicines beside the drug: a MedicationStatement each, an administration each time one was given."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.course.co_medications import Medicine, exact_amount, medicines
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped
from protocols.values.formatting import day_text
from store.fhir.core.codes import ENTRY
from store.fhir.core.course import Course
from store.fhir.core.values import Json, concept, filled, identifier, quantity, remarks, resource, text
from store.fhir.core.versions import Version
from store.fhir.resources.practitioner import acted


def statement(course: Course, version: Version) -> Iterator[Json]:
    """A medicine that was started, and whether it goes on. Amounts are as written."""
    what = version.what
    assert isinstance(what, CoMedicationStarted)
    found = next((each for each in medicines(course.chart) if each.id == version.origin.id), None)
    stop = found.stop if found and version.stands else None
    reason = stop.what.reason if stop and isinstance(stop.what, CoMedicationStopped) else ""
    said = [text(part) for part in (what.amount, what.how_often) if text(part)]
    yield resource(
        "MedicationStatement",
        course.id("MedicationStatement", version.id),
        identifier=[identifier(ENTRY, version.id)],
        basedOn=[course.care_plan],
        status=_status(version, found),
        statusReason=[concept(reason)] if reason else [],
        medicationReference=course.ref("Medication", version.id, display=what.drug),
        subject=course.patient,
        effectivePeriod=filled(start=course.at(version.at), end=course.at(stop.at) if stop else ""),
        dateAsserted=course.at(version.entry.recorded or version.entry.at),
        informationSource=course.who(version.origin.by),
        reasonCode=[concept(what.why)] if text(what.why) else [],
        note=remarks(
            f"Planned last day: {day_text(what.last_day)}." if what.last_day else "",
            "As the protocol plans." if what.from_protocol else "",
            *version.remarks,
        ),
        dosage=[filled(text=", ".join(said))] if said else [],
    )


def _status(version: Version, found: Medicine | None) -> str:
    if not version.stands:
        return "entered-in-error"
    return "stopped" if found and found.stop else "active"


def given(course: Course, version: Version) -> Iterator[Json]:
    """One time it was given. An amount that is no exact number stands in the note alone."""
    what = version.what
    assert isinstance(what, CoMedicationGiven)
    started = course.newest(what.medicine)
    drug = started.what.drug if started and isinstance(started.what, CoMedicationStarted) else ""
    exact = exact_amount(what.amount)
    key = started.id if started else what.medicine
    yield resource(
        "MedicationAdministration",
        course.id("MedicationAdministration", version.id),
        identifier=[identifier(ENTRY, version.id)],
        status="completed" if version.stands else "entered-in-error",
        medicationReference=course.ref("Medication", key, display=drug),
        subject=course.patient,
        effectiveDateTime=course.at(version.at),
        performer=[acted("performer", course.who(version.origin.by))],
        supportingInformation=[course.ref("MedicationStatement", key)],
        dosage=filled(text=text(what.amount), dose=quantity(*exact)) if exact else {},
        note=remarks("" if exact else f"Amount: {what.amount}", what.note, *version.remarks),
        eventHistory=[course.ref("Provenance", version.id)],
    )
