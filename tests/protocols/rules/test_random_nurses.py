"""Random nurses against check and fold alone. STEPWARD_EXAMPLES sets how many wards are tried."""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, settings

from protocols.definition.protocol import Protocol
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.random_nurses import RandomNurses
from tests.protocols.helpers.watched import replay


class AtTheBedside(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        return Bedside(protocol, zone=zone, day=day)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "way"):
            replay(self.way.entries)


TestRandomNurses = AtTheBedside.TestCase
TestRandomNurses.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "5")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
