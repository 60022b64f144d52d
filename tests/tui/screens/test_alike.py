"""Patients who are taken for each other are told apart on the board and on every paper."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from protocols.entries import PatientAdmitted, PatientDetailsChanged
from tests.tui.helpers.bedside_app import MRN, NG, Ward, bedside
from tests.tui.helpers.papers import assert_sound, words_of
from tests.tui.helpers.staffed import drawn
from tui.paper.downtime_ward import ward_sheets
from tui.paper.mar import mar_sheet
from tui.views.course.namesakes import namesake_lines
from tui.views.round.layout import Layout, patient_lines

TWIN = "00481-9"
OTHER = PatientAdmitted("Ng", "Lee", date(1958, 3, 12), "female", "4", "", "none known")
NOBODY = PatientAdmitted("Whitcombe", "Rosalind", date(1963, 3, 19), "female", "13", "", "none known")


@pytest.fixture
def ward(ward: Ward) -> Ward:
    ward.begin()
    ward.record(NOBODY, patient="00990-1", course="")
    return ward


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (130, 40)])
async def test_the_board_says_number_birth_date_and_whom_they_are_like(
    size: tuple[int, int], ward: Ward
) -> None:
    async with bedside(ward, size=size) as here:
        assert "like bed" not in drawn(here)
        ward.record(OTHER, patient=TWIN, course="")
        here.app.follow()
        await here.settle()
        said = " ".join(drawn(here).split())
        for number, bed in ((MRN, "4"), (TWIN, "12")):
            assert f"MRN {number}" in said
            assert f"like bed {bed}" in said
        assert said.count("born 12-Mar-1958") == 2
        assert "MRN 00990-1" not in drawn(here).split("F1 Help")[0] or size[0] > 80
        renamed = msgspec.structs.replace(OTHER, family="Adeyemi", given="Ola", born=date(1970, 1, 2))
        ward.record(PatientDetailsChanged(renamed, "wrong name"), patient=TWIN, course="")
        here.app.follow()
        await here.settle()
        assert "like bed" not in drawn(here)


async def test_keys_on_the_board_are_for_the_line_that_is_highlighted(ward: Ward) -> None:
    ward.record(OTHER, patient=TWIN, course="")
    async with bedside(ward) as here:
        first = here.app.screen.chosen  # type: ignore[attr-defined]
        await here.press("down")
        assert here.app.screen.chosen != first  # type: ignore[attr-defined]


def test_a_paper_says_it_on_every_page_and_in_the_list_of_the_ward(ward: Ward) -> None:
    def frame() -> tuple[str, ...]:
        return mar_sheet(ward.ledger, ward.ledger.record(MRN), ward.chart, ward.now, "A4").frame.who

    assert not [line for line in frame() if "LIKE" in line]
    ward.record(OTHER, patient=TWIN, course="")
    like = next(line for line in frame() if "LIKE" in line)
    assert like == (
        "LIKE ANOTHER PATIENT: NG, Lee, born 12-Mar-1958, MRN 00481-9, bed 4 (the same family name). "
        "Check number and date of birth."
    )
    listed, *_ = ward_sheets(ward.ledger, ward.now, "A4", 3)
    assert_sound(listed)
    assert "NG, Li Wei LIKE BED 4" in words_of(listed)


def test_what_tells_them_apart_is_never_cut_and_the_others_are_counted() -> None:
    ward = {f"{number}": msgspec.structs.replace(NG, bed=str(number)) for number in range(6)}
    apart = namesake_lines("0", ward, {"0": ("1", "2", "3", "4", "5")})
    assert apart == ("MRN 0", "born 12-Mar-1958", "like bed 1, 2, 3 and 2 more")
    assert namesake_lines("1", ward, {"0": ("1",)}) == ()
    cells = [(name, "") for name in ("DUE", "0", "NG, Li Wei", "", "", "", "", "")]
    for room in (12, 20, 40, 80):
        layout = Layout((4, 4, room, 0, 0, 0, 0, 0))
        lines = patient_lines(cells, "0", layout, [], apart)  # type: ignore[arg-type]
        text = " ".join("".join(part for part, _ in line).strip() for line in lines[1:])
        assert " ".join(text.split()) == "! MRN 0 born 12-Mar-1958 like bed 1, 2, 3 and 2 more"
        assert all(sum(len(part) for part, _ in line) <= room + 11 for line in lines)
