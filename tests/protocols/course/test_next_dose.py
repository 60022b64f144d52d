"""Which of the doses of a schedule is given next, and which are left open behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from protocols.course.schedule import DoseState, ScheduledDose, backlog, left_open, next_dose, not_passed_over
from protocols.entries import DoseKey
from tests.protocols.helpers.bedside import Bedside, at_bedside

D1 = date(2026, 11, 2)
STATES: tuple[DoseState, ...] = (
    "given",
    "not given",
    "deferred",
    "future",
    "next",
    "due",
    "overdue",
    "held",
)


def doses(bed: Bedside, *states: DoseState) -> list[ScheduledDose]:
    """One dose an hour in these states, the first at 08:00."""
    first = bed.doses[0]
    return [
        replace(first, at=first.at + timedelta(hours=place), state=state)
        for place, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "place"),
    [
        (("overdue", "overdue", "due", "due", "next"), 2),
        (("overdue", "deferred", "overdue", "next"), 2),
        (("overdue", "deferred", "next"), 1),
        (("given", "not given", "next", "future"), 2),
        (("given", "future", "held", "not given"), None),
    ],
)
def test_the_next_is_the_first_due_then_the_newest_late_one_then_the_next(
    states: tuple[DoseState, ...], place: int | None
) -> None:
    line = doses(at_bedside(), *states)
    assert next_dose(line) == (None if place is None else line[place])


def test_none_of_a_step_that_was_left_or_behind_one_that_was_taken_is_next() -> None:
    line = doses(at_bedside(), "overdue", "overdue", "overdue", "overdue")
    marked = [
        replace(dose, past=past, behind=behind)
        for dose, past, behind in zip(
            line, (True, False, True, False), (False, True, True, False), strict=True
        )
    ]
    assert not_passed_over(marked) == marked[3:]


def test_left_open_are_the_overdue_and_the_deferred_whose_time_has_come() -> None:
    bed = at_bedside()
    line = doses(bed, *STATES)
    before, at, after = (line[2].at + timedelta(minutes=minute) for minute in (-1, 0, 1))
    assert [dose.state for dose in left_open(line, before)] == ["overdue"]
    assert [dose.state for dose in left_open(line, at)] == ["deferred", "overdue"]
    assert [dose.state for dose in left_open(line, after)] == ["deferred", "overdue"]
    assert [dose.state for dose in backlog(line)] == ["overdue"]


def test_a_dose_that_was_left_out_is_neither_early_nor_late() -> None:
    bed = at_bedside()
    bed.at(D1, "12:00")
    bed.not_given("absent", DoseKey(D1, "morning"))
    assert [dose.label for dose in bed.doses] == ["", ""]
