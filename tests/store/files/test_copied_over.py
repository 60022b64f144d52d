"""Something copied over the file of an open session: no entry is acknowledged that is not in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Replaced
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.store.helpers.ward import Clock, add, begin, note


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> bytes:
    """Another ledger, whose entries are as long, so that its lines stand in the same places."""
    return ward(tmp_path / "other", clock, "given").read_bytes()


def ward(folder: Path, clock: Clock, word: str) -> Path:
    folder.mkdir()
    with begin(folder, clock) as ledger:
        ledger.append(note(word, clock(), id="key-press-0000"), ledger.record("00481-7").version)
    return folder / "ward.json"


@pytest.fixture
def path(tmp_path: Path, clock: Clock) -> Path:
    return ward(tmp_path / "ours", clock, "taken")


def over(path: Path, data: bytes) -> None:
    """As `cp` does: into the same file."""
    with path.open("r+b") as file:
        file.truncate(0)
        file.write(data)


def test_nothing_is_recorded_in_another_ledger_of_the_same_length(
    path: Path, other: bytes, clock: Clock
) -> None:
    with Ledger.open(path, now=clock) as ledger:
        assert len(other) == len(path.read_bytes())
        over(path, other)
        with pytest.raises(Replaced, match="moved, deleted or replaced"):
            add(ledger, "into another's chain", clock())
    assert path.read_bytes() == other
    assert verify(path).ok


@pytest.mark.parametrize("left", [0, 10, 700])
def test_screens_that_only_look_are_told_of_a_file_that_was_truncated(
    path: Path, clock: Clock, left: int
) -> None:
    with Ledger.open(path, now=clock) as ledger:
        over(path, path.read_bytes()[:left])
        ledger._placed -= 2
        assert ledger.has_news()
        with pytest.raises(Replaced):
            ledger.refresh()


def test_the_same_ledger_copied_over_itself_is_the_same(path: Path, clock: Clock) -> None:
    with Ledger.open(path, now=clock) as ledger:
        over(path, path.read_bytes())
        add(ledger, "on it goes", clock())
    assert verify(path).ok
