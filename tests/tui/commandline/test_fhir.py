"""`stepward fhir`: the Bundle on stdout or in a new file, the same bytes, and what cannot be written said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.site.library import FIRST as REPORT
from tests.tui.helpers.shell import NOW, OPEN, data, err, out
from tui.__main__ import main
from tui.commandline.base import opening
from tui.demo import build


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ward") / "ward.json"
    build(path, NOW, "Europe/London")
    return path


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_the_bundle_goes_to_stdout_the_same_each_time(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "fhir", OPEN, "--data", str(ward))
    assert json.loads(text)["resourceType"] == "Bundle"
    assert out(capsys, "fhir", OPEN, "--data", str(ward)) == text
    assert "HTEST" not in text


def test_each_entry_has_its_hash_in_the_ledger(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "fhir", OPEN, "--data", str(ward))
    with Ledger.open(ward, read_only=True) as ledger:
        entries = ledger.record(OPEN).entries
        for entry in entries:
            assert f'"{entry.number}-{ledger.digest(entry.number)}"' in text
        assert len({ledger.digest(entry.number) for entry in entries}) == len(entries)


def test_a_new_file_is_written_and_never_over_one(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "course.json"
    found = data(capsys, "fhir", OPEN, "-o", str(target), "--data", str(ward))
    assert found == {"path": str(target), "mrn": OPEN, "course": found["course"], "protocol": REPORT}
    before = target.read_bytes()
    assert before.decode() == out(capsys, "fhir", OPEN, "--data", str(ward))
    said = err(capsys, "fhir", OPEN, "-o", str(target), "--data", str(ward), code=4)
    assert "is there already and is not written over" in said
    assert target.read_bytes() == before
    other = tmp_path / "other.json"
    assert out(capsys, "fhir", OPEN, "-o", str(other), "--data", str(ward)) == f"{other}\n"
    course = found["course"]
    assert out(capsys, "fhir", OPEN, "--course", course, "--data", str(ward)) == before.decode()


def test_an_invented_ward_is_marked_as_test_data(capsys: pytest.CaptureFixture[str]) -> None:
    bundle = json.loads(out(capsys, "--demo", "fhir", OPEN))
    assert bundle["meta"]["tag"][0]["code"] == "HTEST"
    assert {each["resource"]["meta"]["tag"][0]["code"] for each in bundle["entry"]} == {"HTEST"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], 'no patient with MRN "nobody"'),
        ([OPEN, "--course", "x"], 'course "x"'),
        ([OPEN, "-o", "missing/x.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said(
    ward: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert said in err(capsys, "fhir", *words, "--data", str(ward), code=4)
    assert not Path("missing").exists()


def test_the_command_line_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["fhir", "--help"])
    assert "FHIR" in capsys.readouterr().out
