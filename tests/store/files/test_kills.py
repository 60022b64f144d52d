"""Sessions killed at random moments: what was acknowledged is kept, once."""

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

from store.errors import Busy
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tests.store.helpers.ward import MRN, NURSE, ZONE, add, admission, note
from tests.store.helpers.workers import hammer, hold_lock, start

KILLS = int(os.environ.get("STEPWARD_TEST_KILLS", "200"))
AT_ONCE = 4
PAUSE = threading.Event()


def new_ledger(folder: Path) -> Path:
    with Ledger.create(folder / "ward.json", "Ward 3", ZONE, NURSE) as ledger:
        for n in range(AT_ONCE):
            ledger.append(admission(utc_now(), f"patient {n}"), 0)
        return ledger.path


def test_killed_sessions_lose_and_double_nothing(tmp_path: Path) -> None:
    path, acknowledged = new_ledger(tmp_path), tmp_path / "acknowledged"
    acknowledged.touch()
    signals = ["SIGKILL"] if sys.platform == "win32" else ["SIGKILL", "SIGKILL", "SIGHUP", "SIGTERM"]
    for killed in range(0, KILLS, AT_ONCE):
        before = acknowledged.stat().st_size
        sessions = [start(hammer, path, f"patient {n}", acknowledged) for n in range(AT_ONCE)]
        until = time.monotonic() + 60
        while acknowledged.stat().st_size < before + random.randrange(33, 600) and time.monotonic() < until:
            PAUSE.wait(0.001)
        for session in sessions:
            assert session.pid is not None
            os.kill(session.pid, getattr(signal, signals[killed // AT_ONCE % len(signals)], signal.SIGTERM))
        for session in sessions:
            session.join(30)
            assert session.exitcode is not None
            assert session.exitcode < 0 or sys.platform == "win32", "a session ended by itself"
        with TinyDB(path, access_mode="r") as stock:
            assert len(stock.table("entries")) > AT_ONCE
    with Ledger.open(path) as ledger:
        assert ledger.problem == ""
        stored = Counter(entry.id for entry in ledger.entries())
    told = acknowledged.read_text().split()
    lost, doubled = [id for id in told if not stored[id]], [id for id in stored if stored[id] > 1]
    print(f"{KILLS} kills, {len(told)} acknowledged, {len(lost)} lost, {len(doubled)} doubled")
    assert len(told) >= KILLS // 2
    assert lost == doubled == []
    assert len(stored) - 1 - AT_ONCE - len(told) <= KILLS


def test_a_session_stopped_with_the_lock_in_its_hand_is_told_within_the_time_limit(tmp_path: Path) -> None:
    if sys.platform == "win32":
        return  # A process cannot be stopped there.
    path, held = new_ledger(tmp_path), tmp_path / "held"
    holder = start(hold_lock, path, held)
    assert holder.pid is not None
    until = time.monotonic() + 60
    while not held.exists() and time.monotonic() < until:
        PAUSE.wait(0.001)
    os.kill(holder.pid, signal.SIGSTOP)
    with Ledger.open(path, patience=0.3) as ledger:
        started = time.monotonic()
        with pytest.raises(Busy, match=r"NOT RECORDED.*0\.3 seconds.*close it"):
            ledger.append(admission(utc_now()), 0)
        assert time.monotonic() - started < 5
        assert ledger.refresh() == []
        assert ledger.position == 1 + AT_ONCE
        os.kill(holder.pid, signal.SIGKILL)
        holder.join(30)
        assert ledger.append(admission(utc_now()), 0).number == 2 + AT_ONCE
        assert add(ledger, "and on it goes", utc_now()).number == 3 + AT_ONCE
    with Ledger.open(path) as again:
        assert again.record(MRN).version == 3 + AT_ONCE
        assert again.append(note("last", utc_now()), 3 + AT_ONCE).number == 4 + AT_ONCE
