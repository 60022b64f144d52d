"""CarePlan: one patient on one protocol, how far the course has come, and who decided what."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from protocols.course.progress import finished
from protocols.definition.totals import step_text
from protocols.entries import CourseAmended, DecisionMade, DoneOnPaper, PreconditionWaived, StepStarted
from protocols.record.chart import Chart, Stretch
from protocols.wording.entries import sentence
from store.fhir.core.codes import COURSE
from store.fhir.core.course import Course
from store.fhir.core.values import Json, annotation, concept, filled, identifier, quantity, resource, text
from store.fhir.resources.medication_request import why
from store.fhir.resources.plan_definition import canonical, canonical_step
from store.fhir.resources.practitioner import prescriber


def care_plan(course: Course) -> Json:
    """The plan with an activity a step, and each move as a remark with its author."""
    chart = course.chart
    return resource(
        "CarePlan",
        course.id("CarePlan", chart.id),
        identifier=[identifier(COURSE, chart.id)],
        instantiatesCanonical=[canonical(chart.plan.protocol)],
        status=_status(chart),
        intent="plan",
        title=text(chart.protocol.title),
        description=f"Target: step {chart.target}, {_doses(chart, chart.target)}.",
        subject=course.patient,
        period=_period(course),
        created=course.at(chart.entry.at),
        author=course.who(chart.entry.by),
        contributor=[course.who(prescriber(course))],
        activity=[
            filled(detail=_detail(course, number)) for number in range(1, len(chart.protocol.steps) + 1)
        ],
        note=list(_moves(course)),
    )


def _status(chart: Chart) -> str:
    if chart.ended is not None:
        return "completed" if chart.completed else "revoked"
    return "on-hold" if chart.open_holds else "active"


def _period(course: Course) -> Json:
    start, end = course.chart.entry, course.chart.ended
    return filled(start=course.at(start.at), end=course.at(end.at) if end else "")


def _doses(chart: Chart, number: int) -> str:
    return step_text(chart.protocol.step(number), chart.protocol.unit)


def _detail(course: Course, number: int) -> Json:
    """One step: where it stands, and from when to when it was in force."""
    chart = course.chart
    step, unit = chart.protocol.step(number), chart.protocol.unit
    status, reason = _standing(chart, number)
    exact = Fraction(step.daily) == step.per_day
    return filled(
        kind="MedicationRequest",
        instantiatesCanonical=[canonical_step(chart.plan.protocol, number)],
        code=concept(f"Step {number}"),
        status=status,
        statusReason=concept(reason),
        scheduledPeriod=_in_force(course, number),
        productReference=course.medication,
        dailyAmount=quantity(step.daily, unit) if exact and not chart.protocol.is_rate else {},
        description=_doses(chart, number),
    )


def _standing(chart: Chart, number: int) -> tuple[str, str]:
    """Status and reason of a step: those before the current one were completed to open the gate."""
    current = chart.step_number
    if number < current:
        return "completed", ""
    if number == current:
        if chart.ended is not None:
            return ("completed" if chart.completed else "stopped"), why(chart)
        if finished(chart) and not chart.open_holds:
            return "completed", "Every dose of the course was given."
        return ("on-hold", why(chart)) if chart.open_holds else ("in-progress", "")
    if _stretches(chart, number):
        return "stopped", f"Gone back to step {current}."
    if chart.ended is not None:
        return "cancelled", why(chart)
    if number > chart.target:
        return "cancelled", f"The target is step {chart.target}."
    return "not-started", ""


def _stretches(chart: Chart, number: int) -> list[Stretch]:
    return [stretch for stretch in chart.stretches if stretch.step == number]


def _in_force(course: Course, number: int) -> Json:
    """From when to when doses of the step were due, holds within it not taken out."""
    found = _stretches(course.chart, number)
    if not found:
        return {}
    end = found[-1].until
    left = end is not None and (number != course.chart.step_number or course.chart.ended is not None)
    return filled(start=course.at(found[0].began), end=course.at(end) if end and left else "")


def _moves(course: Course) -> Iterator[Json]:
    """Every start, decision, waiver and amendment, in the words of the history."""
    for version in course.versions(CourseAmended, StepStarted, DecisionMade, PreconditionWaived, DoneOnPaper):
        said = sentence(version.entry, course.record)
        yield annotation(said, course.at(version.at), course.who(version.entry.by))
