"""`stepward mar`, `stepward downtime` and `stepward figure -o x.pdf`: new files, words for what cannot be."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.papers import pages_of
from tests.tui.helpers.shell import LONG_NAME, OPEN, data, err, out
from tui.__main__ import main
from tui.paper.outputs import OUTPUTS, Output

pytestmark = pytest.mark.usefixtures("demo_ward")


PAPERS = (
    (("mar", LONG_NAME, "--paper", "letter"), "Medication administration record"),
    (("downtime", LONG_NAME), "Downtime record"),
    (("downtime", "--days", "1"), "Downtime records of the ward"),
    (("figure", OPEN), "case timeline"),
)


@pytest.mark.parametrize(("words", "title"), PAPERS)
def test_a_paper_is_a_new_file_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], title: str
) -> None:
    target = tmp_path / "paper.pdf"
    line = (*words, "-o", str(target))
    assert out(capsys, *line).strip() == str(target)
    before = target.read_bytes()
    assert title in pages_of(before)[0]
    assert "is there already and is not written over" in err(capsys, *line, code=4)
    assert target.read_bytes() == before
    again = tmp_path / "again.pdf"
    assert json.loads(out(capsys, *words, "-o", str(again), "--json"))["path"] == str(again)
    assert again.read_bytes() == before


@pytest.mark.parametrize("words", [*(words for words, _ in PAPERS[:3]), ("handover", "--pdf")])
def test_a_paper_goes_to_stdout_where_that_is_named(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]
) -> None:
    target = tmp_path / "paper.pdf"
    to = () if words[-1] == "--pdf" else ("-o",)
    assert main([*words, *to, str(target)]) == 0
    assert capfdbinary.readouterr().out.decode().strip() == str(target)
    assert main([*words, *to, "-"]) == 0
    assert capfdbinary.readouterr().out == target.read_bytes()


def test_a_figure_goes_to_stdout_without_a_name_and_a_paper_needs_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "course.svg"
    out(capsys, "figure", OPEN, "-o", str(target), "--named")
    assert out(capsys, "figure", OPEN, "--named") == target.read_text()
    assert main(["mar", OPEN]) == 2
    assert "-o, or add --print" in capsys.readouterr().err


@pytest.mark.parametrize("output", [row for row in OUTPUTS if row.command], ids=lambda row: row.label)
def test_what_was_asked_of_a_document_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: Output
) -> None:
    target = tmp_path / f"document{output.suffix}"
    about = () if output.about == "ward" else (OPEN,)
    told = data(capsys, output.command, *about, "-o", str(target))
    assert set(told) == {"path", "mrn", "course", "protocol", "entry", *output.asked}
    assert bool(told["mrn"]) == bool(told["course"]) == (output.about == "course")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("mar", "nobody"), 4, 'no patient with MRN "nobody"'),
        (("mar", OPEN, "--course", "x"), 4, 'course "x"'),
        (("downtime", "nobody"), 4, 'no patient with MRN "nobody"'),
        (("downtime", "--days", "99"), 2, "--days is from 0 to 14"),
        (("downtime", "--course", "x"), 2, "goes with the MRN"),
    ],
)
def test_what_cannot_be_printed_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    target = tmp_path / "paper.pdf"
    assert said in err(capsys, *words, "-o", str(target), code=code)
    assert not target.exists()


def test_without_the_extra_the_command_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "fpdf"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fpdf", None)
    target = tmp_path / "paper.pdf"
    assert "stepward[pdf]" in err(capsys, "mar", OPEN, "-o", str(target), code=4)
    assert not target.exists()
