"""Defects of other products, one test each, so that they are never ours (domain.md 1.3, a to j)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.course.schedule import scheduled
from protocols.definition.totals import step_totals
from protocols.entries import DoseGiven, DoseKey, Person
from protocols.entries.wording import person_text
from protocols.record.clock import clock_mark
from protocols.record.fold import fold
from protocols.values.clinic_time import local
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, at_bedside, missing, on_step, refusal

D1, D2, D3 = (date(2026, 11, day) for day in (2, 3, 4))
AUTUMN = date(2026, 10, 25)


def test_a_two_sessions_record_one_dose_and_the_second_is_told_not_silently_dropped() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give(by=NURSE)
    told = refusal(bedside, bedside.give, DoseKey(D1, "morning"), by=OTHER_NURSE)
    assert "already recorded: 150 mg given Mon 02-Nov-2026 08:00" in told
    assert "by Ada Okafor (AO), nurse" in told
    assert len(bedside.chart.taken) == 1


def test_b_an_autumn_clock_change_inside_a_step_shifts_no_dose_and_no_step() -> None:
    bedside = at_bedside(day=AUTUMN - timedelta(days=1))
    bedside.step_through()
    bedside.rash_free()
    bedside.start(2)
    for _ in range(2):
        bedside.day()
    times = [local(dose.at, bedside.zone) for dose in bedside.doses]
    assert {at.strftime("%H:%M") for at in times} == {"08:00", "20:00"}
    assert [at.date() for at in times[::2]] == [AUTUMN + timedelta(days=n) for n in range(-1, 4)]
    second = next(stretch for stretch in bedside.chart.stretches if stretch.step == 2)
    assert second.first == DoseKey(AUTUMN + timedelta(days=1), "morning")


def test_c_a_late_dose_across_midnight_is_measured_from_its_own_time() -> None:
    bedside = at_bedside()
    bedside.at(D1, "20:00")
    bedside.at(D2, "00:10")
    bedside.give(DoseKey(D1, "evening"))
    evening = next(dose for dose in bedside.doses if dose.line)
    assert (evening.label, evening.day, evening.at.date()) == ("late", 1, D1)


@pytest.mark.parametrize("days", [3, 10, 16, 24, 400])
def test_d_no_step_is_offered_because_of_its_date_when_earlier_ones_were_never_given(days: int) -> None:
    bedside = at_bedside()
    bedside.go(days=days)
    bedside.rash_free()
    assert bedside.gate.to == 2
    assert 1 in missing(bedside)
    assert {dose.step for dose in bedside.doses} == {1}
    for step in (2, 3, 4, 5):
        refusal(bedside, bedside.start, step)


def test_e_no_status_changes_unattended_and_nothing_is_ever_called_missed() -> None:
    bedside = at_bedside()
    before = bedside.folded
    bedside.go(days=30)
    assert bedside.folded == before
    assert {dose.state for dose in bedside.doses[:-1]} <= {"overdue", "due"}
    bedside.give(
        DoseKey(D1, "morning"), at=before.charts[0].entry.at + timedelta(hours=1, minutes=5)
    )  # charted a month late, still given, at its true time
    assert bedside.doses[0].state == "given"
    assert bedside.doses[0].label == ""


def test_f_a_sum_of_step_doses_never_appears_as_a_dose() -> None:
    bedside = on_step(5)
    for row in step_totals(bedside.protocol):
        shown = [(dose.key.slot, dose.amount) for dose in bedside.doses if dose.step == row.number]
        assert {*shown} <= {(dose.slot, dose.amount) for dose in row.step.doses}
    assert max(dose.amount for dose in bedside.doses) == Decimal(600)


def test_g_who_gave_and_who_prescribed_are_never_swapped() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    dose = bedside.give(by=OTHER_NURSE)
    line = bedside.chart.lines[dose.id]
    assert person_text(line.entry.by) == "Ben Lind (BL), nurse"
    assert bedside.chart.plan.prescriber == "Cleo Marsh"
    bedside.correct(dose, DoseGiven(DoseKey(D1, "morning"), Decimal(75), reason="half"))
    line = bedside.chart.lines[dose.id]
    assert (line.entry.by, line.corrections[0].by) == (OTHER_NURSE, NURSE)


def test_h_an_edit_of_the_protocol_file_leaves_courses_that_run_untouched() -> None:
    bedside = on_step(2)
    before = bedside.folded
    doubled = tuple(
        msgspec.structs.replace(
            step, doses=tuple(msgspec.structs.replace(dose, amount=dose.amount * 2) for dose in step.doses)
        )
        for step in bedside.protocol.steps
    )
    bedside.protocol = msgspec.structs.replace(bedside.protocol, steps=doubled)
    assert bedside.folded == before
    assert [dose.amount for dose in bedside.doses][:6] == [150, 150, 150, 150, 300, 300]


def test_i_a_correction_leaves_one_live_record_not_two() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    dose = bedside.give()
    for amount in (75, 150, 300):
        bedside.correct(dose, DoseGiven(DoseKey(D1, "morning"), Decimal(amount), reason="counted again"))
    assert [line.what.amount for line in bedside.chart.taken if isinstance(line.what, DoseGiven)] == [300]
    assert sum(dose.line is not None for dose in bedside.doses) == 1
    assert len([entry for entry in bedside.entries if entry.course]) == 6


def test_j_a_clock_set_back_or_three_hours_ahead_moves_no_one_up() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D3, "00:00")
    last = bedside.now
    told = refusal(bedside, bedside.rash_free, at=last + timedelta(hours=3))
    assert "is in the future" in told

    bedside.rash_free()
    bedside.now = last - timedelta(hours=3)
    assert "clock" in refusal(bedside, bedside.start, 2)
    assert bedside.rash_free().clock == "behind"

    bedside = at_bedside()
    bedside.step_through()
    bedside.at(D2, "21:30")
    bedside.now += timedelta(hours=3)
    bedside.rash_free()
    bedside.now -= timedelta(hours=3)
    bedside.confirm_clock()
    bedside.record(DoseGiven(None, Decimal(150), reason="taken twice"))
    bedside.at(D3, "00:40")
    assert 3 in missing(bedside)
    refusal(bedside, bedside.start, 2)


def test_j_a_clock_more_than_a_minute_behind_the_newest_entry_is_noticed_to_the_second() -> None:
    now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert clock_mark(now - timedelta(seconds=60), now) == "ok"
    assert clock_mark(now - timedelta(seconds=61), now) == "behind"


def test_the_same_entries_always_add_up_to_the_same_record() -> None:
    bedside = on_step(3)
    assert fold(bedside.entries) == fold(list(bedside.entries))
    chart = bedside.chart
    assert scheduled(chart, bedside.now) == scheduled(chart, bedside.now)
    assert isinstance(chart.entry.by, Person)
