"""A few attacks of each kind, always the same ones; `python -m tests.red_team` goes on with others."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal and resource")


@pytest.mark.parametrize(
    ("kind", "count"), [("ledger", 6), ("bodies", 1), ("exports", 2), ("protocols", 25), ("keyboard", 1)]
)
def test_attacks_are_stood(kind: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.red_team.__main__ import KINDS

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    outcomes = Counter[str]()
    with KINDS[kind] as attack:
        for seed in range(count):
            folder = tmp_path / str(seed)
            folder.mkdir()
            outcomes[attack(seed, folder)] += 1
    assert outcomes.total() == count
