"""Steps in days, hours and doses; doses at times of day, not daily, and by the clock: through the gate."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.course.prescription import timing, window
from protocols.course.schedule import next_dose, scheduled
from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.definition.totals import before_last, lasts_text, step_text, step_totals
from protocols.entries import DoseGiven, DoseKey, StepStarted
from protocols.record.slots import clock_key, is_clock_slot, slot_instant, slots_from, start_options
from protocols.rules.check import Refused
from protocols.values.clinic_time import instant_of
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import amount_by, library

SLOTS = ("morning", "midday", "evening", "bedtime")

D = Decimal
TIMES = {"morning": "08:00", "midday": "13:00", "evening": "18:00", "bedtime": "22:00"}


def hourly(amount: str, doses: int | None = 1) -> Step:
    return Step((PlannedDose("", D(amount)),), doses_given=doses, every_minutes=60)


def daily(*amounts: str, days: int | None = None, every: int = 1, doses: int | None = None) -> Step:
    planned = tuple(PlannedDose(slot, D(amount)) for slot, amount in zip(TIMES, amounts, strict=False))
    return Step(planned, days, every_days=every, doses_given=doses)


RAPID = GateRules(
    check_after_dose_hours=D("0.5"), check_valid_hours=2, treatment_break_hours=6, watch_days=14
)
WEEKLY = GateRules(check_after_dose_hours=4, check_valid_hours=12, treatment_break_hours=336, watch_days=14)


def bedside(*steps: Step, gate: GateRules = WEEKLY, wall: str = "07:00") -> Bedside:
    protocol = msgspec.structs.replace(library("alectinib-report-2020"), id="site", steps=steps, gate=gate)
    there = Bedside(protocol)
    there.at(date(2026, 11, 2), wall)
    there.admit()
    there.enrol(times=TIMES, strengths=(D("0.01"),), target=len(steps))
    there.rash_free()
    there.start(1)
    return there


def test_an_hourly_schedule_goes_up_dose_by_dose_after_a_check_each_time() -> None:
    there = bedside(hourly("0.04"), hourly("0.4"), hourly("4"), hourly("40", None), gate=RAPID, wall="08:00")
    for step in (1, 2, 3):
        assert there.chart.step_number == step
        assert there.next is not None
        assert there.next.state == "due"
        there.give()
        there.go(minutes=29)
        there.rash_free()
        assert [p.number for p in there.gate.missing] == [3]
        there.go(minutes=1)
        there.rash_free()
        assert there.gate.open
        there.start(step + 1)
        assert there.next is not None
        assert (there.next.state, there.next.at - there.now) == ("next", timedelta(minutes=30))
        there.go(minutes=30)
    there.give()
    given = [line.what.amount for line in there.chart.taken if isinstance(line.what, DoseGiven)]
    assert given == [D("0.04"), D("0.4"), D(4), D(40)]
    assert [line.at.hour for line in there.chart.taken] == [8, 9, 10, 11]


def test_a_step_by_the_clock_never_begins_nearer_to_the_last_dose_than_its_interval() -> None:
    there = bedside(hourly("4"), hourly("40", None), gate=RAPID, wall="08:00")
    there.give()
    there.go(minutes=30)
    there.rash_free()
    early = clock_key(there.now + timedelta(minutes=29), there.zone)
    with pytest.raises(Refused, match="can be Mon 02-Nov-2026 09:00"):
        there.record(StepStarted(2, early))
    with pytest.raises(Refused, match="can be"):
        there.record(StepStarted(2, DoseKey(there.now.date(), "morning")))
    there.start(2)
    assert there.next is not None
    assert there.next.key.slot == "09:00"


def test_a_late_dose_by_the_clock_keeps_the_others_at_their_times() -> None:
    there = bedside(hourly("4", 3), hourly("8", None), gate=RAPID, wall="08:00")
    there.go(minutes=25)
    assert there.next is not None
    assert there.next.state == "overdue"
    there.give()
    assert there.doses[0].label == "late"
    assert there.next is not None
    assert there.next.key.slot == "09:00"


def test_a_step_in_doses_waits_for_their_number_and_not_for_days() -> None:
    there = bedside(daily("20", "20", doses=3), daily("40", "40"))
    for _ in range(2):
        assert there.next is not None
        there.now = there.next.at
        there.give()
    assert [p.words for p in there.gate.preconditions[:2]] == [
        "2 of 3 given at the prescribed amount: 1 dose missing.",
        "This step is measured in doses.",
    ]
    assert there.next is not None
    there.now = there.next.at
    there.give()
    there.go(hours=4)
    there.rash_free()
    assert there.gate.open


def test_a_step_in_hours_waits_for_them_by_the_clock() -> None:
    six = Step((PlannedDose("", D(4)),), hours=5, every_minutes=120)
    there = bedside(six, hourly("8", None), gate=RAPID, wall="08:00")
    assert six.doses_needed == 3
    for _ in range(3):
        assert there.next is not None
        there.now = there.next.at
        there.give()
    there.go(minutes=45)
    there.rash_free()
    missing = there.gate.missing
    assert [(p.number, p.name, p.waivable) for p in missing] == [(2, "Hours passed", "days")]
    assert missing[0].words == "Not before Mon 02-Nov-2026 13:00."
    there.go(minutes=15)
    assert there.gate.open


def test_alternate_days_are_kept_also_when_a_dose_is_late_and_counted_for_the_gate() -> None:
    there = bedside(daily("25", days=4, every=2), daily("25", days=2), daily("50"))
    days = []
    for _ in range(2):
        assert there.next is not None
        days.append(there.next.key.day.day)
        there.now = there.next.at + timedelta(hours=3)
        there.give()
    assert days == [2, 4]
    there.at(date(2026, 11, 5), "07:00")
    there.rash_free()
    assert [p.number for p in there.gate.missing] == [2]
    there.at(date(2026, 11, 6), "07:00")
    there.rash_free()
    there.start(2)
    assert there.next is not None
    assert (there.next.key.day.day, there.next.amount) == (6, D(25))


def test_no_dose_is_planned_on_the_days_between() -> None:
    there = bedside(daily("25", days=28, every=7), daily("50"))
    there.go(days=1)
    with pytest.raises(Refused, match="No dose was planned"):
        there.not_given(dose=DoseKey(date(2026, 11, 3), "morning"))
    there.record(
        DoseGiven(
            DoseKey(date(2026, 11, 3), "morning"), D(25), reason="taken a day late", no_second_check="alone"
        )
    )
    assert there.gate.preconditions[0].words.startswith("0 of 4 given")


def test_a_weekly_dose_two_days_late_is_still_that_dose() -> None:
    there = bedside(daily("25", days=28, every=7), daily("50"))
    there.at(date(2026, 11, 4), "08:00")
    assert there.next is not None
    there.give()
    assert (there.doses[0].label, there.gate.preconditions[0].words[:10]) == ("late", "1 of 4 giv")


def test_a_repeated_step_on_alternate_days_keeps_its_distance_to_the_last_dose() -> None:
    there = bedside(daily("25", days=4, every=2), daily("50"))
    there.at(date(2026, 11, 2), "08:00")
    there.give()
    there.go(hours=5)
    there.rash()
    there.go(hours=12)
    there.rash_free()
    options = start_options(there.chart.plan, there.protocol.step(1), there.now, there.chart.known)
    assert [key.day.day for key in options] == [4]


@pytest.mark.parametrize(
    ("step", "words", "lasts"),
    [
        (daily("5", "5", "5", days=3), "5 mg three times daily", "3 days"),
        (daily("5", "5", "5", "10", days=3), "5 mg in the morning, 5 mg at midday, 5 mg in the evening and "
         "10 mg at bedtime", "3 days"),
        (daily("25", every=2, days=14), "25 mg on alternate days in the morning", "14 days"),
        (daily("25", every=7, days=28), "25 mg once a week in the morning", "28 days"),
        (daily("25", every=3, doses=4), "25 mg every 3 days in the morning", "4 doses"),
        (daily("25", "50", every=2, days=4), "25 mg in the morning and 50 mg at midday on alternate days",
         "4 days"),
        (hourly("0.04"), "0.04 mg (40 microgram) once", "1 dose"),
        (hourly("4", 3), "4 mg every hour", "3 doses"),
        (Step((PlannedDose("", D(4)),), hours=5, every_minutes=20), "4 mg every 20 minutes", "5 hours"),
        (Step((PlannedDose("", D(4)),), every_minutes=360), "4 mg every 6 hours", "on"),
    ],
)  # fmt: skip
def test_in_words(step: Step, words: str, lasts: str) -> None:
    assert (step_text(step, "mg"), lasts_text(step)) == (words, lasts)


def test_totals_of_a_schedule_in_hours_and_on_alternate_days() -> None:
    steps = (hourly("4"), hourly("40", 5), daily("25", days=14, every=2), daily("25", days=14), daily("50"))
    protocol = msgspec.structs.replace(library("alectinib-report-2020"), steps=steps)
    rows = step_totals(protocol)
    assert [(row.first_day, row.last_day, row.amount) for row in rows] == [
        (1, 1, D(4)), (1, 1, D(200)), (2, 15, D(175)), (16, 29, D(350)), (30, None, None),
    ]  # fmt: skip
    assert [row.daily_ratio for row in rows[3:]] == [2, 2]
    before = before_last(protocol)
    assert before is not None
    assert (before.doses, before.days, before.amount) == (27, 29, D(729))
    assert amount_by(protocol, 29) >= before.amount


def protocol_with(step: Step) -> Protocol:
    return msgspec.structs.replace(library("alectinib-report-2020"), steps=(step,))


def test_doses_by_the_clock_keep_their_interval_when_the_clocks_change() -> None:
    """In Berlin on 25-Oct-2026 02:00 to 03:00 comes twice."""
    there = bedside(hourly("4", None), gate=RAPID)
    begin = instant_of(date(2026, 10, 25), "00:30", "Europe/Berlin")
    plan = msgspec.structs.replace(there.chart.plan, zone="Europe/Berlin")
    first = clock_key(begin, plan.zone)
    keys = [key for key, _ in zip(slots_from(plan, there.protocol.step(1), first), range(5), strict=False)]
    assert [key.slot for key in keys] == ["00:30", "01:30", "02:30+02:00", "02:30", "03:30"]
    instants = [slot_instant(plan, key) for key in keys]
    assert instants == [begin + timedelta(hours=hour) for hour in range(5)]
    assert all(is_clock_slot(key.slot) for key in keys)
    assert clock_key(begin + timedelta(seconds=31, microseconds=5), plan.zone) == first


@pytest.mark.parametrize(
    "slot", ["", "morning", "9:00", "24:00", "08:00:00", "08:00+25:00", "08:00Z", "0800Z"]
)
def test_what_is_no_clock_time_names_no_dose(slot: str) -> None:
    assert not is_clock_slot(slot)
    there = bedside(hourly("4", None), gate=RAPID)
    with pytest.raises(Refused, match="This protocol has no"):
        there.record(DoseGiven(DoseKey(there.now.date(), slot), D(4), reason="so it says"))


def test_a_dose_off_the_grid_of_the_clock_is_not_due() -> None:
    there = bedside(hourly("4", 3), hourly("8", None), gate=RAPID, wall="08:00")
    there.go(minutes=7)
    with pytest.raises(Refused, match="not due"):
        there.record(DoseGiven(DoseKey(there.now.date(), "08:07"), D(4)))


def test_early_and_late_reach_at_most_a_quarter_of_the_interval() -> None:
    there = bedside(hourly("4", 3), hourly("8", None), gate=RAPID, wall="08:00")
    step, first = there.protocol.step(1), there.chart.stretches[0].first
    assert window(there.chart, step) == timedelta(minutes=15)
    at = slot_instant(there.chart.plan, first)
    labels = [timing(there.chart, first, step, at + timedelta(minutes=m)) for m in (-16, -15, 15, 16)]
    assert labels == ["early", "", "", "late"]


def test_a_schedule_by_the_clock_looks_no_further_than_the_next_dose() -> None:
    there = bedside(Step((PlannedDose("", D(4)),), every_minutes=15), gate=RAPID, wall="08:00")
    there.give()
    found = scheduled(there.chart, there.now)
    assert [dose.state for dose in found] == ["given", "next"]
    assert next_dose(found) == found[-1]
    assert datetime(2026, 11, 2, tzinfo=UTC) < found[-1].at


def test_an_evening_dose_can_still_begin_a_step_just_after_midnight() -> None:
    evening = Step((PlannedDose("evening", D(5)),))
    there = bedside(evening, wall="20:00")
    there.at(date(2026, 11, 3), "00:30")
    options = start_options(there.chart.plan, evening, there.now, there.chart.known)
    assert [(key.day.day, key.slot) for key in options] == [(2, "evening"), (3, "evening")]
    only = msgspec.structs.replace(there.chart.plan, times={"evening": "20:00"})
    assert start_options(only, evening, there.now, there.chart.known) == options
