"""The witness: a file that knows less than this user has seen, or another past, is told and left alone."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import ReadOnly
from store.files.posix import LinuxDisk
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.log import layout
from store.log.layout import TAIL
from tests.store.helpers.ward import NURSE, Clock, add, begin


@pytest.fixture
def seen(tmp_path: Path, clock: Clock) -> tuple[Path, Witness]:
    """A ledger of twelve entries that this user has seen to its end."""
    (tmp_path / "state").mkdir()
    with begin(tmp_path, clock) as ledger:
        for n in range(10):
            add(ledger, f"450 mg given, {n} of 10", clock())
    witness = Witness(tmp_path / "state")
    Ledger.open(ledger.path, now=clock, witness=witness).close()
    return ledger.path, witness


def cut_at(path: Path, count: int) -> None:
    """Cut the tail at a record boundary, properly closed."""
    lines = path.read_bytes().split(b"\n")
    kept = b"\n".join(lines[: 1 + count])
    path.write_bytes((kept + TAIL).ljust(layout.padded(len(kept), 65536)))


def forge(path: Path, old: bytes, new: bytes) -> None:
    """Change an entry and compute all hashes anew."""
    lines, head = path.read_bytes().split(b"\n")[1:], b""
    made = [layout.HEAD]
    for number, line in enumerate(lines[: lines.index(b"}}")], 1):
        body = layout.body_of(number, line).replace(old, new)
        head = layout.hash_of(head, body)
        made.append(layout.line_of(number, head, body))
    data = b"\n".join(made) + TAIL
    path.write_bytes(data.ljust(layout.padded(len(data), 65536)))


def objection(path: Path, witness: Witness | None, clock: Clock) -> str:
    before = path.read_bytes()
    with Ledger.open(path, now=clock, witness=witness) as ledger:
        if ledger.read_only:
            with pytest.raises(ReadOnly):
                add(ledger, "on top", clock())
            assert path.read_bytes() == before
        return ledger.problem


def test_a_file_that_has_grown_is_the_one_that_was_seen(seen: tuple[Path, Witness], clock: Clock) -> None:
    path, witness = seen
    with Ledger.open(path, now=clock) as other:
        add(other, "by others", clock())
    assert objection(path, witness, clock) == ""


def test_a_tail_cut_at_a_record_boundary_is_told(seen: tuple[Path, Witness], clock: Clock) -> None:
    path, witness = seen
    cut_at(path, 9)
    assert objection(path, None, clock) == ""
    assert "seen entry 12" in objection(path, witness, clock)
    assert "now ends at entry 9" in objection(path, witness, clock)


def test_a_changed_dose_with_all_hashes_made_anew_is_told(seen: tuple[Path, Witness], clock: Clock) -> None:
    path, witness = seen
    forge(path, b"450 mg given, 3", b"950 mg given, 3")
    assert objection(path, None, clock) == ""
    assert "another one" in objection(path, witness, clock)


def test_another_ledger_under_the_same_name_is_told(seen: tuple[Path, Witness], clock: Clock) -> None:
    path, witness = seen
    path.unlink()
    begin(path.parent, clock).close()
    assert "now ends at entry 2" in objection(path, witness, clock)


def test_an_unfinished_entry_the_witness_has_seen_whole_is_not_repaired_away(
    seen: tuple[Path, Witness], clock: Clock
) -> None:
    path, witness = seen
    data = path.read_bytes()
    end = data.index(TAIL)
    path.write_bytes(data[: end - 40].ljust(len(data)))
    assert "now ends at entry 11" in objection(path, witness, clock)
    with Ledger.open(path, now=clock) as without:
        assert without.position == 11
        assert without.notices


def test_a_restored_backup_is_accepted_once_someone_says_so(seen: tuple[Path, Witness], clock: Clock) -> None:
    path, witness = seen
    cut_at(path, 9)
    witness.forget(path)
    assert objection(path, witness, clock) == ""
    cut_at(path, 8)
    assert "seen entry 9" in objection(path, witness, clock)


def test_an_older_session_that_is_closed_does_not_make_the_witness_forget(
    seen: tuple[Path, Witness], clock: Clock, tmp_path: Path
) -> None:
    path, witness = seen
    older = Ledger.open(path, now=clock, witness=witness)
    with Ledger.open(path, now=clock, witness=Witness(tmp_path / "state")) as newer:
        add(newer, "seen by both", clock())
        assert len(older.refresh()) == 1
        add(newer, "seen by one", clock())
    older.close()
    cut_at(path, 13)
    assert "seen entry 14" in objection(path, witness, clock)


def test_what_is_recorded_and_read_here_is_remembered_at_once_or_at_the_end(
    seen: tuple[Path, Witness], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, witness = seen
    monkeypatch.setattr("store.ledger.witness.REST", 0.0)
    ledger = Ledger.open(path, now=clock, witness=witness)
    add(ledger, "recorded here", clock())
    saved = [json.loads(file.read_bytes())["number"] for file in (path.parent / "state").iterdir()]
    assert saved == [13]
    ledger.close()


def test_the_witness_is_readable_by_its_owner_only(seen: tuple[Path, Witness]) -> None:
    (file,) = (seen[0].parent / "state").iterdir()
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_witness_that_cannot_be_kept_does_not_stop_the_ward(tmp_path: Path, clock: Clock) -> None:
    begin(tmp_path, clock).close()
    with Ledger.open(tmp_path / "ward.json", now=clock, witness=Witness(tmp_path / "not there")) as ledger:
        assert add(ledger, "goes on", clock()).number == 3


class Crowded(LinuxDisk):
    """A disk on which another session records just before this one looks, and then keeps the lock."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile: Callable[[], None] | None = meanwhile

    def try_lock(self, file: int, shared: bool) -> bool:
        if self._meanwhile:
            then, self._meanwhile = self._meanwhile, None
            then()
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the disk of Linux")
@pytest.mark.parametrize("rolled", [False, True], ids=["in the same file", "in a new file"])
def test_what_others_record_while_it_is_opened_is_no_reason_for_an_alarm(
    seen: tuple[Path, Witness], clock: Clock, rolled: bool
) -> None:
    """The witness is of the user: another session of the same person may have seen more a moment ago."""
    path, witness = seen

    def meanwhile() -> None:
        with Ledger.open(path, now=clock, witness=witness) as other:
            if rolled:
                other.roll_over(NURSE)
            add(other, "recorded meanwhile", clock())

    disk = Crowded(meanwhile)
    with Ledger.open(path, now=clock, disk=disk, patience=0.1, witness=witness, share_ok=True) as ledger:
        assert (ledger.problem, ledger.read_only) == ("", False)
        vars(disk)["try_lock"] = LinuxDisk().try_lock
        ledger.refresh()
        add(ledger, "recorded here", clock())
    with Ledger.open(path, now=clock, witness=witness) as again:
        assert again.problem == ""


@pytest.mark.skipif(sys.platform != "linux", reason="the disk of Linux")
def test_a_cut_tail_is_seen_though_another_session_keeps_the_lock(
    seen: tuple[Path, Witness], clock: Clock
) -> None:
    path, witness = seen
    cut_at(path, 9)
    disk = Crowded(lambda: None)
    with Ledger.open(path, now=clock, disk=disk, patience=0.1, witness=witness, share_ok=True) as ledger:
        assert "now ends at entry 9" in ledger.problem
