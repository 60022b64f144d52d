"""Random nurses, their course written as a Bundle at the end: valid, whole, and each dose once."""

from __future__ import annotations

import os
from datetime import date

import fhirkit
from hypothesis import HealthCheck, settings

from protocols.definition.protocol import Protocol
from store.fhir.bundle import bundle_json
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.random_nurses import RandomNurses
from tests.store.fhir.bundles import Found, source, walk


class Written(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        return Bedside(protocol, zone=zone, day=day)

    def teardown(self) -> None:
        super().teardown()
        if not hasattr(self, "way"):
            return
        assert isinstance(self.way, Bedside)
        for chart in self.way.folded.charts:
            text = bundle_json(self.way.folded, chart, source(self.way))
            assert fhirkit.validate(text) == []
            bundle = Found(text)
            for resource in bundle.resources:
                for _, value in walk(resource):
                    if isinstance(value, dict) and "reference" in value:
                        assert bundle.behind(value)["resourceType"] == value["type"]
            doses = [dose for dose in bundle.of("MedicationAdministration") if "request" in dose]
            assert sum(dose["status"] == "completed" for dose in doses) == len(chart.taken)
            flags = [flag for flag in bundle.of("Flag") if flag["status"] == "active"]
            assert bool(flags) == bool(chart.open_holds)
            assert len(bundle.of("Provenance")) == len(self.way.entries)


TestWritten = Written.TestCase
TestWritten.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "5")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
