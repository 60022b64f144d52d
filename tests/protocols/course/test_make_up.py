"""Make-ups: when the protocol's rule allows one, once for one dose, and how it counts for the gate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.course.make_up import can_be_made_up, may_make_up, not_given_until, open_make_ups, out_of_turn
from protocols.course.progress import counted_doses
from protocols.course.schedule import scheduled
from protocols.definition.protocol import DoseRules
from protocols.entries import DoseGiven, DoseKey, DoseVomited, Entry, NotGivenStatus, PatientLeft
from protocols.values.clinic_time import instant_of
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import OTHER_NURSE, Bedside, missing, refusal
from tests.protocols.helpers.published import library

D1, D2 = date(2026, 11, 2), date(2026, 11, 3)
MORNING, EVENING = DoseKey(D1, "morning"), DoseKey(D1, "evening")
MG = Decimal(150)
RULES = DoseRules("never", make_up_not_given_hours=6, make_up_vomited_minutes=30)
LIKE_THE_LABEL = DoseRules("never")


def due(rules: DoseRules = RULES) -> Bedside:
    """08:00 of day 1 of the report's step 1: 150 mg at 08:00 and 20:00, two days."""
    bedside = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), doses=rules))
    bedside.begin()
    bedside.at(D1, "08:00")
    return bedside


def instead(line: Entry, amount: Decimal = MG, reason: str = "") -> DoseGiven:
    return DoseGiven(None, amount, makes_up=line.id, reason=reason)


def counted(bedside: Bedside) -> int:
    return len(counted_doses(bedside.chart, 1))


def may(bedside: Bedside, entry: Entry) -> bool:
    chart, line = bedside.chart, bedside.chart.lines[entry.id]
    allowed = may_make_up(chart, line, bedside.now)
    assert (line in open_make_ups(chart, bedside.now)) == (allowed and line.id not in chart.make_ups)
    return allowed


@pytest.mark.parametrize(
    ("minutes", "allowed"), [(0, True), (29, True), (30, True), (31, False), (300, False)]
)
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "later"])
def test_a_vomited_dose_is_made_up_so_long_after_it_was_taken(
    minutes: int, allowed: bool, at_once: bool
) -> None:
    bedside = due()
    dose = bedside.give(vomited=at_once)
    if not at_once:
        assert not may(bedside, dose)
        bedside.record(DoseVomited(dose.id))
    bedside.go(minutes=minutes)
    assert counted(bedside) == 0
    assert may(bedside, dose) == allowed
    if not allowed:
        told = refusal(bedside, bedside.record, instead(dose))
        assert told == "Write why a dose was made up that this protocol does not make up at that time."
    bedside.record(instead(dose, reason="" if allowed else "family insisted"))
    assert counted(bedside) == allowed
    assert not open_make_ups(bedside.chart, bedside.now)


@pytest.mark.parametrize("status", ["refused", "absent", "unavailable", "nil by mouth", "other reason"])
@pytest.mark.parametrize(
    ("wall", "allowed"), [("08:00", True), ("13:59", True), ("14:00", False), ("19:00", False)]
)
def test_a_dose_not_given_is_made_up_unless_the_next_is_due_within_the_hours(
    status: NotGivenStatus, wall: str, allowed: bool
) -> None:
    bedside = due()
    dose = bedside.not_given(status)
    bedside.at(D1, wall)
    assert may(bedside, dose) == allowed
    bedside.record(instead(dose, reason="" if allowed else "prescriber on the telephone"))
    assert counted(bedside) == allowed
    assert bedside.chart.statuses[MORNING].entry == dose
    beyond = "beyond the rule of the protocol, does not count"
    assert (beyond in sentence(bedside.entries[-1], bedside.folded)) == (not allowed)


def test_without_a_rule_the_next_dose_is_due_at_its_time_and_nothing_is_made_up() -> None:
    bedside = due(LIKE_THE_LABEL)
    vomited = bedside.give(vomited=True)
    assert not may(bedside, vomited)
    assert bedside.next is not None
    assert bedside.next.key == EVENING
    bedside.record(instead(vomited, reason="given all the same"), by=OTHER_NURSE)
    assert counted(bedside) == 0
    assert len(bedside.chart.taken) == 2
    bedside.at(D1, "20:00")
    refused = bedside.not_given()
    assert not may(bedside, refused)


