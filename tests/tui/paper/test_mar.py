"""The medication administration record: every status by its letter, corrections marked, nothing cut."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.step import PlannedDose, Step
from protocols.record.corrected import CorrectedEntry
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, Bedside, at_bedside, on_step
from tests.protocols.helpers.per_kg import begun
from tests.protocols.helpers.published import library
from tests.tui.helpers.bedside_app import NG
from tests.tui.helpers.papers import assert_sound, ledger_of, pages_of, words_of
from tui.paper.mar import mar_sheet, medication_record
from tui.paper.page.frame import PaperSize
from tui.paper.page.letters import KEY, letter
from tui.paper.page.names import Names
from tui.paper.page.sheet import Sheet


def sheet_of(bed: Bedside, paper: PaperSize = "A4") -> Sheet:
    sheet = mar_sheet(ledger_of(bed), bed.folded, bed.chart, bed.now, paper)
    assert_sound(sheet)
    return sheet


def line_of(bed: Bedside, key: e.DoseKey) -> CorrectedEntry:
    return bed.chart.statuses[key]


NOT_GIVEN: tuple[tuple[e.NotGivenStatus, str], ...] = (
    ("refused", "R"),
    ("absent", "A"),
    ("unavailable", "U"),
    ("nil by mouth", "N"),
    ("other reason", "O"),
    ("deferred", "D"),
    ("unknown", "K"),
)


@pytest.mark.parametrize(("status", "wanted"), NOT_GIVEN)
def test_a_dose_not_given_has_its_letter_and_its_reason(status: e.NotGivenStatus, wanted: str) -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    bed.go(hours=1)
    kept = bed.not_given(status, due.key)
    assert letter(bed.chart, line_of(bed, due.key), due.key) == wanted
    words = words_of(sheet_of(bed))
    assert f"○ {wanted} {status} AO, recorded 08:00 reason: see entry {kept.number}" in words
    assert f"not given: {status}. as told" in words


@pytest.mark.parametrize(
    ("late", "how", "wanted"),
    [
        (0, {}, "G"),
        (-70, {}, "E"),
        (90, {}, "L"),
        (90, {"self_administered": True}, "S"),
        (0, {"amount": Decimal(300)}, "M"),
        (0, {"amount": Decimal(75)}, "G"),
    ],
)
def test_a_dose_taken_has_the_letter_of_how_and_when(late: int, how: dict[str, object], wanted: str) -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    given = e.DoseGiven(due.key, due.amount, reason="as told", no_second_check="alone")
    bed.at(due.key.day, "10:00")
    bed.record(msgspec.structs.replace(given, **how), at=due.at + timedelta(minutes=late))
    assert letter(bed.chart, line_of(bed, due.key), due.key) == wanted
    words = words_of(sheet_of(bed))
    assert f"● {wanted} " in words
    if "amount" in how:
        assert f"● {wanted} 08:00 {how['amount']} mg" in words
        assert "prescribed 150 mg" in words


def test_a_dose_taken_during_a_hold_is_an_error() -> None:
    bed = on_step(1)
    bed.day()
    bed.rash()
    key = e.DoseKey(bed.now.date(), "morning")
    bed.go(hours=2)
    bed.record(e.DoseGiven(key, Decimal(150), reason="given before anybody knew"))
    assert letter(bed.chart, bed.chart.taken[-1], key) == "M"
    words = words_of(sheet_of(bed))
    assert "● M 08:30 150 mg 1 capsule of 150 mg not due" in words
    assert "given before anybody knew" in words


def test_a_dose_off_the_schedule_has_a_table_of_its_own() -> None:
    bed = at_bedside()
    bed.go(hours=4)
    bed.record(e.DoseGiven(None, Decimal(150), reason="asked for by telephone"))
    words = words_of(sheet_of(bed))
    assert "Doses not on the schedule, and make-ups" in words
    assert "not on the schedule ● G 02-Nov-2026 11:00 150 mg" in words


def test_every_letter_in_the_grid_is_in_the_key() -> None:
    words = words_of(sheet_of(at_bedside()))
    for sign, meaning in KEY:
        assert f"{sign} {meaning}" in words
    assert "Missed" not in words
    assert "Not recorded" not in words


def test_a_corrected_dose_is_marked_and_both_versions_are_there() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    first = bed.give()
    second = bed.correct(first, e.DoseNotGiven(first.what.dose, "refused", "the tray was full"))  # type: ignore[union-attr, arg-type]
    words = words_of(sheet_of(bed))
    assert f"○ R refused AO, recorded 08:00 CORRECTED, see entry {first.number}" in words
    assert "150 mg given, for Mon 02-Nov-2026 morning" in words
    assert f"CORRECTED by entry {second.number}, Ada Okafor" in words
    assert "the tray was full" in words


def test_a_dose_entered_in_error_leaves_its_mark_in_the_empty_cell() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    wrong = bed.give()
    bed.record(e.EntryCorrected(wrong.id, "other patient"))
    words = words_of(sheet_of(bed))
    assert f"◌ due CORRECTED, see entry {wrong.number}" in words
    assert "marked as entered in error. other patient" in words


def test_times_amounts_checks_and_vomiting_stand_in_the_cell() -> None:
    bed = at_bedside()
    bed.go(hours=3)
    kept = bed.give(at=bed.now - timedelta(hours=2))
    bed.record(e.DoseVomited(kept.id))
    words = words_of(sheet_of(bed))
    assert "● G 08:00 150 mg AO, recorded 10:00 checked BL 08:00 VOMITED" in words
    assert "in the morning 08:00 150 mg 1 capsule of 150 mg" in words


def test_skin_steps_holds_and_medicines_are_on_it_and_every_initial_has_its_name() -> None:
    bed = on_step(2)
    bed.day()
    bed.record(e.CoMedicationStarted("prednisolone", "10 mg", "once daily", "itch"))
    bed.rash(by=OTHER_NURSE, at=bed.now - timedelta(hours=9))
    words = words_of(sheet_of(bed))
    for said in (
        "rash-free 07:00 AO",
        "RASH 21:30 BL, see entry",
        "Step 2 started, 300 mg",
        "prednisolone 10 mg",
        "HOLD",
        "neck",
    ):
        assert said in words, said
    assert "AO Ada Okafor nurse" in words
    assert "BL Ben Lind nurse" in words
    assert words.count("Step 1 of 5: 150 mg twice daily") == 1


def test_two_people_with_the_same_initials_are_told_apart() -> None:
    names = Names()
    assert names.of(NURSE) == "AO"
    assert names.of(e.Person("Anna Olsen", "AO", "nurse")) == "AO 2"
    assert names.of(e.Person(NURSE.name, "AO", "nurse", "another account")) == "AO"
    assert names.rows() == [("AO", "Ada Okafor", "nurse"), ("AO 2", "Anna Olsen", "nurse")]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_step_of_sixty_doses_is_all_there(paper: PaperSize) -> None:
    plan = library("alectinib-report-2020")
    long = msgspec.structs.replace(plan.steps[0], days=30)
    bed = Bedside(msgspec.structs.replace(plan, steps=(long, *plan.steps[1:])))
    bed.begin()
    bed.step_through()
    assert len(bed.chart.taken) == 60
    wordy = msgspec.structs.replace(NG, family="Wolfeschlegel" * 15 + "steinh", bed="Window " * 6)
    bed.record(e.PatientDetailsChanged(wordy, "as on the passport"), course="")
    sheet = sheet_of(bed, paper)
    words = words_of(sheet)
    assert words.count("● G ") == 60
    assert all(f"protocol day {day} " in words for day in range(1, 32))
    pages = pages_of(medication_record(ledger_of(bed), bed.folded, bed.chart, bed.now, paper))
    assert len(pages) == len(sheet.pages)
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert wordy.family.upper() in page.replace(" ", "")
        assert "MRN 00481-7" in page
    assert sum(page.count("● G ") for page in pages) == 60


def test_doses_by_the_clock_stand_with_their_times() -> None:
    plan = library("alectinib-report-2020")
    hourly = Step((PlannedDose("", Decimal(150)),), doses_given=60, every_minutes=30)
    bed = Bedside(msgspec.structs.replace(plan, steps=(hourly, plan.steps[-1])))
    bed.admit()
    bed.enrol()
    bed.rash_free()
    bed.start(1)
    for _ in range(60):
        bed.give()
        bed.go(minutes=30)
    words = words_of(sheet_of(bed))
    assert words.count("● G ") == 60
    assert "dose 34 of the day" in words
    assert "for 07:30 ● G 07:30" in words


def test_a_day_without_a_dose_by_plan_is_a_drug_free_interval() -> None:
    plan = library("alectinib-report-2020")
    every_other = Step((PlannedDose("morning", Decimal(150)),), doses_given=4, every_days=2)
    bed = Bedside(msgspec.structs.replace(plan, steps=(every_other, *plan.steps[1:])))
    bed.begin()
    for day in (2, 4, 6):
        bed.at(date(2026, 11, day), "08:00")
        bed.give()
    words = words_of(sheet_of(bed))
    assert words.count("◌ F") == 3
    assert words.count("● G") == 3


def test_a_course_not_started_says_so() -> None:
    bed = Bedside(library("alectinib-shirasawa"))
    bed.admit()
    bed.enrol()
    assert "no dose is planned yet" in words_of(sheet_of(bed))


def test_the_same_record_is_the_same_bytes() -> None:
    bed = on_step(2)
    found = {medication_record(ledger_of(bed), bed.folded, bed.chart, bed.now) for _ in range(2)}
    assert len(found) == 1


def test_what_a_cell_tells_in_full_is_not_listed_again_and_what_says_more_is() -> None:
    bed = on_step(2)
    late = bed.record(e.RashFreeChecked(True, True), at=bed.now - timedelta(hours=8))
    noted = bed.record(e.RashFreeChecked(True, True, "dry skin on the shins"))
    words = words_of(sheet_of(bed))
    listed = words.partition("Skin findings, and checks not told in full above")[2]
    assert f"rash-free 22:30 AO, see entry {late.number}" in words
    assert "dry skin on the shins" in listed
    assert listed.count("Rash-free: whole skin and mucosa seen") == 2
    assert f"{noted.number} Wed 04-Nov-2026 06:30" in listed


def test_a_record_that_another_one_took_the_place_of_stays_readable() -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    bed.go(hours=1)
    bed.record(e.DoseNotGiven(due.key, "unknown", ""))
    bed.go(hours=1)
    bed.give(due.key)
    words = words_of(sheet_of(bed))
    assert "● G 09:00" in words
    assert "Dose of Mon 02-Nov-2026 morning not given: unknown" in words


def test_a_day_of_a_hold_is_held_and_not_free() -> None:
    bed = on_step(2)
    bed.day()
    today = bed.now
    bed.at(today.date(), "08:30")
    bed.give()
    bed.rash()
    assert words_of(sheet_of(bed)).count("◌ held") == 1


def test_a_weight_is_on_it_or_a_line_to_write_it_on() -> None:
    assert "Weight, by hand: ____________ kg" in words_of(sheet_of(at_bedside()))
    bed = begun()
    words = words_of(sheet_of(bed))
    assert "Amounts fixed for 15 kg" in words
    assert "by hand" not in words
    bed.go(hours=1)
    bed.weigh("15.4")
    assert "Weight 15.4 kg, measured " in words_of(sheet_of(bed))
