"""Twenty sessions on one file: nothing lost, nothing doubled, and a dose that two record is kept once."""

from __future__ import annotations

from pathlib import Path

from tests.store.sessions import run


def test_twenty_sessions_on_one_file(tmp_path: Path) -> None:
    told = run(tmp_path, sessions=20, seconds=5)
    print(told.words(20, 5))
    assert (told.lost, told.doubled, told.whole) == (0, 0, True)
    assert told.recorded > 20
    assert told.refused > 0, "several meant to record the same dose"
