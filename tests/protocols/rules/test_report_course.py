"""The case report's course at the bedside, and the other published schedules, dose by dose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.course.day_numbers import protocol_day
from protocols.definition.totals import before_last
from protocols.entries import DoseGiven, DoseKey
from protocols.values.clinic_time import local
from tests.protocols.helpers.bedside import Bedside, at_bedside, missing, refusal

LAST_DAY_OF_STEP = {1: 2, 2: 7, 3: 15, 4: 23}
DAY_ONE = date(2026, 11, 2)


def give_days(bedside: Bedside, days: int) -> None:
    for _ in range(days):
        bedside.day()


def amount_given(bedside: Bedside) -> Decimal:
    return sum(
        (line.what.amount for line in bedside.chart.taken if isinstance(line.what, DoseGiven)), Decimal(0)
    )


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_each_of_the_reports_four_gates_is_shut_until_its_check_and_says_why(step: int) -> None:
    bedside = at_bedside()
    for done in range(1, step):
        bedside.step_through()
        bedside.rash_free()
        bedside.start(done + 1)
    plan = bedside.protocol.step(step)
    assert plan.days is not None

    at_once = refusal(bedside, bedside.start, step + 1)
    assert f"Step {step + 1} is not open." in at_once
    assert f"0 of {plan.doses_needed} given" in at_once
    assert f"Day 1 of {plan.days}. Not before " in at_once
    assert "was before this step was started" in at_once

    give_days(bedside, plan.days - 1)
    half_way = refusal(bedside, bedside.start, step + 1)
    assert (
        f"{2 * plan.days - 2} of {2 * plan.days} given at the prescribed amount: 2 doses missing." in half_way
    )
    assert f"Day {plan.days} of {plan.days}." in half_way
    assert "was before the last dose" in half_way

    give_days(bedside, 1)
    evening = DAY_ONE + timedelta(days=LAST_DAY_OF_STEP[step] - 1)
    bedside.at(evening, "20:01")
    last_evening = refusal(bedside, bedside.start, step + 1)
    assert "doses missing" not in last_evening
    assert f"Day {plan.days} of {plan.days}." in last_evening
    assert "was before the last dose" in last_evening

    bedside.at(evening, "23:59")
    bedside.rash_free()
    bedside.at(evening + timedelta(days=1), "06:30")
    too_soon = refusal(bedside, bedside.start, step + 1)
    assert "23:59 by Ada Okafor was too soon after the last dose" in too_soon
    assert "4 hours or more after the last dose: from " in too_soon
    assert missing(bedside) == [3]

    bedside.rash_free(at=bedside.now - timedelta(hours=6, minutes=30))
    bedside.at(evening + timedelta(days=1), "12:01")
    stale = refusal(bedside, bedside.start, step + 1, DoseKey(evening + timedelta(days=1), "morning"))
    assert "is 12hr 1min old, more than 12 hours" in stale
    assert missing(bedside) == [3]

    bedside.at(evening + timedelta(days=1), "06:30")
    assert bedside.gate.open
    bedside.start(step + 1)
    assert bedside.chart.step_number == step + 1


def test_the_report_reaches_600_mg_twice_daily_on_protocol_day_24_after_46_doses_and_19_200_mg() -> None:
    bedside = at_bedside()
    for step in range(2, 6):
        bedside.step_through()
        bedside.rash_free()
        bedside.start(step)

    assert len(bedside.chart.taken) == 46
    assert amount_given(bedside) == Decimal(19_200)
    assert len(bedside.chart.starts) == 5
    coming = bedside.next
    assert coming is not None
    assert (coming.amount, coming.day, coming.key.slot) == (Decimal(600), 24, "morning")
    assert bedside.chart.step == bedside.protocol.step(5)
    assert [dose.amount for dose in bedside.protocol.step(5).doses] == [Decimal(600), Decimal(600)]
    assert bedside.gate.to is None
    assert bedside.gate.preconditions == ()
    assert "has the target dose" in refusal(bedside, bedside.start, 5)


@pytest.mark.parametrize(
    "protocol_id",
    ["alectinib-report-2020", "alectinib-shirasawa", "alectinib-kimura", "alectinib-anderson"],
)
def test_every_published_schedule_runs_to_its_last_step_on_its_days_with_its_doses(protocol_id: str) -> None:
    bedside = at_bedside(protocol_id)
    last = len(bedside.protocol.steps)
    for step in range(2, last + 1):
        assert not bedside.gate.open
        bedside.step_through()
        assert missing(bedside) == [3]
        refusal(bedside, bedside.start, step)
        bedside.rash_free()
        bedside.start(step)

    planned = before_last(bedside.protocol)
    assert planned is not None
    assert len(bedside.chart.taken) == planned.doses
    assert amount_given(bedside) == planned.amount
    coming = bedside.next
    assert coming is not None
    assert coming.day == planned.days + 1
    assert coming.amount == bedside.protocol.steps[-1].doses[0].amount
    bedside.day()
    assert bedside.chart.step_number == last


def test_no_step_total_is_ever_a_dose() -> None:
    bedside = at_bedside()
    single = {dose.amount for step in bedside.protocol.steps for dose in step.doses}
    for step in range(2, 6):
        bedside.step_through()
        bedside.rash_free()
        bedside.start(step)
    assert {dose.amount for dose in bedside.doses} == single


def test_a_course_with_a_lower_target_goes_no_further() -> None:
    bedside = at_bedside()
    bedside.decide("target", 2)
    bedside.step_through()
    bedside.rash_free()
    bedside.start(2)
    for _ in range(7):
        bedside.day()
    bedside.rash_free()
    assert bedside.gate.to is None
    assert "Only a prescriber sets another target." in refusal(bedside, bedside.start, 3)


def test_protocol_days_are_counted_in_the_clinics_calendar() -> None:
    bedside = at_bedside()
    bedside.day()
    bedside.day()
    keys = [dose.key for dose in bedside.doses if dose.line is not None]
    assert [protocol_day(bedside.chart, key.day) for key in keys] == [1, 1, 2, 2]
    assert local(bedside.chart.taken[0].at, bedside.zone).date() == DAY_ONE
