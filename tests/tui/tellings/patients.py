"""The patients of whom things are told: two on a course, one whose course was stopped."""

from __future__ import annotations

from datetime import date, timedelta

from protocols import entries as e
from protocols.course.schedule import next_dose, scheduled
from protocols.record.chart import Chart
from protocols.record.slots import open_slot
from store.site.library import find
from tests.protocols.helpers.seconds import seconded
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Ward

OTHER, STOPPED = "77", "99"
PATIENTS = {MRN: "Ng", OTHER: "Berg", STOPPED: "Lie"}


def world(ward: Ward) -> dict[str, str]:
    """Three patients on a course each, the last one's stopped; the courses by patient."""
    courses = {patient: course(ward, patient, family) for patient, family in PATIENTS.items()}
    ward.now += timedelta(minutes=5)
    for patient in courses:
        chart = chart_of(ward, patient, courses[patient])
        dose = next_dose(scheduled(chart, ward.now))
        assert dose is not None
        what = seconded(chart, e.DoseGiven(dose.key, dose.amount, with_food=True), ward.now)
        ward.record(what, patient=patient, course=courses[patient])
        started = e.CoMedicationStarted("cetirizine", "10 mg", "once daily", "itch")
        ward.record(started, patient=patient, course=courses[patient])
    stop = e.DecisionMade("stop", "moved away")
    ward.record(stop, by=PRESCRIBER, patient=STOPPED, course=courses[STOPPED])
    ward.course = courses[MRN]
    return courses


def course(ward: Ward, patient: str, family: str) -> str:
    """A patient who is admitted and begins step 1 now; the course."""
    admit(ward, patient, family)
    plan = find("alectinib-report-2020")
    times = {"morning": "08:00", "evening": "20:00"}
    enrolled = e.CourseEnrolled(plan, "Cleo Marsh", len(plan.steps), plan.strengths, times, ward.zone, "made")
    id = ward.record(enrolled, patient=patient, course="").id
    ward.record(e.RashFreeChecked(True, True), patient=patient, course=id)
    chart = chart_of(ward, patient, id)
    first = open_slot(chart.plan, plan.step(1), ward.now, chart.known, None)
    ward.record(e.StepStarted(1, first), patient=patient, course=id)
    return id


def admit(ward: Ward, patient: str, family: str) -> None:
    """A patient without a course."""
    details = e.PatientAdmitted(family, "Li", date(1958, 3, 12), "female", "1", "", "none known")
    ward.record(details, patient=patient, course="")


def chart_of(ward: Ward, patient: str, course: str) -> Chart:
    """The course as it stands."""
    ward.ledger.refresh()
    chart = ward.ledger.record(patient).chart(course)
    assert chart is not None
    return chart
