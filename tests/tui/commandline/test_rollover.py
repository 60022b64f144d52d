"""`stepward rollover`, and what the other plain commands say of a ledger that has several files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from protocols.entries import ClockConfirmed
from protocols.reports.carried_over import RECENT
from store.ledger.ledger import Ledger
from tests.store.helpers.courses import enrol, stop
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, admission, entry
from tests.tui.helpers.shell import data, stepward

ENDED = "00007-1"


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ward with one patient, and one whose course ended long ago."""
    path, clock = tmp_path / "ward.json", Clock()
    clock.now = datetime.now(UTC) - RECENT - timedelta(hours=2)
    with Ledger.create(path, "Ward 3", ZONE, NURSE, now=clock) as ledger:
        ledger.append(admission(clock(), ENDED), 0)
        enrol(ledger, ENDED, clock)
        stop(ledger, ENDED, clock)
        clock.go(days=RECENT.days, hours=1)
        ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
        ledger.append(admission(clock()), 0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("STEPWARD_DATA", str(path))
    return path


def test_a_new_file_is_begun_and_told(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, told = stepward(capsys, "rollover")
    assert (code, text) == (0, str(ward.with_name("ward-0002.json")))
    assert f"with 1 patient from {ward}" in told
    assert "1 earlier patient, without an open course, can be read from the older files" in told
    (ward.parent / "ward-0003.json").write_text("half made")
    found = data(capsys, "rollover")
    assert found == {
        "path": str(ward.with_name("ward-0004.json")),
        "older": str(ward.with_name("ward-0002.json")),
        "made": True,
        "carried": 1,
        "former": 1,
        "left_over": [str(ward.with_name("ward-0003.json"))],
    }
    code, text, _ = stepward(capsys, "verify")
    assert code == 0
    assert "The ledger has 3 files: ward.json, ward-0002.json and ward-0004.json." in text
    assert "ward-0003.json was left over".replace(" ", "") in text.replace(" ", "")


def test_where_no_ledger_is_none_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STEPWARD_DATA", str(tmp_path / "none.json"))
    assert stepward(capsys, "rollover")[0] == 3
    assert list(tmp_path.iterdir()) == []


def test_earlier_patients_are_listed_when_asked_for_and_shown(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = data(capsys, "show", ENDED)
    data(capsys, "rollover")
    assert [patient["mrn"] for patient in data(capsys, "list")["patients"]] == [MRN]
    code, text, told = stepward(capsys, "list")
    assert (code, ENDED in text) == (0, False)
    assert "1 earlier patient in older files: stepward list --all shows them too." in told
    assert [patient["mrn"] for patient in data(capsys, "list", "--all")["patients"]] == [ENDED, MRN]
    assert data(capsys, "show", ENDED)["entries"] == before["entries"]


def test_a_backup_of_several_files_is_verified_and_restored(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data(capsys, "rollover")
    copy = Path(data(capsys, "backup", str(tmp_path / "copy"))["path"])
    assert data(capsys, "verify", str(copy))["ok"]
    code, _, told = stepward(capsys, "restore", str(copy), "--yes")
    assert code == 0
    assert f"What was there is now {tmp_path / 'ward.before-restore-1'}." in told
    assert stepward(capsys, "verify")[0] == 0
    shutil.rmtree(copy)
    copy.mkdir()
    code, _, told = stepward(capsys, "verify", str(copy))
    assert (code, f"There is no ledger in {copy}." in told) == (3, True)
