"""An import that is killed in the middle leaves whole records only, and is taken up where it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from protocols.stats.stats import stats
from store.errors import NotSaved
from store.exchange.import_source import read_source
from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from store.maintenance.verify import verify
from tests.protocols.helpers.staff_list import ADMIN
from tests.protocols.stats.test_stats import sums
from tests.store.contract.test_random_nurses import InTheLedger
from tests.store.helpers.clinic import bring, clinic, exported, ward
from tests.store.helpers.ward import Clock, admission, note
from tests.store.helpers.workers import start

PATIENTS = [f"{number:05}-1" for number in range(20)]
NOTES = 5


def clinic_of_many(folder: Path) -> Path:
    """An export of a clinic with many patients of a few entries each."""
    clock = Clock()
    clock.now = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
    with Ledger.create(folder / "clinic.json", "Clinic", "Europe/Berlin", ADMIN, now=clock) as ledger:
        for patient in PATIENTS:
            version = ledger.append(admission(clock(), patient), 0).number
            for n in range(NOTES):
                version = ledger.append(note(f"note {n}", clock(), patient), version).number
        return exported(ledger, folder / "clinic.jsonl")


def import_all(path: Path, file: Path, go: Path) -> None:
    """Import everybody, and say when the first is recorded."""
    source = read_source(file)
    with Ledger.open(path, patience=60) as ledger:
        for patient in source.records:
            bring(ledger, source, utc_now(), patient)
            go.touch()


def test_a_killed_import_leaves_whole_records_and_is_taken_up_again(tmp_path: Path) -> None:
    file = clinic_of_many(tmp_path)
    with Ledger.create(tmp_path / "ward.json", "Ward 3", "Europe/Berlin", ADMIN) as ledger:
        path = ledger.path
    kills, whole = 0, 0
    while whole < len(PATIENTS) and kills < 12:
        go = tmp_path / f"go-{kills}"
        importer = start(import_all, path, file, go)
        until = time.monotonic() + 60
        while not go.exists() and importer.is_alive() and time.monotonic() < until:
            threading.Event().wait(0.0005)
        assert importer.pid is not None
        if sys.platform != "win32" and kills < 6:
            os.kill(importer.pid, signal.SIGKILL)
        importer.join(60)
        kills += 1
        with Ledger.open(path) as ledger:
            assert {len(ledger.record(patient).entries) for patient in ledger.patients()} <= {NOTES + 2}
            assert len(ledger.patients()) >= whole
            whole = len(ledger.patients())
        assert verify(path).ok
    assert whole == len(PATIENTS)


def test_what_cannot_be_saved_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bed = clinic(tmp_path / "clinic")
    with ward(tmp_path / "ward", bed.clock) as here:
        monkeypatch.setattr("store.log.layout.LONGEST", 2_000)
        with pytest.raises(NotSaved, match="too long"):
            bring(here, bed.sessions[0].path, bed.now)
        assert (here.position, here.patients()) == (1, [])
        monkeypatch.undo()
        assert bring(here, bed.sessions[0].path, bed.now).state == "new"
    for session in bed.sessions:
        session.close()


class ThereAndBack(InTheLedger):
    """After whatever random nurses did, on several files: the record comes over as it is."""

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            assert hasattr(self.way, "sessions")
            there, now = self.way.sessions[0], self.way.now
            there.refresh()
            file = exported(there, Path(self.folder.name) / "all.jsonl")
            with ward(Path(self.folder.name) / "here", lambda: now) as here:
                source = read_source(file)
                for patient in source.records:
                    ahead = any(entry.recorded and entry.recorded > now for entry in there.entries())
                    found = bring(here, source, now, patient)
                    assert found.state == ("conflict" if ahead else "new"), found.words
                    if not ahead:
                        assert here.record(patient).charts == there.record(patient).charts
                        one = there.record(patient)
                        assert jsonl(here, here.record(patient), now) == jsonl(there, one, now)
                        for group in stats(one.charts, now):
                            sums(group.figures)
                assert verify(here.path).ok
        super().teardown()


TestRandomRecordsComeOver = ThereAndBack.TestCase
TestRandomRecordsComeOver.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "4")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
