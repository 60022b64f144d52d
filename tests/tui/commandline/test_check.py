"""`stepward check`: what a monitor is told, and how bad it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance import health
from store.maintenance.backup import backup
from tests.store.helpers.ward import MRN, Clock, add, begin, note, smuggle
from tui.__main__ import main
from tui.commandline.admin import check


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(check, "utc_now", clock)
    usual = health.Finding("time", health.Level.OK, "synchronised")
    monkeypatch.setattr(health, "synchronised", lambda: usual)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000_000))
    return clock


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Path:
    (tmp_path / "ward").mkdir(mode=0o700)
    with begin(tmp_path / "ward", clock) as ledger:
        add(ledger, "slept well", clock())
    return tmp_path / "ward" / "ward.json"


def told(capsys: pytest.CaptureFixture[str], ledger: Path, *words: str) -> tuple[int, str]:
    code = main(["check", "--data", str(ledger), *words])
    out = capsys.readouterr().out
    assert out.count("\n") == 1 or "--json" in words
    assert MRN not in out
    return code, out


def test_all_is_well(ledger: Path, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = backup(ledger, tmp_path / "copies", now=clock)
    os.utime(made.path, (clock().timestamp(),) * 2)
    before = ledger.read_bytes()
    code, line = told(capsys, ledger, "--backups", str(tmp_path / "copies"))
    assert code == 0
    assert line.startswith("STEPWARD OK 0.")
    assert re.search(r"chain: 3 entries, the last one 3-[0-9a-f]{8}; ", line)
    assert "0.0 hours ago" in line
    assert ledger.read_bytes() == before
    found = json.loads(told(capsys, ledger, "--json")[1])
    assert (found["level"], [one["about"] for one in found["checks"]]) == (
        0,
        ["chain", "clock", "rights", "space", "time"],
    )
    assert {*found, *found["checks"][0]} <= set(re.findall(r"`(\w+)`", check.__doc__ or ""))


@pytest.mark.parametrize(("hours", "code"), [(26, 0), (27, 1), (80, 2)])
def test_an_old_backup_is_told(
    ledger: Path, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str], hours: int, code: int
) -> None:
    made = backup(ledger, tmp_path / "copies", now=clock)
    os.utime(made.path, ((clock() - timedelta(hours=hours)).timestamp(),) * 2)
    assert told(capsys, ledger, "--backups", str(tmp_path / "copies"))[0] == code
    assert told(capsys, ledger, "--backups", str(tmp_path / "copies"), "--max-age", "90")[0] == 0


def test_no_backup_is_critical(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    for folder in (tmp_path / "none", tmp_path / "nowhere"):
        code, line = told(capsys, ledger, "--backups", str(folder))
        assert code == 2
        assert line.startswith("STEPWARD CRITICAL")
        assert line.index("backup: ") < line.index("chain: "), "the worst comes first"


def test_damage_is_critical(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger.write_bytes(ledger.read_bytes().replace(b"slept", b"swept"))
    code, line = told(capsys, ledger)
    assert code == 2
    assert "chain: entry 3 is not as it should be: stepward verify" in line
    ledger.unlink()
    assert told(capsys, ledger)[0] == 2


def test_an_entry_of_a_newer_version_is_critical_and_no_damage(
    ledger: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    made = msgspec.structs.replace(note("x", clock()), number=4, recorded=clock())
    smuggle(ledger, codec.encode(made).replace(b'"text"', b'"colour":"red","text"'))
    code, line = told(capsys, ledger)
    assert code == 2
    assert "chain: Entry 4 was recorded by AO with a newer Stepward" in line
    assert "not as it should be" not in line


def test_the_clock_is_told(ledger: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    clock.go(hours=-3)
    assert told(capsys, ledger)[0] == 2
    clock.go(days=40)
    code, line = told(capsys, ledger)
    assert code == 1
    assert "far ahead of the newest entry" in line


@pytest.mark.parametrize(("free", "code"), [(2_000_000_000, 0), (500_000_000, 1), (50_000_000, 2)])
def test_little_space_is_told(
    ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, free: int, code: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert told(capsys, ledger)[0] == code


@pytest.mark.skipif(sys.platform == "win32", reason="rights as on POSIX")
def test_rights_that_are_wrong_are_a_warning(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger.parent.chmod(0o2770)
    ledger.chmod(0o600)
    code, line = told(capsys, ledger)
    assert code == 1
    assert "cannot record in ward.json" in line


def test_an_open_session_is_not_disturbed(
    ledger: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger.open(ledger, now=clock) as session:
        assert told(capsys, ledger)[0] == 0
        assert add(session, "on it goes", clock()).number == 4
