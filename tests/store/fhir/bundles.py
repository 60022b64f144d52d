"""Bundles of courses at the bedside, and how the tests look into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from protocols.entries import Entry
from store.fhir.bundle import bundle_json
from store.fhir.core.course import id_of
from store.fhir.core.source import Source
from tests.protocols.helpers.bedside import Bedside, on_step
from tests.store.fhir.everything import everything

Json = dict[str, Any]


def source(bed: Bedside) -> Source:
    """A ledger that knows a hash for every entry."""
    return Source("Ward 3", {entry.id: f"{entry.number:064x}" for entry in bed.entries}, {})


def text_of(bed: Bedside) -> str:
    """The Bundle of the bedside's course."""
    return bundle_json(bed.folded, bed.chart, source(bed))


class Found:
    """A Bundle that was read again, numbers exact."""

    def __init__(self, text: str) -> None:
        self.json: Json = json.loads(text, parse_float=Decimal)
        self.resources: list[Json] = [entry["resource"] for entry in self.json["entry"]]
        self.by_url: dict[str, Json] = {each["fullUrl"]: each["resource"] for each in self.json["entry"]}

    def of(self, kind: str) -> list[Json]:
        """The resources of `kind`, in their order."""
        return [each for each in self.resources if each["resourceType"] == kind]

    def one(self, kind: str) -> Json:
        """The only resource of `kind`."""
        (found,) = self.of(kind)
        return found

    def made_of(self, bed: Bedside, kind: str, entry: Entry) -> Json:
        """The resource of `kind` that an entry, or the correction of one, became."""
        return self.by_url[f"urn:uuid:{id_of(bed.entries[0].id, kind, entry.id)}"]

    def behind(self, reference: Json) -> Json:
        """What a reference leads to."""
        return self.by_url[reference["reference"]]


def found(bed: Bedside) -> Found:
    return Found(text_of(bed))


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value within a resource, with where it stands."""
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from walk(each, f"{path}.{key}")
    if isinstance(value, list):
        for each in value:
            yield from walk(each, path)


def parts(observation: Json) -> dict[str, Any]:
    """What the parts of an Observation say, by the code of each."""
    return {
        part["code"]["coding"][0]["code"]: next(part[key] for key in part if key.startswith("value"))
        for part in observation["component"]
    }


@cache
def whole() -> Bedside:
    """A course in which everything happened that can be recorded of a patient."""
    return everything()


@cache
def reported() -> Bedside:
    """The case report's course: 46 doses, four gates, and the first day at full dose."""
    bed = on_step(5)
    bed.day()
    return bed
