"""The Bundle of one course: all that its entries say, references that resolve, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.entries import Entry, EntryCorrected
from protocols.record.chart import Chart
from protocols.record.fold import Record
from store.fhir.core.codes import COURSE, TEST_DATA
from store.fhir.core.course import Course, link, urn
from store.fhir.core.json_text import json_text
from store.fhir.core.source import Source
from store.fhir.core.values import Json, filled, identifier, resource
from store.fhir.core.versions import Version
from store.fhir.mapping import BESIDE, OWN, PART, Maker
from store.fhir.provenance import provenance
from store.fhir.resources import flag, patient, practitioner
from store.fhir.resources.care_plan import care_plan
from store.fhir.resources.medication import medications
from store.fhir.resources.medication_request import medication_request
from store.fhir.resources.plan_definition import plan


def bundle_json(record: Record, chart: Chart, source: Source) -> str:
    """The course of `chart`, one of `record`, as a FHIR Bundle in JSON.

    It depends on the entries alone, not on when it is asked for.
    """
    return json_text(bundle(record, chart, source))


def bundle(record: Record, chart: Chart, source: Source) -> Json:
    """The same as a dict; amounts are Decimals."""
    course = Course(record, chart, source)
    newest = course.entries[-1]
    return resource(
        "Bundle",
        course.id("Bundle", chart.id),
        meta=meta(source),
        identifier=identifier(COURSE, f"{chart.id}/{newest.number}"),
        type="collection",
        timestamp=course.at(max(entry.recorded or entry.at for entry in course.entries)),
        entry=[{"fullUrl": urn(each["id"]), "resource": each} for each in resources(course)],
    )


def meta(source: Source) -> Json:
    """What is said of every resource, and of a Bundle of them: whether the ward is an invented one."""
    return {"tag": [TEST_DATA]} if source.invented else {}


def resources(course: Course) -> Iterator[Json]:
    """Every resource of a course, in the order of a Bundle."""
    return ({**each, **filled(meta=meta(course.source))} for each in _resources(course))


def _resources(course: Course) -> Iterator[Json]:
    yield from patient.patient(course)
    yield from patient.encounters(course)
    yield practitioner.organization(course)
    yield practitioner.device(course)
    yield from practitioner.practitioners(course)
    yield from medications(course)
    yield from plan(course)
    yield care_plan(course)
    yield medication_request(course)
    yield from flag.flags(course)
    told = {version.id: version for version in course.versions(object)}
    for entry in course.entries:
        yield from _told(course, entry, told.get(entry.id))


def _told(course: Course, entry: Entry, version: Version | None) -> Iterator[Json]:
    """The resources that `entry` adds, and its Provenance, which is about these or those it is part of."""
    made = [] if version is None else [each for maker in _makers(version) for each in maker(course, version)]
    yield from made
    targets = [link(each["resourceType"], each["id"]) for each in made]
    if version is not None and type(version.what) in PART:
        targets += PART[type(version.what)](course, version)
    if version is None and isinstance(entry.what, EntryCorrected):
        targets += _nullified(course, entry)
    targets += [
        link("Flag", id) for id, held in flag.holds(course).items() if entry in (*held.placed, held.ended)
    ]
    yield provenance(course, entry, version, targets)


def _makers(version: Version) -> tuple[Maker, ...]:
    kind = type(version.what)
    return (*OWN.get(kind, ()), BESIDE[kind]) if kind in BESIDE else OWN.get(kind, ())


def _nullified(course: Course, entry: Entry) -> Iterator[Json]:
    """What a correction says never happened."""
    for version in course.versions(object):
        if version.wrong is entry:
            yield from (PART.get(type(version.what)) or _main)(course, version)


def _main(course: Course, version: Version) -> Iterator[Json]:
    """The first resource that was made of a version, which is still there."""
    made = next(iter(OWN[type(version.what)][0](course, version)))
    yield link(made["resourceType"], made["id"])
