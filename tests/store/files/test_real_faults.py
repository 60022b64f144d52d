"""Faults put by strace into the system calls of a real session: no entry is lost, none turns up later."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tests.store.helpers.ward import MRN, NURSE, ZONE, admission

SESSION = """
    import sys
    from pathlib import Path
    from store.errors import LedgerError, NotSaved
    from store.ledger.ledger import Ledger
    from store.ledger.reader import utc_now
    from tests.store.helpers.ward import MRN, note
    try:
        with Ledger.open(Path(sys.argv[1])) as ledger:
            for n in range(4):
                try:
                    ledger.append(note("x" * 400, utc_now(), id=f"entry {n}"), ledger.record(MRN).version)
                    print("kept", n, flush=True)
                except LedgerError as told:
                    certain = not isinstance(told, NotSaved) or told.certain
                    print("refused" if certain else "unsure", n, told, flush=True)
    except LedgerError as told:
        print("closed", 0, told, flush=True)
"""

FAULTS = {
    "pwrite64:error=ENOSPC:when=2": "The disk is full",
    "pwrite64:error=EDQUOT:when=1": "share of the disk is used up",
    "pwrite64:error=EROFS:when=3": "can only be read at the moment",
    "pwrite64:error=EIO:when=2..3": "reported an error",
    "pwrite64:retval=100:when=2": "The disk is full",
    "pwrite64:retval=0:when=1": "The disk is full",
    "fdatasync:error=EIO:when=1": "cannot be opened. The disk reported an error",
    "fdatasync:error=EIO:when=3": "NOT RECORDED",
    "fdatasync:error=EIO:when=3..4": "NOT SAVED FOR CERTAIN",
    "fdatasync:error=EDQUOT:when=2": "share of the disk is used up",
    "flock:error=ENOLCK": "cannot be opened|No locks available",
    "pwrite64:signal=SIGKILL:when=3": "",
    "fdatasync:signal=SIGKILL:when=3": "",
}


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    """Skip, with the reason, where processes cannot be traced."""
    if not shutil.which("strace"):
        pytest.skip("there is no strace here")
    tried = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"strace may not trace here: {tried.stderr}")


def session(path: Path, fault: str) -> list[list[str]]:
    """What a session told whose system calls end as `fault` says, as [what, number, sentence]."""
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={fault}", sys.executable, "-c"]
    done = subprocess.run(
        [*command, textwrap.dedent(SESSION), str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return [[*line.split(" ", 2), ""] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_system_loses_nothing_and_leaves_nothing(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", ZONE, NURSE) as ledger:
        ledger.append(admission(utc_now(), id="admission"), 0)
    told = session(path, fault)
    words = " ".join(line[2] for line in told)
    assert any(word in words for word in FAULTS[fault].split("|")), told
    kept = [f"entry {n}" for what, n, *_ in told if what == "kept"]
    possible = [f"entry {n}" for what, n, *_ in told if what in ("kept", "unsure")]
    if "SIGKILL" in fault:
        assert len(kept) == len(told) < 4
        possible.append(f"entry {len(told)}")
    elif "when" in fault and told[0][0] != "closed":
        assert kept[-1] == "entry 3", "the session did not go on when the cause was gone"
    with Ledger.open(path) as ledger:
        assert not ledger.problem
        stored = [entry.id for entry in ledger.entries(patient=MRN)][1:]
        assert [id for id in stored if id in kept] == kept
        assert [id for id in stored if id not in possible] == []
        ledger.append(admission(utc_now(), "another", id="next"), 0)
    assert list(json.loads(path.read_bytes())["entries"]) == [str(n + 1) for n in range(3 + len(stored))]


def test_nothing_is_injected_into_a_sound_session(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", ZONE, NURSE) as ledger:
        ledger.append(admission(utc_now(), id="admission"), 0)
    assert [line[0] for line in session(path, "pwrite64:error=EIO:when=99")] == ["kept"] * 4
