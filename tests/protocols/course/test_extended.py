"""When a step is called extended: it has a time of its own, and that has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from protocols.course.progress import StepDays

LATER = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("planned", "opens", "passed", "extended"),
    [
        (2, None, True, True),
        (2, None, False, False),
        (None, LATER, True, True),
        (None, LATER, False, False),
        (None, None, True, False),
        (None, None, False, False),
    ],
    ids=["days over", "days to come", "hours over", "hours to come", "counted in doses", "without an end"],
)
def test_only_a_step_with_a_time_of_its_own_is_extended(
    planned: int | None, opens: datetime | None, passed: bool, extended: bool
) -> None:
    assert StepDays(date(2026, 11, 2), 3, planned, opens, passed).extended is extended
