"""Who else could be meant, said on the banner of every screen where somebody acts."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.entries import PatientAdmitted
from tests.protocols.helpers.bedside import at_bedside
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.views.course.banner import banner
from tui.views.lines.lines import text_of, width

OTHER = PatientAdmitted("Ng", "Li Mei", date(1990, 1, 1), "female", "4", "", "none known")
STRANGER = PatientAdmitted("Okafor", "Ada", date(1991, 1, 1), "female", "5", "", "none known")


@pytest.mark.parametrize("cells", [60, 78, 118])
def test_a_patient_of_like_name_is_one_line_below_the_allergies(cells: int) -> None:
    bed = at_bedside()
    people = {"77": OTHER, "78": STRANGER}
    lines = text_of(banner(bed.folded, bed.now, bed.zone, cells, people)).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("! bed 4: the same family name, NG")
    assert width(lines[2]) <= cells
    assert len(banner(bed.folded, bed.now, bed.zone, cells, {"78": STRANGER})) == 2


def test_without_a_bed_the_number_says_where_and_several_are_counted() -> None:
    bed = at_bedside()
    moved = PatientAdmitted("Ng", "Li Mei", date(1990, 1, 1), "female", "", "", "none known")
    lines = text_of(banner(bed.folded, bed.now, bed.zone, 100, {"77": moved, "79": OTHER})).splitlines()
    assert lines[2] == "! MRN 77 (and 1 more): the same family name, NG, Li Mei"


async def test_the_dose_form_and_the_chart_say_it(ward: Ward) -> None:
    ward.begin()
    ward.record(OTHER, patient="77", course="")
    async with bedside(ward) as here:
        await here.press("d")
        assert "! bed 4: the same family name, NG, Li Mei" in here.text("#form-banner")
        assert here.app.screen.query_one("#form-banner").size.height == 3, "a line of it is not seen"
        await here.press("escape", "enter")
        assert "! bed 4: the same family name, NG, Li Mei" in here.text("#banner")
        assert here.app.screen.query_one("#banner").size.height == 3, "a line of it is not seen"