@pytest.mark.parametrize("status", ["deferred", "unknown"])
def test_an_open_dose_is_given_itself_and_not_made_up(status: NotGivenStatus) -> None:
    bedside = due()
    dose = bedside.not_given(status)
    assert not may(bedside, dose)
    assert "was vomited or not given can be made up" in refusal(
        bedside, bedside.record, instead(dose, reason="x")
    )
    bedside.give(MORNING)
    assert counted(bedside) == 1


def test_a_dose_kept_down_off_the_schedule_or_not_there_cannot_be_made_up() -> None:
    bedside = due()
    kept = bedside.give()
    extra = bedside.record(DoseGiven(None, MG, vomited=True, reason="extra"))
    assert not can_be_made_up(bedside.chart, bedside.chart.lines[extra.id])
    for what in (
        instead(kept, reason="x"),
        instead(extra, reason="x"),
        instead(bedside.entries[2], reason="x"),
    ):
        assert "can be made up" in refusal(bedside, bedside.record, what)
    what = DoseGiven(None, MG, makes_up="nothing", reason="x")
    assert refusal(bedside, bedside.record, what) == "Choose the dose that is made up."


def test_before_the_first_dose_of_the_course_nothing_was_to_be_given_until_some_time() -> None:
    chart = due().chart
    assert not_given_until(chart, MORNING) == instant_of(D1, "14:00", "Europe/Berlin")
    assert not_given_until(chart, DoseKey(D1 - timedelta(days=1), "morning")) is None
    assert not_given_until(due(LIKE_THE_LABEL).chart, MORNING) is None


@pytest.mark.parametrize(("wall", "late"), [("08:00", False), ("09:00", False), ("09:01", True)])
def test_a_dose_in_its_time_is_never_too_late_however_long_the_rule_asks_before_the_next(
    wall: str, late: bool
) -> None:
    chart = due(DoseRules("never", make_up_not_given_hours=12)).chart
    told = out_of_turn(chart, MORNING, instant_of(D1, wall, "Europe/Berlin"))
    assert told == ("this protocol makes no dose up so late" if late else "")


@pytest.mark.parametrize("vomited", [True, False])
def test_nothing_is_made_up_before_it_was_lost(vomited: bool) -> None:
    bedside = due()
    entry = bedside.give(vomited=True) if vomited else bedside.not_given()
    chart = bedside.chart
    at = [bedside.now - timedelta(seconds=1), bedside.now]
    assert [may_make_up(chart, chart.lines[entry.id], one) for one in at] == [False, True]


def test_of_several_that_may_be_made_up_the_newest_comes_last_however_they_were_recorded() -> None:
    bedside = due(DoseRules("never", make_up_vomited_minutes=1000))
    morning = bedside.now
    bedside.at(D1, "20:00")
    evening = bedside.give(EVENING, vomited=True)
    late = bedside.give(MORNING, vomited=True, at=morning)
    assert [line.id for line in open_make_ups(bedside.chart, bedside.now)] == [late.id, evening.id]


def test_no_make_up_is_offered_while_the_patient_is_on_leave() -> None:
    bedside = due()
    bedside.not_given()
    assert open_make_ups(bedside.chart, bedside.now)
    bedside.record(PatientLeft("leave"), course="")
    assert open_make_ups(bedside.chart, bedside.now) == []


def test_a_make_up_names_no_dose_of_its_own() -> None:
    bedside = due()
    dose = bedside.give(vomited=True)
    what = msgspec.structs.replace(instead(dose, reason="x"), dose=EVENING)
    assert "can be made up" in refusal(bedside, bedside.record, what)


def test_one_dose_is_made_up_once_and_the_second_person_is_told_who_did() -> None:
    bedside = due()
    dose = bedside.give(vomited=True)
    bedside.go(minutes=10)
    first = bedside.record(instead(dose))
    bedside.go(minutes=10)
    told = refusal(bedside, bedside.record, instead(dose, reason="x"), by=OTHER_NURSE)
    assert "is made up already: 150 mg given Mon 02-Nov-2026 08:10, recorded 10min ago by Ada Okafor" in told
    bedside.record(DoseVomited(first.id))
    assert counted(bedside) == 0
    assert not open_make_ups(bedside.chart, bedside.now)
    assert "can be made up" in refusal(bedside, bedside.record, instead(first, reason="x"))
    bedside.correct(first)
    bedside.record(instead(dose))
    assert counted(bedside) == 1


