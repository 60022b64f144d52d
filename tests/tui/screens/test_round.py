"""A round on the board: tabs, the next one, going on after each record, patients taken for the shift."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from textual.widgets import OptionList

from protocols import entries as e
from store.site.library import find
from tests.protocols.helpers.seconds import seconded
from tests.tui.helpers.bedside_app import FIRST_DAY, OTHER_NURSE, Bedside, Ward, bedside
from tui.screens.ward.board import BoardScreen

TEN = tuple(str(number) for number in range(1, 11))


def ten_due(ward: Ward) -> None:
    """Ten patients on step 1, their first dose given and second-checked, the next one due."""
    plan, times = find("alectinib-report-2020"), {"morning": "08:00", "evening": "20:00"}
    for bed in TEN:
        who = e.PatientAdmitted(f"Family{bed}", "Ada", date(1960, 1, 1), "female", bed, "", "none known")
        ward.record(who, patient=f"M{bed}", course="")
        enrolled = e.CourseEnrolled(
            plan, "Cleo Marsh", len(plan.steps), plan.strengths, times, ward.zone, "mixed"
        )
        course = ward.record(enrolled, patient=f"M{bed}", course="").id
        ward.record(e.RashFreeChecked(True, True), patient=f"M{bed}", course=course)
        ward.record(e.StepStarted(1, e.DoseKey(FIRST_DAY, "morning")), patient=f"M{bed}", course=course)
    ward.at(1, "08:00")
    for bed in TEN:
        chart = ward.ledger.record(f"M{bed}").charts[0]
        dose = e.DoseGiven(e.DoseKey(FIRST_DAY, "morning"), Decimal(150), with_food=True)
        ward.record(seconded(chart, dose, ward.now), patient=f"M{bed}", course=chart.id)
    ward.at(1, "20:00")


def board_of(here: Bedside) -> BoardScreen:
    board = here.app.screen
    assert isinstance(board, BoardScreen)
    return board


def highlighted(here: Bedside) -> str:
    chosen = board_of(here).chosen
    return chosen[0] if chosen else ""


async def test_a_round_of_ten_takes_three_keys_each_and_none_to_go_on(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward) as here:
        met = []
        for _ in TEN:
            met.append(highlighted(here))
            await here.press("d", "g", "enter")
        assert sorted(met) == sorted(f"M{bed}" for bed in TEN)
        ward.ledger.refresh()
        for bed in TEN:
            assert isinstance(ward.ledger.record(f"M{bed}").entries[-1].what, e.DoseGiven)
        assert "0" in here.text("#counts").split("2 Checks")[0]


async def test_tabs_show_a_part_and_tab_goes_to_the_next_who_needs_something(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward, size=(120, 40)) as here:
        await here.press("d", "g", "enter")
        board = board_of(here)
        assert "ok RECORDED" in "".join(
            str(board.query_one(OptionList).get_option_at_index(place).prompt) for place in range(10)
        )
        await here.press("1")
        assert len(board.rows) == 9
        await here.press("1")
        assert len(board.rows) == 10, "the same key again shows everybody"
        await here.press("end")
        at = board.query_one(OptionList).highlighted
        await here.press("tab")
        assert board.query_one(OptionList).highlighted != at


async def test_taking_a_patient_is_kept_and_shown_and_another_takes_over(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward) as here:
        patient = highlighted(here)
        await here.press("space")
        ward.ledger.refresh()
        assert ward.ledger.record(patient).entries[-1].what == e.PatientTaken(True)
        assert "4 Mine 1" in here.text("#counts")
        assert "With AO." in here.text("#detail")
        await here.press("4")
        assert [row.patient for row in board_of(here).rows] == [patient]
        ward.record(e.PatientTaken(), by=OTHER_NURSE, patient=patient, course="")
        here.app.follow()
        await here.settle()
        assert "Mine 0" in here.text("#counts")
        assert "Space takes" in here.text("#detail")
        await here.press("5", "home", "space", "space")
        ward.ledger.refresh()
        assert ward.ledger.record(highlighted(here)).entries[-1].what == e.PatientTaken(False)


async def test_a_wide_board_has_the_highlighted_patient_beside_it(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward, size=(120, 40)) as here:
        about = here.text("#about")
        assert "Gate to step 2" in about
        assert highlighted(here) in about
        assert not here.app.screen.query_one("#detail").display
        await here.press("down")
        assert highlighted(here) in here.text("#about")
        assert str(here.app.screen.query_one("#pane").border_title).startswith("FAMILY")


async def test_typing_a_bed_goes_to_it(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward) as here:
        await here.press("slash", "1")
        assert highlighted(here) == "M1"
        await here.press("0")
        assert highlighted(here) == "M10"


@pytest.mark.parametrize("size", [(80, 23), (120, 40)])
async def test_what_was_recorded_since_the_shift_began_stands_below_the_list(
    size: tuple[int, int], ward: Ward
) -> None:
    ten_due(ward)
    async with bedside(ward, size=size) as here:
        board = board_of(here)
        assert "o Since 08:00: " in here.text("#since")
        assert "10 doses" in here.text("#since")
        assert not board.query_one("#since").region.overlaps(board.query_one("#rows").region)
        await here.press("d", "g", "enter")
        assert "11 doses" in here.text("#since")
        assert board._back is not None
        before = board._back.gone_through
        await here.press("down", "up", "tab", "1", "5", "space")
        assert board._back.gone_through == before + 1, "of whom was taken for the shift alone"
        ward.ledger.refresh()
        patient = ward.ledger.record("M3")
        ward.record(e.RedFlagSeen(("skin pain",)), by=OTHER_NURSE, patient="M3", course=patient.charts[0].id)
        here.app.follow()
        await here.settle()
        assert "1 red flag (bed 3)" in here.text("#since")


async def test_a_window_that_is_too_small_leaves_the_line_to_the_list(ward: Ward) -> None:
    ten_due(ward)
    async with bedside(ward, size=(60, 20)) as here:
        assert not board_of(here).query_one("#since").display
