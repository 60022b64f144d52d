"""Twenty sessions on one ledger: nothing lost, nothing doubled, and a dose that two record is kept once."""

from __future__ import annotations

from pathlib import Path

from store.location.where import Where
from tests.store.sessions import run


def test_twenty_sessions_on_one_ledger(place: Where, tmp_path: Path) -> None:
    told = run(place, tmp_path, sessions=20, seconds=4)
    print(told.words(20, 4))
    assert (told.lost, told.doubled, told.whole) == (0, 0, True)
    assert told.recorded > 20
    assert told.refused > 0, "several meant to record the same dose"
