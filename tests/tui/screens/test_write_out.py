"""Key `>`: one list, new files in one folder; no path, nothing written over, what cannot be is said."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from textual.widgets import Static

from protocols.entries import PatientDetailsChanged
from tests.protocols.helpers.bedside import on_step
from tests.tui.helpers.bedside_app import MRN, NG, Bedside, Ward, bedside, said
from tests.tui.helpers.papers import assert_page_sound, pages_of
from tui.paper.figure import figure_pdf
from tui.paper.outputs import OUTPUTS, write_out
from tui.paper.page import pdf as pdf_module
from tui.paper.page.marks import Mark
from tui.screens.patient.write_out import WriteOutScreen
from tui.terminal import own_version


def written(tmp_path: Path) -> list[str]:
    folder = tmp_path / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


async def choose(here: Bedside, label: str) -> None:
    """Go down to the line that begins with `label`, and press Enter."""
    screen = here.app.screen
    assert isinstance(screen, WriteOutScreen)
    place = [output.label for output in screen.outputs].index(label)
    await here.press("home", *["down"] * place, "enter")


@pytest.mark.parametrize("way", [(), ("enter",), ("x",)])
async def test_the_list_opens_from_board_chart_and_picture(tmp_path: Path, way: tuple[str, ...]) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    async with bedside(ward) as here:
        await here.press(*way, "greater_than_sign")
        assert isinstance(here.app.screen, WriteOutScreen)
        assert "NG, Li Wei" in here.text("#banner")
        await choose(here, "Medication administration record (PDF)")
        assert f"Written:{tmp_path / 'exports'}" in "".join(here.text("#wrote").split())
        await here.press("escape")
        assert not isinstance(here.app.screen, WriteOutScreen)
    assert written(tmp_path) == [f"mar-{MRN}-alectinib-report-2020.pdf"]
    assert "wrote Medication administration record" in (tmp_path / "ward.access.jsonl").read_text("utf-8")


async def test_everything_in_the_list_is_written_and_nothing_over_another(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("greater_than_sign")
        for output in (*OUTPUTS, *OUTPUTS):
            await choose(here, output.label)
            assert "Written:" in here.text("#wrote")
    names = written(tmp_path)
    assert len(names) == 2 * len(OUTPUTS)
    for name in names:
        content = (tmp_path / "exports" / name).read_bytes()
        if name.endswith(".pdf"):
            assert pages_of(content)
        elif name.endswith(".svg"):
            ElementTree.fromstring(content)
        assert not name.startswith("figure") or b"Li Wei" not in content


async def test_without_a_patient_only_the_wards_papers_are_offered(tmp_path: Path) -> None:
    async with bedside(Ward(tmp_path)) as here:
        await here.press("greater_than_sign")
        screen = here.app.screen
        assert isinstance(screen, WriteOutScreen)
        assert {output.about for output in screen.outputs} == {"ward"}
        await choose(here, "Downtime records of the whole ward (PDF)")
    assert written(tmp_path) == ["downtime-ward.pdf"]


async def test_a_patient_without_a_course_has_no_record_to_print(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.admit()
    async with bedside(ward) as here:
        await here.press("greater_than_sign")
        screen = here.app.screen
        assert isinstance(screen, WriteOutScreen)
        assert all(output.about != "course" for output in screen.outputs)


async def test_without_the_extra_it_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    for name in [name for name in sys.modules if name.partition(".")[0] == "fpdf"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fpdf", None)
    async with bedside(ward) as here:
        await here.press("greater_than_sign", "enter")
        assert "This needs the PDF extra" in here.text("#wrote")
    assert written(tmp_path) == []


@pytest.mark.parametrize("gone", [FileNotFoundError("the typeface"), ModuleNotFoundError("biip")], ids=repr)
async def test_a_paper_that_needs_what_was_taken_away_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: Exception
) -> None:
    """The list was open when another Stepward was installed in the place of this one."""

    def fails(text: str) -> object:
        raise gone

    ward = Ward(tmp_path)
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("greater_than_sign")
        monkeypatch.setattr("tui.paper.labels.read_code", fails)
        monkeypatch.setattr(own_version, "is_here", lambda: False)
        await choose(here, "Wristband and bed label (PDF)")
        assert "installed anew, or taken away" in said(here.app.screen.query_one("#wrote", Static))
        assert isinstance(here.app.screen, WriteOutScreen)
    assert written(tmp_path) == []
    monkeypatch.setattr(own_version, "is_here", lambda: True)
    (label,) = [output for output in OUTPUTS if output.name == "labels"]
    with pytest.raises(type(gone)):  # else it is a fault of ours, and is not made light of
        write_out(label, ward.ledger, ward.path, MRN, ward.course, ward.now)


def test_a_file_name_is_made_of_the_number_and_nothing_else_of_it(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    figure = next(output for output in OUTPUTS if output.suffix == ".svg")
    path = write_out(figure, ward.ledger, ward.path, MRN, ward.course, ward.now)
    assert path.parent == tmp_path / "exports"
    assert path.name == f"figure-{MRN}-alectinib-report-2020.svg"


def test_the_figure_as_pdf_has_every_word_of_the_svg_inside_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    bed = on_step(5)
    bed.day()
    seen: list[tuple[list[Mark], tuple[float, float]]] = []
    real = pdf_module.pdf

    def watched(pages: list[list[Mark]], size: tuple[float, float], *rest: object) -> bytes:
        seen.extend((page, size) for page in pages)
        return real(pages, size, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("tui.paper.figure.pdf", watched)
    for named in (False, True):
        (page,) = pages_of(figure_pdf(bed.folded, bed.chart, bed.now, named=named))
        assert "Step 5: 600 mg twice daily (target)" in page
        assert "Protocol day" in page
        assert ("NG, Li Wei" in page) is named
    wordy = msgspec.structs.replace(NG, family="Wolfeschlegel" * 15 + "steinh", bed="Window " * 6)
    bed.record(PatientDetailsChanged(wordy, "as on the passport"), course="")
    (page,) = pages_of(figure_pdf(bed.folded, bed.chart, bed.now, named=True))
    assert wordy.family.upper() in page.replace(" ", "")
    for marks, size in seen:
        assert_page_sound(marks, size)
    first, second = (figure_pdf(bed.folded, bed.chart, bed.now) for _ in range(2))
    assert first == second
