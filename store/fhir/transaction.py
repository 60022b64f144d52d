"""Courses as one transaction for a FHIR server: each resource is put under its own id.

The ids are made of the entries (core/course.py), so that the same transaction a second time changes nothing.
References name what they lead to as the server will ("Patient/..."), whatever else is sent with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from protocols.record.chart import Chart
from protocols.record.fold import Record
from store.fhir.bundle import meta, resources
from store.fhir.core.codes import COURSE
from store.fhir.core.course import Course, id_of, urn
from store.fhir.core.json_text import json_text
from store.fhir.core.source import Source
from store.fhir.core.values import Json, identifier, resource


class Told(NamedTuple):
    """A course that is to be sent, and what is said of the ledger its record is in."""

    record: Record
    chart: Chart
    source: Source


_Found = dict[str, Json]
"""Resources by "kind/id"."""


def transaction_json(told: Iterable[Told], since: int = 0) -> str:
    """What a server has to be sent so that it has these courses, as a FHIR Bundle in JSON.

    With `since`, a number of the ledger, only what became different after that entry: what is no longer
    given is deleted. Whoever sent what stood there at that entry has the whole again.
    """
    return json_text(transaction(told, since))


def transaction(told: Iterable[Told], since: int = 0) -> Json:
    """The same as a dict; amounts are Decimals."""
    courses = list(told)
    newest = max((each.record.version for each in courses), default=since)
    now, before = _found(courses), _found(_as_of(courses, since)) if since else {}
    changed = {name: each for name, each in now.items() if before.get(name) != each}
    gone = [name for name in before if name not in now]
    ward = courses[0].source.ward if courses else ""
    return resource(
        "Bundle",
        id_of("transaction", ward, *(each.chart.id for each in courses), str(since), str(newest)),
        meta=meta(courses[0].source) if courses else {},
        identifier=identifier(COURSE, f"{since}-{newest}"),
        type="transaction",
        entry=[
            *(
                {"fullUrl": urn(each["id"]), "resource": _sent(each), "request": _request("PUT", name)}
                for name, each in changed.items()
            ),
            *({"request": _request("DELETE", name)} for name in gone),
        ],
    )


def _request(method: str, name: str) -> Json:
    return {"method": method, "url": name}


def _as_of(courses: Iterable[Told], since: int) -> list[Told]:
    """The courses there were at that entry, as they stood."""
    earlier = [(each, each.record.as_of(since)) for each in courses]
    found = [(each, record, record.chart(each.chart.id)) for each, record in earlier]
    return [each._replace(record=record, chart=chart) for each, record, chart in found if chart is not None]


def _found(courses: Iterable[Told]) -> _Found:
    """Every resource once: what several courses say of the patient, the ward or the protocol is the same."""
    found: _Found = {}
    for told in courses:
        for each in resources(Course(*told)):
            name = f"{each['resourceType']}/{each['id']}"
            found[name] = _together(found[name], each) if name in found else each
    return found


def _together(one: Json, other: Json) -> Json:
    """A Provenance is about what its entry became in each of the courses."""
    if "target" not in one:
        return one
    targets = {target["reference"]: target for target in (*one["target"], *other["target"])}
    return {**one, "target": list(targets.values())}


def _sent(value: Any) -> Any:
    """The same with references as a server knows them."""
    if isinstance(value, list):
        return [_sent(each) for each in value]
    if not isinstance(value, dict):
        return value
    said = {name: _sent(each) for name, each in value.items()}
    address = said.get("reference")
    if isinstance(address, str) and address.startswith(urn("")):
        said["reference"] = f"{said['type']}/{address.removeprefix(urn(''))}"
    return said
