"""Nothing is edited: a correction names the entry, the reason and what is true; both stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from protocols import entries as e
from protocols.course.progress import counted_doses
from protocols.course.schedule import scheduled
from tests.protocols.helpers.bedside import OTHER_NURSE, Bedside, at_bedside, on_step, refusal

D1, D2 = date(2026, 11, 2), date(2026, 11, 3)
MORNING, EVENING = e.DoseKey(D1, "morning"), e.DoseKey(D1, "evening")


def one_dose() -> Bedside:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.give()
    return bedside


def counted(bedside: Bedside) -> int:
    current = bedside.chart.current
    assert current is not None
    return len(counted_doses(bedside.chart, current.stay))


def test_a_correction_leaves_one_live_record_and_both_versions_readable() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(75), reason="half lost"))
    half = bedside.kept(dose, e.DoseGiven(MORNING, Decimal(75), reason="half lost"))
    assert [line.what for line in bedside.chart.taken] == [half]
    line = bedside.chart.lines[dose.id]
    assert line.entry.what == bedside.kept(dose, e.DoseGiven(MORNING, Decimal(150)))
    assert [entry.what for entry in line.corrections] == [bedside.entries[-1].what]
    shown = [d for d in scheduled(bedside.chart, bedside.now) if d.line is not None]
    assert [d.line for d in shown] == [line]
    assert counted(bedside) == 0


def test_entered_in_error_opens_the_slot_again() -> None:
    bedside = one_dose()
    bedside.correct(bedside.entries[-1])
    assert bedside.chart.taken == []
    coming = bedside.next
    assert coming is not None
    assert (coming.key, coming.state) == (MORNING, "due")
    bedside.give()
    assert counted(bedside) == 1


def test_an_entry_in_error_is_marked_once_and_can_be_put_back() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    bedside.correct(dose)
    assert "already marked as entered in error" in refusal(bedside, bedside.correct, dose)
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(150)))
    assert counted(bedside) == 1


def test_a_slot_given_again_meanwhile_keeps_its_new_record_alone() -> None:
    bedside = one_dose()
    wrong = bedside.entries[-1]
    bedside.correct(wrong)
    bedside.give(by=OTHER_NURSE)
    told = refusal(bedside, bedside.correct, wrong, e.DoseGiven(MORNING, Decimal(150)))
    assert "already recorded: 150 mg given Mon 02-Nov-2026 08:00" in told
    assert "Ben Lind (BL), nurse" in told
    assert counted(bedside) == 1


def test_a_correction_cannot_put_a_dose_on_a_slot_that_has_one() -> None:
    bedside = one_dose()
    morning = bedside.entries[-1]
    bedside.at(D1, "20:00")
    evening = bedside.give()
    told = refusal(bedside, bedside.correct, evening, e.DoseGiven(MORNING, Decimal(150)))
    assert "already recorded" in told
    assert len(bedside.chart.statuses) == 2
    bedside.correct(morning)
    bedside.correct(evening, e.DoseGiven(MORNING, Decimal(150), reason="late"))
    assert list(bedside.chart.statuses) == [MORNING]


def test_a_dose_stays_a_dose_and_a_look_stays_a_look() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    check = bedside.rash_free()
    note = bedside.record(e.NoteAdded("slept well"))
    looks: list[e.Correctable] = [
        e.RashFreeChecked(True, True),
        e.RashFound("other", ("back",)),
        e.NoteAdded("x"),
    ]
    for right in looks:
        assert "a dose stays a dose" in refusal(bedside, bedside.correct, dose, right)
    assert "a dose stays a dose" in refusal(
        bedside, bedside.correct, check, e.DoseGiven(EVENING, Decimal(150))
    )
    assert "a dose stays a dose" in refusal(bedside, bedside.correct, note, e.RashFreeChecked(True, True))
    bedside.correct(dose, e.DoseNotGiven(MORNING, "refused", "spat out before swallowing"))
    assert counted(bedside) == 0
    bedside.correct(note, e.NoteAdded("slept badly"))


@pytest.mark.parametrize("reason", ["", "  ", "\t\n"])
def test_a_correction_has_a_reason(reason: str) -> None:
    bedside = one_dose()
    what = e.EntryCorrected(bedside.entries[-1].id, reason)
    assert "Write the reason for the correction." in refusal(bedside, bedside.record, what)


def test_a_correction_that_changes_nothing_is_refused() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    assert "Nothing has changed." in refusal(
        bedside, bedside.correct, dose, e.DoseGiven(MORNING, Decimal(150)), dose.at
    )


def test_what_is_true_instead_must_be_recordable_itself() -> None:
    bedside = one_dose()
    dose, check = bedside.entries[-1], bedside.rash_free()
    assert "Write why 300 mg was given" in refusal(
        bedside, bedside.correct, dose, e.DoseGiven(MORNING, Decimal(300))
    )
    assert "Enter the amount given" in refusal(
        bedside, bedside.correct, dose, e.DoseGiven(MORNING, Decimal("NaN"))
    )
    assert "no noon dose" in refusal(
        bedside, bedside.correct, dose, e.DoseGiven(e.DoseKey(D1, "noon"), Decimal(1))
    )
    assert "whole skin" in refusal(bedside, bedside.correct, check, e.RashFreeChecked(True, False))
    assert "Say where the rash is" in refusal(bedside, bedside.correct, check, e.RashFound("other", ()))


def test_the_right_time_is_not_in_the_future_has_a_zone_and_belongs_to_something() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    right = e.DoseGiven(MORNING, Decimal(150))
    late = refusal(bedside, bedside.correct, dose, right, bedside.now + timedelta(minutes=1))
    assert "Mon 02-Nov-2026 08:01 is in the future." in late
    naive = datetime(2026, 11, 2, 7, 0)  # noqa: DTZ001
    assert "no time zone" in refusal(bedside, bedside.correct, dose, right, naive)
    assert "An entry made in error has no time." in refusal(bedside, bedside.correct, dose, None, bedside.now)


def test_a_second_correction_counts_and_keeps_the_time_the_first_one_put_right() -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:00")
    dose = bedside.give()
    true = bedside.now - timedelta(minutes=55)
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(150)), true)
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(75), reason="half"))
    line = bedside.chart.lines[dose.id]
    assert (line.what, line.at) == (
        bedside.kept(dose, e.DoseGiven(MORNING, Decimal(75), reason="half")),
        true,
    )
    assert len(line.corrections) == 2
    assert len(bedside.chart.taken) == 1


def test_the_time_of_a_correction_decides_early_and_late() -> None:
    bedside = at_bedside()
    bedside.at(D1, "09:30")
    dose = bedside.give()
    assert [d.label for d in bedside.doses if d.line] == ["late"]
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(150)), bedside.now - timedelta(minutes=90))
    assert [d.label for d in bedside.doses if d.line] == [""]


def test_moves_holds_corrections_and_unknown_entries_cannot_be_corrected() -> None:
    bedside = on_step(2)
    bedside.record(e.HoldPlaced("surgery"))
    decision = bedside.decide("resume")
    waiver = bedside.waive("doses")
    dose = bedside.give(e.DoseKey(date(2026, 11, 4), "morning"))
    correction = bedside.correct(dose)
    started = next(entry for entry in bedside.entries if type(entry.what).__name__ == "StepStarted")
    held = next(entry for entry in bedside.entries if isinstance(entry.what, e.HoldPlaced))
    for entry in (started, decision, waiver, held, correction):
        told = refusal(bedside, bedside.correct, entry)
        assert "Only what happened can be corrected." in told
    for name in ("", "nothing", bedside.course, "e1"):
        assert "Choose the entry that is wrong." in refusal(
            bedside, bedside.record, e.EntryCorrected(name, "wrong")
        )


def test_a_vomiting_moved_to_the_dose_it_was_of() -> None:
    bedside = one_dose()
    morning = bedside.entries[-1]
    bedside.at(D1, "20:00")
    evening = bedside.give()
    vomited = bedside.record(e.DoseVomited(morning.id))
    bedside.correct(vomited, e.DoseVomited(evening.id))
    assert bedside.chart.vomited == {evening.id}
    assert "Choose the dose" in refusal(bedside, bedside.correct, vomited, e.DoseVomited(vomited.id))


def test_a_correction_can_be_made_on_a_stopped_course() -> None:
    bedside = one_dose()
    dose = bedside.entries[-1]
    bedside.decide("stop")
    bedside.correct(dose)
    assert bedside.chart.taken == []


def test_a_hold_whose_rash_was_entered_in_error_still_asks_for_a_look_at_the_skin() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.give()
    bedside.go(hours=1)
    rash = bedside.rash()
    bedside.correct(rash)
    assert "Or accept the residual rash" in refusal(bedside, bedside.decide, "resume")
    bedside.go(hours=4)
    bedside.rash_free()
    bedside.decide("resume")
    assert bedside.chart.running
