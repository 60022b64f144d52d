"""A ledger that an older Stepward wrote is read, verified, exported and continued as if it were new.

The files in `before_the_rooms` were written by commit c104c32, through its own gate: 89 entries of 25 kinds,
a record imported from another ledger, a rollover after five months, and the export that commit made of them.
"""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from protocols import entries as e
from protocols.values.refusal import Refused
from store.exchange.jsonl_export import jsonl
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.store.helpers.ward import entry
from tui.demo.people import ADMIN, DAY_NURSE, PRESCRIBER

WRITTEN = Path(__file__).with_name("before_the_rooms")
HEAD = "89-e66006a1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name in ("ward.json", "ward-0002.json"):
        shutil.copy(WRITTEN / name, tmp_path)
    return tmp_path / "ward.json"


def test_it_is_verified_entry_by_entry_with_the_gate_of_today(path: Path) -> None:
    report = verify(path)
    assert (report.findings, report.good, report.head, len(report.files)) == ((), 89, HEAD, 2)


def test_its_records_staff_and_approvals_are_those_that_were_written(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.patients() == ["00512-9", "00547-1", "00591-0", "00619-8"]
        assert list(ledger.former()) == ["00655-7"]
        found = {patient: len(ledger.record(patient).entries) for patient in (*ledger.patients(), "00655-7")}
        assert found == {"00512-9": 19, "00547-1": 16, "00591-0": 12, "00619-8": 7, "00655-7": 19}
        members = [(one.initials, one.active, one.wrong, one.account) for one in ledger.staff.members]
        ours = [(initials, True, 0, "") for initials in ("HC", "AD", "TN", "IB")]
        assert members == [*ours, ("RM", False, 0, "ravi")]
        assert list(ledger.approvals.newest) == ["site-2026"]


def test_its_export_is_byte_for_byte_what_it_was(path: Path, tmp_path: Path) -> None:
    exported = WRITTEN / "ward.jsonl"
    with Ledger.open(path, read_only=True) as ledger:
        now = ledger.newest
        assert now is not None
        assert jsonl(ledger, None, now).encode() == exported.read_bytes()
    again = tmp_path / "again"
    again.mkdir()
    assert recreate(exported, again / "ward.json").head == HEAD


def test_it_is_continued_and_rolled_over(path: Path) -> None:
    before = path.read_bytes()
    with Ledger.open(path) as opened:
        newest = opened.newest
    assert newest is not None
    at = newest + timedelta(minutes=1)
    with Ledger.open(path, now=lambda: at) as ledger:
        note = entry(e.NoteAdded("written by the version of today"), at, patient="00547-1", by=DAY_NURSE)
        assert ledger.append(note, ledger.record("00547-1").version).number == 90
        step = entry(e.StepStarted(4, e.DoseKey(at.date(), "20:00")), at, patient="00512-9", by=PRESCRIBER)
        chart = ledger.record("00512-9").latest
        assert chart is not None
        with pytest.raises(Refused, match="rash"):  # The skin had a rash, five months ago.
            ledger.append(msgspec.structs.replace(step, course=chart.id), ledger.record("00512-9").version)
        ledger.roll_over(ADMIN)
        assert ledger.path.name == "ward-0003.json"
    assert path.read_bytes() == before
    report = verify(path)
    assert (report.findings, len(report.files)) == ((), 3)
    with TinyDB(path.with_name("ward-0002.json"), access_mode="r") as stock:
        assert stock.table("entries").all()[-1]["what"] == {
            "kind": "ledger continued",
            "file": "ward-0003.json",
        }


def test_the_files_hold_nearly_every_kind(path: Path) -> None:
    text = path.read_text() + path.with_name("ward-0002.json").read_text()
    assert len(set(re.findall(r'"kind":"([^"]+)"', text))) == 25
