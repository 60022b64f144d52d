"""The access record: every look is kept, by many sessions at once, and a damaged line spoils no other."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from store.site.access_log import AccessRecord, Looked, looked
from tests.store.helpers.ward import NURSE
from tests.store.helpers.workers import start

AT = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
LOOK = looked(AT, "00481-7", "chart", NURSE)


def record(folder: Path) -> AccessRecord:
    ledger = folder / "ward.json"
    ledger.touch()
    return AccessRecord(ledger)


def look_often(path: Path, name: str, count: int) -> None:
    access = AccessRecord(path)
    for n in range(count):
        assert access.add(Looked(AT, str(n), "chart", name)) == ""


def test_what_is_added_is_read_as_it_was(tmp_path: Path) -> None:
    access = record(tmp_path)
    assert list(access.read()) == []
    berlin = AT.astimezone(timezone(timedelta(hours=1)))
    assert access.add(looked(berlin, "00481-7", "chart", NURSE)) == ""
    assert access.add(looked(AT, "", "stepward list", None, "backup")) == ""
    assert list(access.read()) == [LOOK, Looked(AT, "", "stepward list", account="backup")]
    assert access.path.name == "ward.access.jsonl"


def test_many_sessions_lose_and_mix_nothing(tmp_path: Path) -> None:
    access = record(tmp_path)
    sessions = [start(look_often, access.ledger, f"nurse {n}", 250) for n in range(4)]
    for session in sessions:
        session.join(60)
    assert [session.exitcode for session in sessions] == [0] * 4
    looks = list(access.read())
    assert len(looks) == len(set(looks)) == 1000
    assert None not in looks


def test_a_line_that_was_cut_off_is_counted_and_spoils_no_other(tmp_path: Path) -> None:
    access = record(tmp_path)
    access.add(LOOK)
    with access.path.open("ab") as file:
        file.write(b'\n{"at":"2026-11-22T14:2')
    access.add(LOOK)
    with access.path.open("ab") as file:
        file.write(b"\n\xff\xfe\n\n")
    access.add(LOOK)
    assert list(access.read()) == [LOOK, None, LOOK, None, LOOK]


@pytest.mark.skipif(sys.platform == "win32", reason="rights as on POSIX")
def test_colleagues_may_add_to_it_and_others_may_not_read_it(tmp_path: Path) -> None:
    access = record(tmp_path)
    access.ledger.chmod(0o660)
    umask = os.umask(0o077)
    try:
        access.add(LOOK)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(access.path.stat().st_mode) == 0o660


def test_where_it_cannot_be_kept_that_is_said(tmp_path: Path) -> None:
    assert "cannot be written down" in AccessRecord(tmp_path / "gone" / "ward.json").add(LOOK)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access = record(tmp_path)
    monkeypatch.setattr(os, "write", lambda file, data: len(data) - 1)
    assert "The disk is full" in access.add(LOOK)
