"""`stepward protocol check | fmt | new`, as typed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from protocols.toml.parser import read
from tests.protocols.helpers.site_file import GOOD
from tui.__main__ import main
from tui.exit_codes import Exit

ANSWERS = """\

Alectinib, our ward
alectinib


20, abc
20, 150
y
Ward agreement of the pharmacy
4
99




7
3
20



zero
2


20
150
y
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    file = tmp_path / "site.toml"
    file.write_text(GOOD, encoding="utf-8")
    return file


def test_check_says_what_is_unusual(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocol", "check", str(site)]) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{site}: no fault."
    assert any("the daily dose is 15 times and a single dose 7.5 times that of" in line for line in lines)


def test_check_names_every_fault_of_every_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.write_text(GOOD.replace("days = 5", "days = 0").replace("morning = 20\n", 'morning = "20 mg"\n'))
    missing = site.with_name("none.toml")
    assert main(["protocol", "check", str(site), str(missing)]) == Exit.REFUSED
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "line 36, steps 1, morning" in lines[0]
    assert "line 40, steps 2, days" in lines[1]
    assert "there is no such file" in lines[2]


def test_check_as_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = site.with_name("bad.toml")
    bad.write_text(GOOD)
    assert main(["protocol", "check", "--json", str(site), str(bad)]) == Exit.REFUSED
    good, wrong = json.loads(capsys.readouterr().out)["files"]
    assert (good["faults"], {remark["weight"] for remark in good["remarks"]}) == ([], {"warning"})
    assert [(fault["line"], fault["place"]) for fault in wrong["faults"]] == [(1, "id")]


def test_fmt_rewrites_what_is_uneven_and_leaves_a_faulty_file(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write_text(GOOD.replace("unit = ", "unit="))
    site.chmod(0o640)
    assert main(["protocol", "fmt", str(site)]) == Exit.OK
    assert site.read_text() == GOOD
    assert sys.platform == "win32" or site.stat().st_mode & 0o777 == 0o640
    assert main(["protocol", "fmt", str(site)]) == Exit.OK
    assert capsys.readouterr().err.count("rewritten") == 1
    site.write_text("unit=1")
    assert main(["protocol", "fmt", str(site)]) == Exit.REFUSED
    assert (site.read_text(), list(site.parent.iterdir())) == ("unit=1", [site])


def test_new_asks_again_until_an_answer_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(ANSWERS))
    file = tmp_path / "our-ward.toml"
    assert main(["protocol", "new", str(file)]) == Exit.OK
    told = capsys.readouterr()
    assert '"abc" is not a number. Write a number such as 150 or 37.5.' in told.out
    assert "99 is out of range. Write a whole number from 1 to 72." in told.out
    assert "the daily dose is 8.5 times and a single dose 7.5 times that of" in told.err
    protocol = read(file.read_text(), file.name)
    assert [(step.days, [str(dose.amount) for dose in step.doses]) for step in protocol.steps] == [
        (2, ["20"]), (None, ["20", "150"]),
    ]  # fmt: skip
    assert protocol.doses.second_check == "every dose"


def test_new_writes_nothing_over_a_file_or_when_the_answers_end(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["protocol", "new", str(site)]) == Exit.REFUSED
    assert site.read_text() == GOOD
    monkeypatch.setattr("sys.stdin", io.StringIO("mg\n"))
    assert main(["protocol", "new", str(site.with_name("other.toml"))]) == Exit.REFUSED
    assert main(["protocol", "new", str(site.with_name("Our ward.txt"))]) == Exit.USAGE
    assert [file.name for file in site.parent.iterdir()] == ["site.toml"]