def test_a_make_up_comes_after_what_it_makes_up() -> None:
    bedside = due()
    dose = bedside.give()
    bedside.go(minutes=20)
    bedside.record(DoseVomited(dose.id))
    early = bedside.now - timedelta(minutes=1)
    told = refusal(bedside, bedside.record, instead(dose), at=early)
    assert told == "The dose it makes up was recorded for Mon 02-Nov-2026 08:20, after that time."
    bedside.record(instead(dose))


@pytest.mark.parametrize("amount", ["75", "300"])
def test_a_make_up_of_another_amount_needs_a_reason_and_does_not_count(amount: str) -> None:
    bedside = due()
    dose = bedside.give(vomited=True)
    what = instead(dose, Decimal(amount))
    told = refusal(bedside, bedside.record, what)
    assert told == f"Write why {amount} mg was given and not 150 mg."
    bedside.record(msgspec.structs.replace(what, reason="a capsule lost"))
    assert counted(bedside) == 0


def test_nothing_is_made_up_under_a_hold() -> None:
    bedside = due()
    dose = bedside.give(vomited=True)
    bedside.rash()
    assert not may(bedside, dose)
    told = refusal(bedside, bedside.record, instead(dose))
    assert told == "Write why a dose was given that was not due."
    bedside.record(instead(dose, reason="given before the rash was told"))
    assert counted(bedside) == 0


def test_never_do_a_dose_and_its_make_up_both_count() -> None:
    bedside = due()
    dose = bedside.give(vomited=True)
    bedside.record(instead(dose))
    assert counted(bedside) == 1
    bedside.correct(dose, DoseGiven(MORNING, MG))
    assert counted(bedside) == 1
    assert len(bedside.chart.taken) == 2
    bedside.correct(dose)
    assert counted(bedside) == 1
    assert next(d for d in scheduled(bedside.chart, bedside.now) if d.key == MORNING).state == "given"


def test_made_up_doses_complete_the_step_and_the_check_comes_after_them() -> None:
    bedside = due()
    first = bedside.not_given("absent")
    bedside.at(D1, "10:00")
    bedside.record(instead(first))
    assert bedside.chart.first_day == D1
    for day, wall in ((D1, "20:00"), (D2, "08:00"), (D2, "20:00")):
        bedside.at(day, wall)
        last = bedside.give()
    bedside.go(minutes=5)
    bedside.record(DoseVomited(last.id))
    bedside.go(minutes=20)
    bedside.record(instead(last))
    bedside.at(D2 + timedelta(days=1), "00:10")
    bedside.rash_free()
    assert missing(bedside) == [3]
    bedside.at(D2 + timedelta(days=1), "00:25")
    bedside.rash_free()
    assert bedside.gate.open
    assert len(bedside.chart.taken) == 5


def test_a_made_up_dose_ends_a_break_and_is_on_the_records_of_the_day() -> None:
    bedside = due()
    bedside.give()
    for day, wall in ((D1, "20:00"), (D2, "08:00"), (D2, "20:00")):
        bedside.at(day, wall)
        last = bedside.not_given("absent")
    bedside.at(D2 + timedelta(days=1), "01:59")
    bedside.record(instead(last))
    bedside.at(D2 + timedelta(days=1), "08:00")
    assert 6 not in missing(bedside)
    assert counted(bedside) == 2


def test_the_step_does_not_begin_before_a_dose_that_was_made_up() -> None:
    bedside = due()
    bedside.not_given("absent")
    made_up = bedside.entries[-1]
    bedside.go(minutes=1)
    bedside.record(instead(made_up))
    bedside.decide("repeat")
    assert bedside.chart.current is not None
    assert bedside.chart.current.first == EVENING
    assert counted_doses(bedside.chart, 2) == []


def test_the_second_check_of_the_first_dose_is_asked_of_its_make_up_too() -> None:
    bedside = due(DoseRules("first dose of each step", 6, 30))
    refused = bedside.not_given()
    told = refusal(bedside, bedside.record, instead(refused))
    assert "not checked by a second person" in told
    bedside.record(msgspec.structs.replace(instead(refused), no_second_check="no second person"))
    assert counted(bedside) == 1
