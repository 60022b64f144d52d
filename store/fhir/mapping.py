"""What becomes of each kind of entry: a resource of its own, or part of one the whole course has.

Every kind stands in one of these two tables or in that of not_exported.py; a test goes through all there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protocols import entries as e
from store.fhir.core.course import Course
from store.fhir.core.values import Json
from store.fhir.core.versions import Version
from store.fhir.resources import (
    adverse_event,
    medication_administration,
    medication_statement,
    named_check_observation,
    other_observation,
    skin_observation,
)
from store.fhir.resources.patient import has_allergies, stays

Maker = Callable[[Course, Version], Iterator[Json]]

OWN: dict[type[e.What], tuple[Maker, ...]] = {
    e.DoseGiven: (medication_administration.given,),
    e.DoseNotGiven: (medication_administration.not_given,),
    e.DoseVomited: (other_observation.vomited,),
    e.RashFreeChecked: (skin_observation.rash_free,),
    e.RashFound: (skin_observation.rash, adverse_event.of_finding),
    e.RedFlagSeen: (skin_observation.red_flag, adverse_event.of_finding),
    e.NamedCheckMade: (named_check_observation.named_check,),
    e.NaranjoAssessed: (other_observation.naranjo, adverse_event.of_assessment),
    e.EarlierReaction: (other_observation.earlier, adverse_event.of_earlier),
    e.NoteAdded: (other_observation.note,),
    e.CoMedicationStarted: (medication_statement.statement,),
    e.CoMedicationGiven: (medication_statement.given,),
    e.FollowUpRecorded: (other_observation.follow_up,),
}
"""Facts that become resources, one set for each version of them."""

BESIDE: dict[type[e.What], Maker] = {
    e.CourseEnrolled: named_check_observation.sizes,
    e.DecisionMade: named_check_observation.sizes,
}
"""Resources of what is told within another one besides: the weight that fixed amounts stand for."""


def _of_patient(course: Course, version: Version) -> Iterator[Json]:
    yield course.patient
    if has_allergies(course):
        yield course.ref("AllergyIntolerance")


def _of_stay(course: Course, version: Version) -> Iterator[Json]:
    yield course.patient
    yield from (course.ref("Encounter", begun.id) for begun, *_ in stays(course.record))


def _of_enrolment(course: Course, version: Version) -> Iterator[Json]:
    yield course.care_plan
    yield course.request


def _of_plan(course: Course, version: Version) -> Iterator[Json]:
    yield course.care_plan


def _of_medicine(course: Course, version: Version) -> Iterator[Json]:
    assert isinstance(version.what, e.CoMedicationStopped)
    started = course.newest(version.what.medicine)
    yield course.ref("MedicationStatement", started.id if started else version.what.medicine)


PART: dict[type[e.What], Maker] = {
    e.PatientAdmitted: _of_patient,
    e.PatientDetailsChanged: _of_patient,
    e.PatientLeft: _of_stay,
    e.PatientReturned: _of_stay,
    e.CourseEnrolled: _of_enrolment,
    e.CourseAmended: _of_enrolment,
    e.StepStarted: _of_plan,
    e.DecisionMade: _of_plan,
    e.PreconditionWaived: _of_plan,
    e.HoldPlaced: _of_plan,
    e.DoneOnPaper: _of_plan,
    e.CoMedicationStopped: _of_medicine,
}
"""What is told within a resource that is there anyway: references to it. Holds are Flags besides."""
