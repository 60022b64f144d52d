"""What becomes of each kind of entry: a resource of its own, or part of one the whole course has.

Every kind stands in one of these two tables or in that of not_exported.py; a test goes through all there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protocols.entries import (
    CoMedicationGiven,
    CoMedicationStarted,
    CoMedicationStopped,
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    DoseNotGiven,
    DoseVomited,
    EarlierReaction,
    EntryCorrected,
    FollowUpRecorded,
    HoldPlaced,
    NaranjoAssessed,
    NoteAdded,
    PatientAdmitted,
    PatientDetailsChanged,
    PreconditionWaived,
    RashFound,
    RashFreeChecked,
    RedFlagSeen,
    StepStarted,
    What,
)
from store.fhir.core.course import Course
from store.fhir.core.values import Json
from store.fhir.core.versions import Version
from store.fhir.resources import (
    adverse_event,
    medication_administration,
    medication_statement,
    other_observation,
    skin_observation,
)
from store.fhir.resources.patient import has_allergies

Maker = Callable[[Course, Version], Iterator[Json]]

OWN: dict[type[What], tuple[Maker, ...]] = {
    DoseGiven: (medication_administration.given,),
    DoseNotGiven: (medication_administration.not_given,),
    DoseVomited: (other_observation.vomited,),
    RashFreeChecked: (skin_observation.rash_free,),
    RashFound: (skin_observation.rash, adverse_event.of_finding),
    RedFlagSeen: (skin_observation.red_flag, adverse_event.of_finding),
    NaranjoAssessed: (other_observation.naranjo, adverse_event.of_assessment),
    EarlierReaction: (other_observation.earlier, adverse_event.of_earlier),
    NoteAdded: (other_observation.note,),
    CoMedicationStarted: (medication_statement.statement,),
    CoMedicationGiven: (medication_statement.given,),
    FollowUpRecorded: (other_observation.follow_up,),
}
"""Facts that become resources, one set for each version of them."""


def _of_patient(course: Course, version: Version) -> Iterator[Json]:
    yield course.patient
    if has_allergies(course):
        yield course.ref("AllergyIntolerance")


def _of_enrolment(course: Course, version: Version) -> Iterator[Json]:
    yield course.care_plan
    yield course.request


def _of_plan(course: Course, version: Version) -> Iterator[Json]:
    yield course.care_plan


def _of_medicine(course: Course, version: Version) -> Iterator[Json]:
    assert isinstance(version.what, CoMedicationStopped)
    started = course.newest(version.what.medicine)
    yield course.ref("MedicationStatement", started.id if started else version.what.medicine)


PART: dict[type[What], Maker] = {
    PatientAdmitted: _of_patient,
    PatientDetailsChanged: _of_patient,
    CourseEnrolled: _of_enrolment,
    StepStarted: _of_plan,
    DecisionMade: _of_plan,
    PreconditionWaived: _of_plan,
    HoldPlaced: _of_plan,
    CoMedicationStopped: _of_medicine,
}
"""What is told within a resource that is there anyway: references to it. Holds are Flags besides."""

CORRECTION = EntryCorrected
"""Makes a new version of what it corrects, or marks that as entered in error."""
