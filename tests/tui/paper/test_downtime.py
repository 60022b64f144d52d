"""The downtime record: doses of the current step alone, blanks for the gate, one patient or the ward."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from protocols.course.forecast import staying, without_record
from protocols.definition.step import PlannedDose, Step
from protocols.entries import CoMedicationStarted
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.per_kg import begun
from tests.protocols.helpers.published import library
from tests.tui.helpers.papers import assert_sound, ledger_of, pages_of, words_of
from tests.tui.helpers.shell import NOW
from tui.demo.ward import build
from tui.paper.downtime import MOST_DOSES, downtime_record, downtime_sheet
from tui.paper.downtime_ward import downtime_ward, ward_sheets
from tui.paper.page.frame import PaperSize


def printed(bed: Bedside, days: int = 3, paper: PaperSize = "A4") -> str:
    sheet = downtime_sheet(ledger_of(bed), bed.folded, bed.chart, bed.now, paper, days)
    assert_sound(sheet)
    return words_of(sheet)


def test_only_doses_of_the_current_step_are_printed_as_due() -> None:
    bed = at_bedside()
    words = printed(bed)
    for day in ("Mon 02", "Tue 03", "Wed 04", "Thu 05"):
        assert f"in the morning, {day}-Nov-2026 08:00 150 mg 1 capsule of 150 mg" in words
    assert "Fri 06-Nov" not in words
    due, _, gate = words.partition("Skin checks")
    assert "300 mg" not in due
    assert "Not due before it is started: step 2, 300 mg twice daily." in gate
    assert "Step started, day and time" in gate


def test_where_the_step_has_its_doses_that_is_said_and_it_goes_on() -> None:
    bed = at_bedside()
    found = staying(bed.chart, bed.now, 3)
    assert [dose.needed for dose in found] == [True] * 4 + [False] * 4
    words = printed(bed)
    before, _, after = words.partition("The step has its doses.")
    assert "Tue 03-Nov-2026 20:00" in before
    assert "Wed 04-Nov-2026 08:00" in after


def test_a_dose_without_a_record_is_printed_and_counts_for_the_gate() -> None:
    bed = at_bedside()
    bed.go(hours=6)
    assert [dose.at < bed.now for dose in without_record(bed.chart, bed.now)] == [True]
    assert [dose.needed for dose in staying(bed.chart, bed.now, 1)] == [True] * 3
    words = printed(bed, 1)
    assert "Mon 02-Nov-2026 08:00, no record when printed" in words
    bed.give()
    assert "no record when printed" not in printed(bed, 1)


def test_a_held_course_has_no_dose_due_and_the_doses_before_the_hold_can_still_be_recorded() -> None:
    bed = at_bedside()
    bed.go(hours=5)
    bed.rash()
    assert staying(bed.chart, bed.now, 3) == []
    assert len(without_record(bed.chart, bed.now)) == 1
    words = printed(bed)
    assert "HELD: nothing is due until a prescriber decides" in words
    assert "Tue 03-Nov-2026 08:00" not in words


def test_every_precondition_has_its_line_and_a_blank() -> None:
    bed = on_step(2)
    bed.record(CoMedicationStarted("prednisolone", "10 mg", "once daily", "itch", date(2026, 11, 9)))
    words = printed(bed)
    for line in bed.gate.preconditions:
        assert f"{line.number} {line.name} {line.words}" in words
    assert "Met, yes or no" in words
    assert "prednisolone 10 mg, once daily, last day Mon 09-Nov-2026" in words
    assert "mucosal erosion" in words


def test_a_course_not_started_or_ended_has_no_dose() -> None:
    bed = Bedside(library("alectinib-shirasawa"))
    bed.admit()
    bed.enrol()
    assert "Not started: no dose is due" in printed(bed)
    ended = on_step(5)
    ended.day()
    ended.decide("stop")
    words = printed(ended)
    assert "The course has ended: nothing is due." in words
    assert "Gate to step" not in words


def test_doses_that_do_not_fit_are_announced() -> None:
    plan = library("alectinib-report-2020")
    hourly = Step((PlannedDose("", Decimal(150)),), doses_given=90, every_minutes=30)
    bed = Bedside(msgspec.structs.replace(plan, steps=(hourly, plan.steps[-1])))
    bed.admit()
    bed.enrol()
    bed.rash_free()
    bed.start(1)
    bed.go(minutes=-1)
    words = printed(bed)
    assert words.count("150 mg 1 capsule") == MOST_DOSES
    assert (
        f"Only the first {MOST_DOSES} doses are printed. Print again before Tue 03-Nov-2026 13:00." in words
    )


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_one_patient_has_the_identity_on_every_page(paper: PaperSize) -> None:
    bed = on_step(3)
    pages = pages_of(downtime_record(ledger_of(bed), bed.folded, bed.chart, bed.now, paper))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "NG, Li Wei" in page
        assert "MRN 00481-7" in page


def test_the_ward_has_a_list_and_a_record_for_each_open_course(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    build(path, NOW, "Europe/London")
    with Ledger.open(path, read_only=True) as ledger:
        sheets = ward_sheets(ledger, NOW, "Letter", 2)
        content = downtime_ward(ledger, NOW, "Letter", 2)
        running = [
            ledger.record(patient)
            for patient in ledger.patients()
            if any(chart.ended is None for chart in ledger.record(patient).charts)
        ]
    assert len(sheets) == len(running) + 1
    for sheet in sheets:
        assert_sound(sheet)
    pages = pages_of(content)
    for record in running:
        assert f"MRN {record.patient}" in " ".join(pages[1:])
        assert record.patient in pages[0].replace(" ", "")
    assert f"{len(running)} open courses" in pages[0]
    assert sheets[0].frame.who == ()


def test_the_same_ward_is_the_same_bytes() -> None:
    bed = on_step(2)
    args = ledger_of(bed), bed.folded, bed.chart, bed.now
    assert downtime_record(*args) == downtime_record(*args)
    assert downtime_record(*args) != downtime_record(*args[:3], bed.now + timedelta(minutes=1))


def test_fixed_amounts_stand_with_their_working_and_the_newest_weight() -> None:
    bed = begun()
    assert bed.next is not None
    bed.now = bed.next.at
    bed.give()
    bed.weigh("20")
    words = printed(bed)
    assert "These amounts are this patient's own. Work out no others by hand" in words
    assert "Amounts fixed for 15 kg" in words
    assert "Step 2: 4.5 mg (0.3 mg/kg" in words
    assert "Weight 20 kg, measured Mon 02-Nov-2026 08:00." in words
    assert "the amounts stand for 15 kg. They stay until a prescriber fixes others" in words
    assert "in the morning, Tue 03-Nov-2026 08:00 2.5 mg" in words
    assert "Not due before it is started: step 2, 4.5 mg once daily in the morning." in words
    due = words.partition("Doses")[2]
    assert "mg/kg" not in due, "nothing is given by an amount per kg"
