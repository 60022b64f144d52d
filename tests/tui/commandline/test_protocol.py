"""`stepward protocol check | fmt | new`, as typed."""

from __future__ import annotations

import io
import json
import sys
import tomllib
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
    assert "99 is out of range. Write hours from 0.25 to 72, such as 72 or 0.5." in told.out
    assert "the daily dose is 8.5 times and a single dose 7.5 times that of" in told.err
    protocol = read(file.read_text(), file.name)
    assert [(step.days, [str(dose.amount) for dose in step.doses]) for step in protocol.steps] == [
        (2, ["20"]), (None, ["20", "150"]),
    ]  # fmt: skip
    assert protocol.doses.second_check == "every dose"


EVERYTHING = [
    *(
        "y",
        "mg/kg",
        "0.5",
        "25",
        "Alectinib, our ward",
        "alectinib",
        "capsule",
        "oral",
        "20, 150",
        "y",
        "Ward agreement",
    ),
    *("4", "12", "72", "14", "120", "60", "1", "4", "33", "3", "2", "jaundice", "breathlessness", ""),
    *(
        "one case",
        "Ng 2026",
        "10.1/x",
        "1",
        "PMC1",
        "11 days",
        "macular",
        "2 days",
        "300 mg",
        "well",
        "1 year",
    ),
    *("11", "14", "5", "10", "8", "60", "No times are given.", ""),
    *("y", "suspension", "4", "n", "0.1"),
    # Step 1 once, by the clock; 2 every hour for hours; 3 on alternate days; 4 on days of the week; 5 days on
    # and days off; 6 in turn; 7 for good
    *("y", "", "90", "0.5", "2", "1", "5", "", "a test dose"),
    *("y", "6", "1", "n", "3", "12", "", "3", ""),
    *("n", "2", "2", "", "20", "", "", "", "", "", "", "n", "1", "14", "", "28", "alternate days"),
    *("n", "3", "Mon, Fry", "Mon, Wed, Fri", "3", "", "", "", "2", "", "", "", "n", "1", "14", "", "", ""),
    *("n", "4", "21", "7", "", "", "4", "", "", "3", "", "", "n", "1", "28", "", "", ""),
    *("n", "5", "morning 5", "morning", "morning 4", "", "n", "1", "2", "", "", ""),
    *("n", "1", "", "4", "", "2", "", "", "5", "1", "y", "n", "", "for good"),
    *("y", "neutrophils", "1.5", "20", "10^9/L", "72", "2, 4", "2", "y", "weekly", "751-8", "10*9/L", "n"),
    *("y", "prednisolone", "10 mg in the source", "10 mg", "once daily", "by 5 mg", "1", "14", "n"),
]


def test_new_asks_for_every_key_of_the_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(EVERYTHING) + "\n"))
    file = tmp_path / "our-ward.toml"
    assert main(["protocol", "new", str(file)]) == Exit.OK
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    schema = Path(__file__).parents[3] / "docs" / "protocol.schema.json"
    properties = json.loads(schema.read_text(encoding="utf-8"))["properties"]
    assert set(found) == set(properties)
    for table in ("citation", "published", "gate", "gate_down", "windows", "doses"):
        assert set(found[table]) == set(properties[table]["properties"]), table
    for tables in ("co_medications", "liquids", "checks", "steps"):
        asked = {key for table in found[tables] for key in table}
        assert asked >= set(properties[tables]["items"]["properties"]), tables


def test_new_keeps_what_was_answered_and_goes_on_from_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, draft = tmp_path / "our-ward.toml", tmp_path / "our-ward.toml.draft"
    for upto in (7, 30, 44, 58):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(EVERYTHING[:upto]) + "\n"))
        assert main(["protocol", "new", str(file)]) == Exit.REFUSED
        assert f"What was answered is kept in {draft}" in capsys.readouterr().err
        assert not file.exists()
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(EVERYTHING[upto:]) + "\n"))
        assert main(["protocol", "new", str(file)]) == Exit.OK
        assert "What was answered before is taken from" in capsys.readouterr().out
        text = file.read_text(encoding="utf-8")
        assert '"Ng 2026"' in text
        assert read(text, file.name).co_medications[0].last_day == 14
        assert not draft.exists()
        file.unlink()


def test_new_asks_again_for_what_only_the_whole_protocol_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A break of 30 hours is too short once a step is once daily; two like steps are one."""
    short = ["n", "", "Ours", "x", "", "", "20", "n", "us", "", "", "30", "", "", "", ""]
    steps = ["20", "", "", "", "n", "2", "20", "", "", "", "n", "2", "40", "", "", "", "y"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*short, *steps, "35", "36"]) + "\n"))
    file = tmp_path / "our-ward.toml"
    assert main(["protocol", "new", str(file)]) == Exit.OK
    told = capsys.readouterr().out
    assert "Step 2: the doses are those of the step before. Make it one step with the days of both." in told
    assert told.count("is too short for these steps. Write at least 36") == 2
    assert read(file.read_text(), file.name).gate.treatment_break_hours == 36


def test_new_writes_nothing_over_a_file_or_when_the_answers_end(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["protocol", "new", str(site)]) == Exit.REFUSED
    assert site.read_text() == GOOD
    monkeypatch.setattr("sys.stdin", io.StringIO("mg\n"))
    assert main(["protocol", "new", str(site.with_name("other.toml"))]) == Exit.REFUSED
    assert main(["protocol", "new", str(site.with_name("Our ward.txt"))]) == Exit.USAGE
    assert sorted(file.name for file in site.parent.iterdir()) == ["other.toml.draft", "site.toml"]
