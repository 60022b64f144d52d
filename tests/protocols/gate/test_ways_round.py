"""Orders of events that once led to a higher dose without a fresh look at the skin."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.gate.rash_watch import last_increase, watch_of
from protocols.gate.warnings import dose_warnings
from protocols.record.slots import start_options
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, at_bedside, missing, on_step, refusal
from tests.protocols.helpers.published import library

D1, D3 = date(2026, 11, 2), date(2026, 11, 4)
REPORT = library("alectinib-report-2020")


def plan(*steps: Step, **gate: object) -> Protocol:
    rules = msgspec.structs.replace(REPORT.gate, **gate)
    return msgspec.structs.replace(REPORT, id="drawn", steps=steps, gate=rules)


def hourly(amount: str, doses: int | None = None) -> Step:
    return Step((PlannedDose("", Decimal(amount)),), doses_given=doses, every_minutes=60)


def daily(amount: str, days: int | None = None, **more: object) -> Step:
    return Step((PlannedDose("morning", Decimal(amount)),), days=days, **more)  # type: ignore[arg-type]


def begun(protocol: Protocol, **how: object) -> Bedside:
    bedside = Bedside(protocol, **how)  # type: ignore[arg-type]
    bedside.begin()
    return bedside


def test_a_dose_recorded_under_a_later_time_is_still_the_last_one_before_the_start() -> None:
    bedside = begun(plan(hourly("20", 2), hourly("40")))
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1, "12:05")
    bedside.rash_free()
    bedside.at(D1, "12:10")
    bedside.record(
        e.DoseGiven(
            e.DoseKey(D1, "14:00"), Decimal(20), reason="on the wrong line", no_second_check="emergency"
        )
    )
    bedside.at(D1, "12:15")
    assert "before the last dose" in refusal(bedside, bedside.start, 2)
    bedside.at(D1, "16:10")
    bedside.rash_free()
    bedside.start(2)


def test_a_step_never_begins_with_a_line_that_has_a_record() -> None:
    bedside = begun(plan(hourly("20", 1), hourly("40"), check_after_dose_hours=Decimal("0.5")))
    bedside.at(D1, "07:30")
    bedside.record(
        e.DoseGiven(
            e.DoseKey(D1, "09:00"), Decimal(20), reason="on the wrong line", no_second_check="emergency"
        )
    )
    bedside.at(D1, "08:05")
    bedside.rash_free()
    (first,) = start_options(
        bedside.chart.plan, bedside.protocol.step(2), bedside.now, bedside.chart.known, bedside.chart.step
    )
    assert first == e.DoseKey(D1, "09:01")
    assert "first dose can be" in refusal(bedside, bedside.start, 2, e.DoseKey(D1, "09:00"))


def test_residual_rash_is_not_accepted_for_a_step_that_is_earlier_and_higher() -> None:
    bedside = begun(plan(daily("100", 1), daily("20", 1), daily("100")))
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.at(D1 + timedelta(days=1), "07:00")
    bedside.rash_free()
    bedside.start(2)
    bedside.at(D1 + timedelta(days=1), "08:00")
    bedside.give()
    bedside.rash()
    told = refusal(bedside, bedside.decide, "back", 1, residual=True)
    assert "never accepted for a higher dose" in told
    bedside.decide("resume", residual=True)


def test_residual_rash_is_not_accepted_at_a_dose_that_was_never_swallowed() -> None:
    bedside = on_step(2)
    bedside.rash()
    for kind in ("resume", "repeat", "stay"):
        assert "so far: 150 mg at once" in refusal(bedside, bedside.decide, kind, residual=True)
    bedside.decide("back", 1, residual=True)


@pytest.mark.parametrize(
    ("with_it", "flag"),
    [
        ({"mucosa": "involved"}, "mucosal erosion"),
        ({"temperature": Decimal("38.6")}, "fever over 38.5 °C"),
        ({"rash_type": "erythema multiforme"}, "target or dusky lesions"),
        ({"tender": True}, "skin pain"),
    ],
)
def test_residual_rash_is_no_way_past_a_red_flag_that_a_rash_was_found_with(
    with_it: dict[str, Any], flag: str
) -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.at(D3, "12:30")
    bedside.record(msgspec.structs.replace(e.RashFound("maculopapular", ("neck",)), **with_it))
    told = refusal(bedside, bedside.decide, "resume", residual=True)
    assert f"no reason to pass a red flag ({flag}): that needs a rash-free check" in told
    bedside.go(minutes=5)
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.running


def test_residual_rash_releases_no_red_flag_not_even_one_taken_back() -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    assert "no reason to pass a red flag" in refusal(bedside, bedside.decide, "resume", residual=True)
    bedside.correct(flag)
    assert "no reason to pass a red flag" in refusal(bedside, bedside.decide, "resume", residual=True)


def test_a_hold_for_another_reason_is_no_way_to_a_dose_never_swallowed() -> None:
    bedside = on_step(2)
    bedside.record(e.HoldPlaced("surgery"))
    bedside.go(days=2)
    assert "old at the first dose" in refusal(bedside, bedside.decide, "resume")
    bedside.rash_free()
    bedside.decide("resume")


def again(bedside: Bedside) -> None:
    """The course is stopped, and another of the same drug begun on paper."""
    bedside.decide("stop")
    bedside.go(minutes=2)
    bedside.enrol()


def test_a_second_course_of_a_drug_knows_the_doses_of_the_first() -> None:
    bedside = at_bedside()
    bedside.at(D1, "07:30")
    bedside.rash_free()
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.go(minutes=5)
    again(bedside)
    assert "before the last dose" in refusal(bedside, bedside.start, 1)
    bedside.at(D1, "12:05")
    bedside.rash_free()
    assert "first dose can be" in refusal(bedside, bedside.start, 1, e.DoseKey(D1, "morning"))
    bedside.start(1)
    assert any(
        "The last dose was taken 4hr" in said
        for said in dose_warnings(bedside.chart, bedside.next, bedside.now)
    )


def test_a_dose_entered_late_on_the_old_course_takes_the_check_of_the_new_one_away() -> None:
    bedside = at_bedside()
    old = bedside.course
    bedside.at(D1, "08:10")
    again(bedside)
    bedside.rash_free()
    bedside.start(1)
    bedside.go(minutes=1)
    dose = e.DoseGiven(None, Decimal(150), reason="found in the notes", no_second_check="recorded afterwards")
    bedside.record(dose, at=bedside.now - timedelta(minutes=20), course=old)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"]
    assert bedside.chart.taken == []


def test_a_dose_of_the_old_course_that_a_correction_says_was_taken_takes_the_check_of_the_new_one_away() -> (
    None
):
    bedside = at_bedside()
    old = bedside.course
    bedside.at(D1, "08:10")
    refused = bedside.not_given()
    again(bedside)
    bedside.rash_free()
    bedside.start(1)
    assert bedside.chart.statuses == {}
    bedside.go(minutes=1)
    taken = e.DoseGiven(
        e.DoseKey(D1, "morning"), Decimal(150), reason="told later", no_second_check="recorded afterwards"
    )
    bedside.record(
        e.EntryCorrected(refused.id, "taken", taken, bedside.now - timedelta(minutes=20)), course=old
    )
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"]
    assert (bedside.chart.taken, len(bedside.chart.drug_taken)) == ([], 1)


def test_a_dose_of_the_old_course_in_the_minute_of_the_start_is_none_of_the_new_one() -> None:
    bedside = at_bedside()
    old = bedside.course
    bedside.at(D1, "08:10")
    again(bedside)
    bedside.rash_free()
    bedside.go(seconds=30)
    bedside.start(1)
    bedside.go(minutes=1)
    line = e.DoseKey(D1, "evening")
    dose = e.DoseGiven(line, Decimal(150), reason="found in the notes", no_second_check="recorded afterwards")
    bedside.record(dose, at=bedside.now - timedelta(seconds=80), course=old)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"]


def test_the_watch_begins_with_the_first_dose_of_the_increase_and_not_with_its_start() -> None:
    bedside = at_bedside("alectinib-anderson")
    bedside.at(D1, "08:00")
    bedside.give()
    bedside.waive("doses")
    bedside.waive("days")
    bedside.at(date(2026, 11, 3), "07:00")
    bedside.rash_free()
    bedside.start(2)
    bedside.record(e.RedFlagSeen(("skin pain",)))
    for days in (7, 7, 6):
        bedside.go(days=days)
        bedside.rash_free()
    found = watch_of(bedside.chart, bedside.now)
    assert found is not None
    assert (found.over, found.check_due) == (False, False)
    bedside.decide("resume")
    bedside.go(hours=1)
    bedside.give(reason="as due")
    assert last_increase(bedside.chart) == date(2026, 11, 23)
    bedside.decide("stay")
    bedside.go(hours=4)
    bedside.rash_free()
    assert "The rash watch ends with" in refusal(bedside, bedside.decide, "complete")


def test_the_watch_remembers_an_increase_that_was_swallowed_before_going_back() -> None:
    bedside = on_step(2, "alectinib-anderson")
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.at(D3, "12:00")
    bedside.rash_free()
    bedside.decide("back", 1)
    assert last_increase(bedside.chart) == D3
    bedside.at(date(2026, 11, 5), "08:00")
    bedside.give()
    assert last_increase(bedside.chart) == D3


def test_a_red_flag_stands_after_a_stop_until_one_release_and_no_longer() -> None:
    bedside = on_step(2)
    bedside.record(e.RedFlagSeen(("skin pain",)))
    bedside.decide("stop")
    assert status_of(bedside.chart, bedside.now).word == "RED FLAG"
    first = bedside.course
    bedside.enrol()
    assert 5 in missing(bedside)
    bedside.go(hours=12)
    bedside.rash_free()
    bedside.decide("resume")
    assert not any(chart.open_holds for chart in bedside.folded.charts)
    bedside.decide("stop")
    bedside.enrol()
    assert bedside.chart.holds == ()
    assert status_of(bedside.folded.charts[0], bedside.now).word == "STOPPED"
    assert first == bedside.folded.charts[0].id


def test_a_red_flag_after_the_stop_is_released_without_a_course() -> None:
    bedside = on_step(2)
    bedside.decide("stop")
    bedside.record(e.RedFlagSeen(("purpura",)))
    resume = e.DecisionMade("resume", "seen by dermatology")
    assert "Check the whole skin" in refusal(bedside, bedside.record, resume, by=PRESCRIBER)
    bedside.go(hours=12)
    bedside.rash_free()
    assert "prescriber" in refusal(bedside, bedside.record, resume, by=NURSE)
    bedside.record(resume, by=PRESCRIBER)
    assert bedside.chart.open_holds == ()
    assert "was stopped" in refusal(bedside, bedside.record, resume, by=PRESCRIBER)


def test_a_release_in_one_open_course_leaves_the_other_to_its_own_decision_and_ends_the_alarm() -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    first = bedside.course
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.enrol()
    bedside.record(e.RedFlagSeen(("skin pain",)))
    bedside.at(D3, "12:30")
    bedside.rash_free()
    bedside.decide("resume")
    other = bedside.folded.chart(first)
    assert other is not None
    assert (len(other.open_holds), other.unreleased) == (1, ())
    assert "in another course" in status_of(other, bedside.now).why[0]


def test_a_dose_of_the_first_course_at_the_time_of_the_seconds_leaves_that_one_unoffered() -> None:
    bedside = begun(plan(daily("20", 2), daily("40"), check_after_dose_hours=Decimal(0)))
    first, morning = bedside.course, e.DoseKey(D1, "morning")
    bedside.at(D1, "08:05")
    bedside.decide("stop")
    bedside.enrol(times={"morning": "08:00"})
    bedside.rash_free()
    bedside.start(1, morning)
    assert bedside.next is not None
    assert bedside.next.key == morning
    given = e.DoseGiven(morning, Decimal(20), reason="told later", no_second_check="emergency")
    bedside.record(given, at=bedside.now - timedelta(minutes=4), course=first)
    assert bedside.next.key == e.DoseKey(D1 + timedelta(days=1), "morning")
    assert "20 mg today 08:00. Do not give them together" in " ".join(
        dose_warnings(bedside.chart, bedside.next, bedside.now + timedelta(hours=3))
    )
