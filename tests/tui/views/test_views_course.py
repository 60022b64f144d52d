"""What the chart shows beside the dose: other medicines and follow-up, at the width they have."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.step import PlannedDose, Step
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, FollowUpRecorded
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library
from tui.views.course.board import board
from tui.views.course.chart import gate_lines, state, today
from tui.views.course.follow_up import follow_up_lines
from tui.views.course.medicines import medicine_lines, medicine_texts, prompt_lines
from tui.views.lines.lines import text_of, width

KIMURA = "alectinib-kimura"


def lines(bed: Bedside, cells: int = 38) -> list[str]:
    return text_of(medicine_lines(bed.chart, bed.now, cells)).splitlines()


def with_prednisolone() -> Bedside:
    bed = at_bedside(KIMURA)
    bed.record(CoMedicationStarted("prednisolone", "10 mg", "once daily", "plan", date(2026, 11, 15)))
    return bed


def test_what_the_protocol_plans_is_shown_until_somebody_starts_it() -> None:
    bed = at_bedside(KIMURA)
    planned = "prednisolone 10 mg, protocol day 1 to 14: not started"
    assert lines(bed, 70) == ["Other medicines", planned]
    assert medicine_texts(bed.chart, bed.now)[0].startswith("prednisolone 10 mg, protocol day 1 to 14, not")
    bed.decide("stop")
    assert lines(bed) == []
    assert lines(on_step(1)) == []


def test_one_line_says_the_last_one_given_and_the_last_day() -> None:
    bed = with_prednisolone()
    medicine = bed.entries[-1].id
    assert lines(bed, 70)[1] == "prednisolone 10 mg: none given yet, last day 15-Nov-2026"
    bed.record(CoMedicationGiven(medicine, "10 mg"))
    assert lines(bed, 70)[1] == "prednisolone 10 mg: given today 07:00 (AO), last day 15-Nov-2026"
    bed.go(days=1)
    assert lines(bed, 70)[1] == "prednisolone 10 mg: given 02-Nov-2026 (AO), last day 15-Nov-2026"
    assert medicine_texts(bed.chart, bed.now) == [
        "prednisolone 10 mg, once daily, started 02-Nov-2026 (AO), last planned day 15-Nov-2026, "
        "given once, last 02-Nov-2026 (AO). plan"
    ]


def test_one_that_was_stopped_stays_in_view_as_long_as_the_rash_watch() -> None:
    bed = with_prednisolone()
    bed.record(CoMedicationStopped(bed.entries[-1].id, "over"))
    assert lines(bed, 70)[1] == "prednisolone 10 mg: stopped today 07:00 (AO)"
    bed.go(days=14)
    assert lines(bed) == []
    assert "stopped 02-Nov-2026 (AO). plan" in medicine_texts(bed.chart, bed.now)[0]


@pytest.mark.parametrize("cells", [38, 58, 78])
def test_nothing_is_wider_than_its_place(cells: int) -> None:
    bed = with_prednisolone()
    bed.record(FollowUpRecorded("off the drug", "progression", "x" * 300, "yes", "y" * 300, "z" * 300))
    bed.at(date(2026, 11, 20), "09:00")
    shown = [*medicine_lines(bed.chart, bed.now, cells), *prompt_lines(bed.chart, bed.now, cells)]
    shown += follow_up_lines(bed.chart, cells)
    assert len(shown) > 5
    assert max(width(text) for text in text_of(shown).splitlines()) <= cells


def test_follow_up_is_newest_first_three_of_them_and_a_recurrence_stands_out() -> None:
    bed = on_step(2)
    for number in range(4):
        bed.go(days=1)
        bed.record(FollowUpRecorded("not known", "stable", f"dose {number}", "no"))
    bed.go(days=1)
    bed.record(FollowUpRecorded("not known", "stable", "dose 4", "yes", "Monday"))
    shown = follow_up_lines(bed.chart, 200)
    told = text_of(shown).splitlines()
    assert [text.split("highest dose dose ")[1][0] for text in told[1:4]] == ["4", "3", "2"]
    assert (shown[1][0][1], shown[2][0][1]) == ("bad", "")
    assert "RASH CAME BACK: Monday." in told[1]
    assert told[-1] == "2 more in the history."
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.why[-1].startswith("Follow-up ")
    assert "highest dose dose 4" in row.why[-1]


def test_a_course_that_has_ended_says_so_in_every_part() -> None:
    bed = on_step(2)
    bed.decide("stop")
    bed.go(days=2)
    found = status_of(bed.chart, bed.now)
    assert "alectinib, stopped at step 2 of 5, Wed 04-Nov-2026" in text_of(state(found, bed.now, 78))
    assert text_of(today(found, bed.now, 38)) == "No dose is due."
    assert text_of(gate_lines(found, bed.now, 78)).startswith("Stopped at step 2 Wed 04-Nov-2026 06:30 by")


def test_a_step_that_begins_tomorrow_is_not_on_its_day_0() -> None:
    bed = on_step(2)
    bed.day()
    bed.at(date(2026, 11, 4), "21:00")
    bed.decide("repeat")
    found = status_of(bed.chart, bed.now)
    assert "step 2 of 5, from Thu 05-Nov-2026" in text_of(state(found, bed.now, 78))
    assert "The step begins Thu 05-Nov-2026. Not before Tue 10-Nov-2026." in text_of(
        gate_lines(found, bed.now, 200)
    )
    assert found.days is not None
    assert found.days.first == date(2026, 11, 4) + timedelta(days=1)


def test_whether_the_gate_is_open_is_never_cut_off_behind_a_long_step() -> None:
    bed = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), steps=LONG))
    bed.begin()
    texts = [text_of([line]) for line in gate_lines(status_of(bed.chart, bed.now), bed.now, 60)]
    assert all(width(text) <= 60 for text in texts)
    assert any(text.startswith("  SHUT, ") for text in texts)


LONG = (
    Step((PlannedDose("morning", Decimal(20)),), days=1),
    Step(
        (PlannedDose("morning", Decimal(75)),),
        pattern=((PlannedDose("morning", Decimal(50)),), (PlannedDose("morning", Decimal(75)),)),
    ),
)
