"""AdverseEvent: a finding while the drug was taken, the reaction before the course, a Naranjo assessment.

It has no status in R4, so only what stands is given; what was entered in error stays as its Observation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from protocols.entries import EarlierReaction, NaranjoAssessed, RashFound, RedFlagSeen
from protocols.scales.naranjo import class_of, total
from protocols.values.formatting import listed
from protocols.values.text import visible
from store.fhir.core.codes import ENTRY, HL7, RASHES
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource, text
from store.fhir.core.versions import Version

_SCALE = "Naranjo adverse drug reaction probability scale"


def of_finding(course: Course, version: Version) -> Iterator[Json]:
    """A rash or a red flag after a dose of the course. Before the first one there is nothing to suspect."""
    dose = _last_dose(course, version.at)
    if dose is None:
        return
    what = version.what
    if isinstance(what, RashFound):
        code = RASHES.get(what.rash_type)
        event = concept(f"Rash: {what.rash_type}", *([code] if code else []))
    else:
        assert isinstance(what, RedFlagSeen)
        event = concept(f"Red flag: {listed([visible(flag) for flag in what.flags])}")
    yield from _event(course, version, event, course.at(version.at), [filled(instance=dose)])


def of_earlier(course: Course, version: Version) -> Iterator[Json]:
    """The reaction that led to the course, and the drug as it was taken then; the newest record counts."""
    what = version.what
    assert isinstance(what, EarlierReaction)
    if version.id != _earlier(course):
        return
    event, suspect = (
        concept(what.rash or "Reaction, not described"),
        course.ref("MedicationStatement", version.id),
    )
    outcome = coding(f"{HL7}/adverse-event-outcome", "resolved", "Resolved") if what.resolved else None
    known = concept("", outcome) if outcome else {}
    yield from _event(
        course, version, event, what.onset.isoformat(), [filled(instance=suspect)], outcome=known
    )
    yield resource(
        "MedicationStatement",
        course.id("MedicationStatement", version.id),
        identifier=[identifier(ENTRY, version.id)],
        status="unknown",
        medicationReference=course.medication,
        subject=course.patient,
        effectivePeriod={"start": what.first_dose.isoformat()},
        dosage=[filled(text=text(what.taken))] if text(what.taken) else [],
    )


def of_assessment(course: Course, version: Version) -> Iterator[Json]:
    """How likely the drug caused the reaction that was assessed, as computed; a published sum beside it."""
    what = version.what
    assert isinstance(what, NaranjoAssessed)
    score = total(what.answers)
    found = [_causality(f"{class_of(score)}, score {score} computed from the items", _SCALE, course, version)]
    if what.published_sum is not None:
        source = f"{_SCALE}, sum as published ({text(what.published_source)})"
        found.append(_causality(f"score {what.published_sum} as published", source))
    suspect = filled(instance=_suspect(course, version), causality=found)
    yield from _event(course, version, concept(what.reaction), "", [suspect])


def _causality(said: str, method: str, course: Course | None = None, version: Version | None = None) -> Json:
    scale = coding(f"{HL7}/adverse-event-causality-method", "ProbabilityScale", "Probability Scale")
    author = course.who(version.entry.by) if course and version else None
    return filled(assessment=concept(said), author=author, method=concept(method, scale))


def _suspect(course: Course, version: Version) -> Json:
    """The dose before the assessment; else the drug as taken before the course; else the drug."""
    earlier = _earlier(course)
    before = course.ref("MedicationStatement", earlier) if earlier else course.medication
    return _last_dose(course, version.at) or before


def _earlier(course: Course) -> str:
    """The entry that says what the reaction before the course was, "" for none."""
    standing = list(course.standing(EarlierReaction))
    return standing[-1].id if standing else ""


def _last_dose(course: Course, at: datetime) -> Json | None:
    """The last dose taken by then."""
    taken = [line for line in course.chart.taken if line.at <= at]
    newest = course.newest(taken[-1].id) if taken else None
    return course.ref("MedicationAdministration", newest.id) if newest else None


def _event(
    course: Course,
    version: Version,
    event: Json,
    date: str,
    suspects: list[Json],
    outcome: Json | None = None,
) -> Iterator[Json]:
    if not version.stands:
        return
    entry = version.entry
    yield resource(
        "AdverseEvent",
        course.id("AdverseEvent", version.id),
        identifier=identifier(ENTRY, version.id),
        actuality="actual",
        event=event,
        subject=course.patient,
        date=date,
        recordedDate=course.at(entry.recorded or entry.at),
        recorder=course.who(entry.by),
        outcome=outcome,
        suspectEntity=suspects,
    )
