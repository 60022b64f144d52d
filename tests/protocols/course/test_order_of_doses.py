"""Doses in the order of their instants: which is offered, what counts, and forecasts that end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from time import perf_counter

import msgspec
import pytest

from protocols import entries as e
from protocols.course.forecast import HORIZON, MOST, coming
from protocols.course.progress import counted_doses
from protocols.definition.protocol import DoseRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.gate.warnings import dose_warnings
from protocols.record.slots import slot_instant, slots_from
from protocols.reports.status import status_of
from protocols.reports.supply import needs
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step, refusal
from tests.protocols.helpers.published import library

D1 = date(2026, 11, 2)
MORNING, EVENING = e.DoseKey(D1, "morning"), e.DoseKey(D1, "evening")
REPORT = library("alectinib-report-2020")


def drawn(*steps: Step, **doses: object) -> Protocol:
    rules = DoseRules("never", **doses)  # type: ignore[arg-type]
    return msgspec.structs.replace(REPORT, id="drawn", steps=steps, doses=rules)


def once(amount: str, days: int | None = None, every_days: int = 1) -> Step:
    return Step((PlannedDose("morning", Decimal(amount)),), days=days, every_days=every_days)


@pytest.mark.parametrize("deferred", [True, False])
def test_after_the_evening_dose_the_mornings_is_not_offered_and_counts_for_nothing(deferred: bool) -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:30")
    if deferred:
        bedside.not_given("deferred", MORNING)
    bedside.at(D1, "20:00")
    told = dose_warnings(bedside.chart, bedside.next, bedside.now)
    assert any("Do not give them together." in said for said in told)
    bedside.give()
    bedside.at(D1, "20:05")
    assert bedside.next is not None
    assert bedside.next.key == e.DoseKey(D1 + timedelta(days=1), "morning")
    assert "a later dose was taken before it" in refusal(bedside, bedside.give, MORNING)
    bedside.give(MORNING, reason="as the patient asked")
    assert len(counted_doses(bedside.chart, 1)) == 1


def test_after_a_dose_off_the_schedule_no_older_one_is_offered_and_the_next_comes_at_its_time() -> None:
    bedside = at_bedside()
    bedside.at(D1, "13:00")
    assert bedside.next is not None
    assert bedside.next.key == MORNING
    bedside.record(e.DoseGiven(None, Decimal(20), reason="found on the table"))
    assert bedside.next.key == e.DoseKey(D1, "evening")
    assert [dose.key for dose in bedside.doses if dose.state == "overdue"] == [MORNING]
    bedside.at(D1, "20:00")
    assert bedside.next.key == e.DoseKey(D1, "evening")


def test_an_overdue_dose_that_is_not_next_is_still_said() -> None:
    bedside = at_bedside()
    bedside.at(D1, "20:00")
    bedside.give()
    found = status_of(bedside.chart, bedside.now)
    assert found.word == "OVERDUE"
    assert "1 dose past its time has no record." in found.why


def test_a_dose_later_than_the_protocol_makes_up_needs_a_reason_and_does_not_count() -> None:
    rules = DoseRules("never", make_up_not_given_hours=6)
    bedside = Bedside(msgspec.structs.replace(REPORT, doses=rules))
    bedside.begin()
    bedside.at(D1, "13:59")
    assert bedside.give(MORNING).what.reason == ""  # type: ignore[union-attr]
    bedside.correct(bedside.entries[-1])
    bedside.at(D1, "14:00")
    assert "makes no dose up so late" in refusal(bedside, bedside.give, MORNING)
    bedside.give(MORNING, reason="as the patient asked")
    assert counted_doses(bedside.chart, 1) == []


def test_of_two_due_at_once_the_first_is_offered_first() -> None:
    step = Step((PlannedDose("morning", Decimal(20)), PlannedDose("midday", Decimal(20))), days=9)
    bedside = Bedside(drawn(step, once("40")))
    bedside.admit()
    bedside.enrol(times={"morning": "08:00", "midday": "09:00"})
    bedside.rash_free()
    bedside.start(1)
    bedside.at(D1, "08:30")
    assert bedside.next is not None
    assert bedside.next.key == MORNING


def test_a_make_up_stands_for_its_dose_when_the_reason_for_it_was_entered_in_error() -> None:
    bedside = Bedside(drawn(*REPORT.steps, make_up_not_given_hours=6))
    bedside.begin()
    bedside.at(D1, "08:00")
    missed = bedside.not_given("unavailable", MORNING)
    bedside.at(D1, "10:00")
    bedside.record(e.DoseGiven(None, Decimal(150), makes_up=missed.id))
    bedside.correct(missed)
    state = {dose.key: dose.state for dose in bedside.doses}
    assert state[MORNING] == "given"
    assert "already recorded" in refusal(bedside, bedside.give, MORNING)


@pytest.mark.parametrize(
    ("day", "zone"), [(date(2026, 3, 29), "Europe/Berlin"), (date(2011, 12, 30), "Pacific/Apia")]
)
def test_no_two_doses_share_an_instant_when_a_clock_change_leaves_time_out(day: date, zone: str) -> None:
    step = Step((PlannedDose("morning", Decimal(20)), PlannedDose("midday", Decimal(20))), days=9)
    bedside = Bedside(drawn(step, once("40")), zone=zone, day=day - timedelta(days=2))
    bedside.admit()
    bedside.enrol(times={"morning": "02:30", "midday": "03:30"})
    first = e.DoseKey(day - timedelta(days=1), "morning")
    keys = list(islice(slots_from(bedside.chart.plan, step, first), 8))
    times = [slot_instant(bedside.chart.plan, key) for key in keys]
    assert times == sorted(set(times))
    if zone == "Pacific/Apia":
        assert day not in {key.day for key in keys}
        assert "never was" in refusal(
            bedside, bedside.record, e.DoseGiven(e.DoseKey(day, "morning"), Decimal(20), reason="x")
        )


def test_doses_of_the_hour_that_comes_twice_are_ordered_by_instant_not_by_text() -> None:
    hourly = Step((PlannedDose("", Decimal(20)),), doses_given=9, every_minutes=30)
    bedside = Bedside(drawn(hourly, once("40")), day=date(2026, 10, 25))
    bedside.admit()
    bedside.enrol(times={"morning": "08:00"})
    plan, first = bedside.chart.plan, e.DoseKey(date(2026, 10, 25), "02:15+02:00")
    keys = list(islice(slots_from(plan, hourly, first), 4))
    assert [key.slot for key in keys] == ["02:15+02:00", "02:45+02:00", "02:15", "02:45"]
    assert sorted(keys, key=lambda key: slot_instant(plan, key)) == keys


@pytest.mark.parametrize("every", [2, 7])
def test_daily_doses_lead_to_every_second_day_or_week_while_people_give_what_is_due(every: int) -> None:
    bedside = Bedside(drawn(once("20", 3), once("20", None, every)))
    bedside.begin()
    began = perf_counter()
    found = needs(bedside.chart, bedside.now)
    assert perf_counter() - began < 5
    assert [need.doses for need in found.steps] == [3]
    for days in range(3):
        bedside.at(D1 + timedelta(days=days), "08:00")
        bedside.give()
    bedside.at(D1 + timedelta(days=2), "21:00")
    bedside.rash_free()
    bedside.at(D1 + timedelta(days=3), "06:00")
    bedside.start(2)
    assert bedside.next is not None
    assert bedside.next.key.day == D1 + timedelta(days=3)


def test_whatever_is_forecast_ends() -> None:
    bedside = on_step(5)
    ahead = list(coming(bedside.chart, bedside.now))
    assert len(ahead) <= MOST
    assert ahead[-1].at <= bedside.now + HORIZON
    often = Step((PlannedDose("", Decimal(20)),), hours=24 * 300, every_minutes=15)
    there = Bedside(drawn(often, once("40")))
    there.admit()
    there.enrol(times={"morning": "08:00"})
    assert not needs(there.chart, there.now).whole


def test_a_gap_is_said_on_the_last_step_in_a_hold_and_after_it() -> None:
    bedside = on_step(2)
    bedside.at(date(2026, 11, 4), "08:00")
    bedside.give()
    bedside.decide("stay")
    bedside.at(date(2026, 11, 6), "07:59")
    assert not any("NO DOSE FOR" in said for said in status_of(bedside.chart, bedside.now).why)
    bedside.at(date(2026, 11, 9), "20:00")
    said = "NO DOSE FOR 5d 12hr, since Wed 04-Nov-2026 08:00: longer than 48 hours."
    assert any(said in one for one in status_of(bedside.chart, bedside.now).why)
    bedside.record(e.HoldPlaced("surgery"))
    assert any(said in one for one in status_of(bedside.chart, bedside.now).why)
    bedside.decide("resume")
    assert any(said in one for one in dose_warnings(bedside.chart, bedside.next, bedside.now))
    bedside.give()
    assert not any("NO DOSE FOR" in one for one in status_of(bedside.chart, bedside.now).why)
