"""A few wards of facts told in any order; STEPWARD_EXAMPLES=300 takes more, each of forty tellings."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.tui.tellings.in_any_order import InAnyOrder

TestInAnyOrder = InAnyOrder.TestCase
TestInAnyOrder.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "4")),
    stateful_step_count=40 if "STEPWARD_EXAMPLES" in os.environ else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
