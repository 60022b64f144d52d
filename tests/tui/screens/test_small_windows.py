"""A window smaller than 80x23 says so, keeps who and what in view, and lets no line run into the next."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.tui.helpers.bedside_app import MRN, Ward, bedside
from tui.forms.doses.dose import DoseForm
from tui.views.course.board import HEADINGS
from tui.views.round.layout import Needs, columns

SMALL = [(60, 15), (79, 24), (80, 22), (40, 12)]


@pytest.mark.parametrize("size", SMALL)
async def test_a_small_window_says_so_and_keeps_the_patient_and_the_status(
    size: tuple[int, int], ward: Ward
) -> None:
    ward.gate_open()
    async with bedside(ward, size=size) as here:
        told = f"Needs 80x23, this window is {size[0]}x{size[1]}"
        assert told in here.text("#title")
        board = here.app.screen.query_one(OptionList)
        assert board.virtual_size.height == len(here.app.ward.rows), "one line a patient, none wrapped"
        await here.press("enter")
        assert told in here.text("#title")
        assert "NG, Li" in here.text("#banner")
        assert "OPEN" in here.text("#state")
        lower = here.app.screen.query_one("#lower")
        assert lower.size.height >= 2, "the gate can be scrolled to"
        await here.press("escape")
        form = await here.open(DoseForm(MRN, ward.course))
        assert form.query_one("#record").region.bottom <= size[1]
        assert "NG, Li" in here.text("#form-banner")
        assert "nurse" in here.text("#form-title")
        assert "AO" in here.text("#form-title"), "who is signed on stays, if only by initials"


async def test_the_24_lines_of_which_tmux_keeps_one_are_enough(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward, size=(80, 23)) as here:
        for keys in ((), ("enter",), ("t",), ("escape", "x")):
            await here.press(*keys)
            title = here.text("#title")
            assert "Needs" not in title
            assert "Ada Okafor (AO), nurse" in title
            assert "07:30" in title, "the clock"


@pytest.mark.parametrize("cells", [30, 50, 60, 79])
def test_narrow_columns_leave_out_whole_ones(cells: int) -> None:
    widths = columns(cells, Needs())
    kept = [name for name, room in zip(HEADINGS, widths, strict=True) if room]
    assert {"Status", "Bed", "Patient", "Next"} <= set(kept)
    if cells >= 55:
        assert sum(widths) + len(kept) <= cells


def test_a_wide_board_has_the_hospital_numbers_whole() -> None:
    numbers = Needs(number=9)
    assert len(columns(80, numbers)) == len(columns(94, numbers)) == len(HEADINGS)
    assert columns(109, numbers)[-1] == 9
    assert sum(columns(109, numbers)) + len(HEADINGS) + 1 <= 109


async def test_a_narrow_foot_keeps_help_and_the_red_flag(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward, size=(40, 24)) as here:
        assert here.text("#keys").startswith("F1 Help")
        assert "! Red flag" in here.text("#keys")
