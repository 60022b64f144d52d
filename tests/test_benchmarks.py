"""The benchmarks run: their wards are true ledgers, and what they measure is there to be measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.wards import ward
from store.maintenance.verify import verify

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_a_ward_of_any_size_is_a_ledger_without_a_fault(tmp_path: Path) -> None:
    assert ward(tmp_path / "empty.json", 0) > 1
    assert ward(tmp_path / "padded.json", 3, 400) == 400
    for name in ("empty", "padded"):
        assert not verify(tmp_path / f"{name}.json").findings


def test_keys_bytes_and_cost_of_a_program_are_seen(tmp_path: Path) -> None:
    from benchmarks.screens import bare, environment
    from benchmarks.session import Session

    with Session(bare("board"), environment(tmp_path)) as session:
        assert session.until(b"READY") > 10
        session.settle()
        drawn = session.press(b"\x1b[B")
        assert drawn.size > 10
        assert 0 < drawn.first <= drawn.whole
        assert session.cpu > 0
        assert session.memory > 5
