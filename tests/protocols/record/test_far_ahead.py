"""A dose that says it was given a century ahead is no reason to count every day until then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from protocols import entries as e
from protocols.record import slots
from tests.protocols.helpers.bedside import at_bedside


def test_the_doses_to_begin_with_are_found_without_going_through_the_years(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bed = at_bedside()
    given = bed.give()
    far = msgspec.structs.replace(given, at=datetime(2150, 11, 2, 7, tzinfo=UTC))
    bed.entries[-1] = far
    counted: list[Any] = []
    instant_of = slots.slot_instant

    def one(plan: e.CourseEnrolled, key: e.DoseKey) -> datetime:
        counted.append(key)
        assert len(counted) < 200, "every day is counted"
        return instant_of(plan, key)

    chart = bed.chart
    monkeypatch.setattr(slots, "slot_instant", one)
    (first,) = slots.start_options(chart.plan, chart.protocol.step(2), bed.now, chart.known, chart.step)
    assert first.day == date(2150, 11, 2)
