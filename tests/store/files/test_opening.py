"""Where a ledger goes on is read from the end of the file, however long its last line is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from protocols.entries import LedgerContinued, NoteAdded, What
from store.files.engine import begin
from store.files.opening import end_of
from store.files.platform import this_disk
from store.log import codec, layout
from tests.store.helpers.ward import entry

AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


class Counting(type(this_disk())):  # type: ignore[misc]
    """The disk, which counts the bytes that are read."""

    count = 0

    def read(self, file: int, count: int, offset: int) -> bytes:
        data: bytes = super().read(file, count, offset)
        self.count += len(data)
        return data


def written(folder: Path, *kinds: What) -> Path:
    """A file with an entry of each kind, which is all that its end is asked for."""
    path = folder / "ward.json"
    begin(this_disk(), path, [codec.encode(entry(what, AT)) for what in kinds])
    return path


NOTES = [NoteAdded("x" * 2000)] * 3000


@pytest.mark.parametrize("name", ["ward-0002.json", "a" * 1000, "a" * (2 * layout.AHEAD), "a" * 1_000_000])
def test_the_next_file_is_found_however_long_the_last_line_is(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, *NOTES, LedgerContinued(name))
    found = end_of(this_disk(), path, 1, settle=False)
    assert found is not None
    assert (found.number, found.next.name) == (3001, name)


@pytest.mark.parametrize("longest", [2000, layout.AHEAD, layout.LONGEST // 2])
def test_no_file_is_found_where_the_last_entry_names_none(tmp_path: Path, longest: int) -> None:
    assert end_of(this_disk(), written(tmp_path, *NOTES, NoteAdded("x" * longest)), 1, settle=False) is None


def test_of_a_long_file_only_the_last_pages_are_read(tmp_path: Path) -> None:
    disk = Counting()
    assert end_of(disk, written(tmp_path, *NOTES), 1, settle=False) is None
    assert disk.count <= 3 * layout.AHEAD + 2 * layout.PAGE
