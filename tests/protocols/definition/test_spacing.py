"""Dose times that stand close together are said at enrolment."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from protocols.definition.spacing import uneven
from protocols.definition.step import PlannedDose, Step
from tests.protocols.helpers.published import library


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ("08:00 20:00", []),
        ("08:00 14:00", []),
        ("08:00 13:59", ["Only 5hr 59min lie between the dose in the morning (08:00) and the dose in the "
         "evening (13:59); evenly spaced they would be 12hr apart."]),
        ("05:00 23:30", ["Only 5hr 30min lie between the dose in the evening (23:30) and the dose in the "
         "morning (05:00); evenly spaced they would be 12hr apart."]),
    ],
)  # fmt: skip
def test_twice_daily(times: str, words: list[str]) -> None:
    wall = dict(zip(("morning", "evening"), times.split(), strict=True))
    assert uneven(library("alectinib-report-2020"), wall) == words


def test_a_night_that_is_a_treatment_break_at_the_times_of_this_ward_is_said() -> None:
    thrice = Step(tuple(PlannedDose(slot, Decimal(5)) for slot in ("morning", "midday", "evening")))
    report = library("alectinib-report-2020")
    gate = msgspec.structs.replace(report.gate, treatment_break_hours=14)
    protocol = msgspec.structs.replace(report, steps=(thrice,), gate=gate)
    wall = dict(zip(("morning", "midday", "evening"), ("06:00", "13:00", "16:00"), strict=True))
    assert uneven(protocol, wall)[-1] == (
        "14hr lie between the dose in the evening (16:00) and the dose in the morning (06:00), and 14 hours "
        "without a dose are a break."
    )
    assert not any("break" in words for words in uneven(protocol, wall | {"evening": "16:01"}))


FOUR = ("morning", "midday", "evening", "bedtime")


def test_four_times_daily_and_other_rhythms() -> None:
    four = Step(tuple(PlannedDose(slot, Decimal(5)) for slot in FOUR))
    clock = Step((PlannedDose("", Decimal(5)),), doses_given=3, every_minutes=60)
    once = Step((PlannedDose("morning", Decimal(5)),), 3)
    protocol = msgspec.structs.replace(library("alectinib-report-2020"), steps=(clock, once, four))
    times = dict(zip(FOUR, ("08:00", "10:59", "18:00", "22:00"), strict=True))
    assert len(uneven(protocol, times)) == 1
    assert "at midday (10:59)" in uneven(protocol, times)[0]
    assert uneven(protocol, times | {"midday": "11:00"}) == []
