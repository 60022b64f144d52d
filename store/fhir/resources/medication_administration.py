"""MedicationAdministration: every record of a dose, given or not, in every version that corrections made."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from protocols.course.day_numbers import protocol_day
from protocols.course.prescription import stretch_of
from protocols.course.second_check import figures
from protocols.definition.protocol import Protocol
from protocols.entries import DoseGiven, DoseNotGiven, DoseVomited, SecondCheck
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.corrected import dose_key
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import local
from protocols.values.formatting import amount_text, when_text
from protocols.wording.doses import given_text
from store.fhir.core.codes import ENTRY, GTIN, own
from store.fhir.core.course import Course
from store.fhir.core.values import (
    Json,
    annotation,
    coding,
    concept,
    filled,
    identifier,
    quantity,
    remarks,
    resource,
    text,
)
from store.fhir.core.versions import Version
from store.fhir.resources.practitioner import acted


def given(course: Course, version: Version) -> Iterator[Json]:
    """A dose that was taken, with who gave it and who checked it, each as what they were."""
    what, chart = version.what, course.chart
    assert isinstance(what, DoseGiven)
    food = {True: ", with food", False: ", without food", None: ""}[what.with_food]
    yield _administration(
        course,
        version,
        status="completed" if version.stands else "entered-in-error",
        performer=list(_performers(course, version, what)),
        contained=list(_packs(course, what)),
        supportingInformation=[
            *_stood_on(course, version),
            *_instead_of(course, what),
            *({"reference": f"#{pack['id']}", "type": "Medication"} for pack in _packs(course, what)),
        ],
        dosage=filled(
            text=f"{amount_text(what.amount, chart.protocol.unit)}{food}",
            route=concept(chart.protocol.route),
            **_amount(what.amount, chart.protocol),
        ),
        note=[
            *remarks(_as_it_stands(course, version, what), _slot(course, version), *version.remarks),
            *_checked(course, what),
            *_vomited(course, version, what),
        ],
    )


def _amount(amount: Decimal, protocol: Protocol) -> Json:
    """What was taken, or the rate that was set."""
    return {"rateQuantity" if protocol.is_rate else "dose": quantity(amount, protocol.unit)}


def not_given(course: Course, version: Version) -> Iterator[Json]:
    """A dose that was not taken, and why. Nobody performed it: who recorded it is in its Provenance."""
    what = version.what
    assert isinstance(what, DoseNotGiven)
    yield _administration(
        course,
        version,
        status=_status(course, version, what),
        statusReason=[
            own(what.status.replace(" ", "-"), f"Not given: {what.status}"),
            *filter(None, [concept(what.reason)]),
        ],
        supportingInformation=_stood_on(course, version),
        note=remarks(_slot(course, version), *version.remarks),
    )


def _status(course: Course, version: Version, what: DoseNotGiven) -> str:
    """Not done; a deferred dose waits until another record of it takes its place, and nobody may know."""
    if not version.stands:
        return "entered-in-error"
    if what.status == "unknown":
        return "unknown"
    line = course.chart.statuses.get(what.dose)
    waits = line is not None and line.id == version.origin.id and course.chart.ended is None
    return "on-hold" if what.status == "deferred" and waits else "not-done"


def _administration(course: Course, version: Version, **fields: Any) -> Json:
    """What every record of a dose has."""
    return resource(
        "MedicationAdministration",
        course.id("MedicationAdministration", version.id),
        identifier=[identifier(ENTRY, version.id)],
        medicationReference=course.medication,
        subject=course.patient,
        effectiveDateTime=course.at(version.at),
        request=course.request,
        eventHistory=[course.ref("Provenance", version.id)],
        **fields,
    )


def _packs(course: Course, what: DoseGiven) -> Iterator[Json]:
    """The packs that were scanned, each with its number, batch and last day."""
    protocol = course.chart.protocol
    for place, pack in enumerate(what.scanned.packs, 1):
        name = f"{protocol.drug} {amount_text(pack.strength, protocol.unit)}"
        last = pack.expires.isoformat() if pack.expires else ""
        yield resource(
            "Medication",
            f"pack-{place}",
            code=concept(name, coding(GTIN, pack.gtin)),
            form=concept(protocol.form),
            amount={
                "numerator": quantity(pack.count, protocol.form),
                "denominator": {"value": 1, "unit": "dose"},
            },
            batch=filled(lotNumber=text(pack.batch), expirationDate=last),
        )


def _performers(course: Course, version: Version, what: DoseGiven) -> Iterator[Json]:
    """Who gave it: the person who first recorded it as given, or the patient. Then who checked it.

    Where a correction alone says that it was given, nobody recorded who gave it.
    """
    if what.self_administered:
        yield acted("performer", course.patient)
    elif isinstance(version.origin.what, DoseGiven):
        yield acted("performer", course.who(version.origin.by))
    if what.second is not None:
        yield acted("verifier", course.who(what.second.by))


def _as_it_stands(course: Course, version: Version, what: DoseGiven) -> str:
    """The sentence of the history, which compares it with the plan; of a wrong record its own reason."""
    if version.stands:
        return given_text(what, version.origin, course.chart)
    return what.reason or what.no_second_check


def _slot(course: Course, version: Version) -> str:
    """Which dose of the schedule it is."""
    chart, key = course.chart, dose_key(course.chart.lines, version.what)
    if key is None:
        return "Not on the schedule."
    stretch, day = stretch_of(chart, key), protocol_day(chart, key.day)
    step = f"step {stretch.step}, " if stretch else ""
    number = f"protocol day {day}, " if day is not None else ""
    at = local(slot_instant(chart.plan, key), chart.zone)
    return f"Scheduled dose: {dose_key_text(key)}, {step}{number}due {at:%H:%M}."


def _stood_on(course: Course, version: Version) -> list[Json]:
    """The rash-free check before the dose on which its step was started, where one is behind it."""
    chart, key = course.chart, dose_key(course.chart.lines, version.what)
    stretch = stretch_of(chart, key) if key else None
    if stretch is None:
        return []
    for start, check in course.checks:
        if start.step == stretch.step and start.at <= stretch.began and check.at <= version.at:
            return [course.ref("Observation", check.id, display="Rash-free check")]
    return []


def _instead_of(course: Course, what: DoseGiven) -> list[Json]:
    """The record of the dose that a make-up was taken in place of."""
    made_up = course.newest(what.makes_up) if what.makes_up else None
    return [course.ref("MedicationAdministration", made_up.id, display="Made up")] if made_up else []


def _checked(course: Course, what: DoseGiven) -> Iterator[Json]:
    """What the second person found, who had not seen the figures."""
    if what.second is not None:
        by = course.who(what.second.by)
        yield annotation(_second(course.chart, what.second), course.at(what.second.at), by)


def _second(chart: Chart, second: SecondCheck) -> str:
    found = figures(chart, second.amount, second.units, second.volume_ml)
    return f"Second check, without having seen the first figures: {found}."


def _vomited(course: Course, version: Version, what: DoseGiven) -> Iterator[Json]:
    """That the dose was vomited, at once or later."""
    if what.vomited:
        yield annotation("Vomited.")
    for later in course.standing(DoseVomited):
        if isinstance(later.what, DoseVomited) and later.what.entry == version.origin.id:
            said = f"Vomited {when_text(later.at, course.chart.zone)}. {text(later.what.note)}"
            yield annotation(said, course.at(later.at), course.who(later.entry.by))
