"""Several sessions roll over, record and are killed at once: one chain of files, nothing lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from store.maintenance.verify import verify
from tests.store.helpers.ward import MRN, NURSE, ZONE, admission
from tests.store.helpers.workers import begin_new_file, hammer, roll_on, start, write

KILLS = int(os.environ.get("STEPWARD_TEST_KILLS", "200")) // 5
PAUSE = threading.Event()


def new_ledger(folder: Path) -> Path:
    with Ledger.create(folder / "ward.json", "Ward 3", ZONE, NURSE) as ledger:
        ledger.append(admission(utc_now()), 0)
        return ledger.path


@pytest.mark.parametrize("rounds", [5])
def test_of_several_who_roll_over_at_once_one_makes_the_new_file(tmp_path: Path, rounds: int) -> None:
    path = new_ledger(tmp_path)
    for number in range(2, 2 + rounds):
        go = tmp_path / f"go-{number}"
        sessions = [start(begin_new_file, path, go, tmp_path / f"made-{number}-{n}") for n in range(3)]
        until = time.monotonic() + 60
        while len(list(tmp_path.glob(f"made-{number}-*"))) < 3 and time.monotonic() < until:
            PAUSE.wait(0.001)
        go.touch()
        for session in sessions:
            session.join(60)
            assert session.exitcode == 0
        told = [(tmp_path / f"made-{number}-{n}").read_text().split() for n in range(3)]
        assert [name for _, name in told] == [f"ward-{number:04}.json"] * 3
        assert sorted(made for made, _ in told) == ["False", "False", "True"]
    assert sorted(found.name for found in tmp_path.glob("ward*.json")) == sorted(
        ["ward.json", *(f"ward-{number:04}.json" for number in range(2, 2 + rounds))]
    )
    assert verify(path).findings == ()


def test_writers_go_on_through_new_files_and_lose_and_double_nothing(tmp_path: Path) -> None:
    path, done = new_ledger(tmp_path), tmp_path / "done"
    rolling = start(roll_on, path, done)
    writers = [start(write, path, f"writer {n}", 60) for n in range(3)]
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    done.touch()
    rolling.join(60)
    assert rolling.exitcode == 0
    with Ledger.open(path) as ledger:
        assert len(ledger.files) > 2
        for n in range(3):
            told = (tmp_path / f"writer {n}.acknowledged").read_text().split("\n")[:-1]
            stored = [entry.id for entry in ledger.record(f"writer {n}").entries]
            assert told == stored[1:] == [f"writer {n}/{count}" for count in range(60)]
    assert verify(path).findings == ()


def test_killed_while_new_files_are_begun_nothing_is_lost(tmp_path: Path) -> None:
    path, acknowledged, done = new_ledger(tmp_path), tmp_path / "acknowledged", tmp_path / "done"
    acknowledged.touch()
    signals = ["SIGKILL"] if sys.platform == "win32" else ["SIGKILL", "SIGTERM"]
    for killed in range(0, KILLS, 2):
        before = acknowledged.stat().st_size
        sessions = [start(hammer, path, MRN, acknowledged), start(roll_on, path, done)]
        until = time.monotonic() + 60
        while acknowledged.stat().st_size < before + random.randrange(33, 300) and time.monotonic() < until:
            PAUSE.wait(0.001)
        for session in sessions:
            assert session.pid is not None
            os.kill(session.pid, getattr(signal, signals[killed // 2 % len(signals)], signal.SIGTERM))
        for session in sessions:
            session.join(30)
            assert session.exitcode is not None
            assert session.exitcode < 0 or sys.platform == "win32", "a session ended by itself"
    with Ledger.open(path) as ledger:
        assert ledger.problem == ""
        assert len(ledger.files) > 2
        stored = Counter(entry.id for entry in ledger.record(MRN).entries)
        with TinyDB(ledger.path, access_mode="r") as stock:
            assert len(stock.table("entries")) > 1
    told = acknowledged.read_text().split()
    assert [id for id in told if stored[id] != 1] == []
    assert max(stored.values()) == 1
    assert len(stored) - 1 - len(told) <= KILLS
    assert verify(path).findings == ()
