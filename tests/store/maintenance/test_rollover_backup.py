"""Backups and restores of a ledger that has several files, and who remembers what of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import AlreadyThere, NotCopied, Replaced, Unusable
from store.exchange.tinydb_view import LedgerView
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.maintenance.backup import backup
from store.maintenance.restore import oldest_in, restore
from store.maintenance.verify import verify
from tests.store.helpers.ward import MRN, NURSE, Clock, add


@pytest.fixture
def rolled(ledger: Ledger, clock: Clock) -> Ledger:
    add(ledger, "in the first file", clock())
    ledger.roll_over(NURSE)
    add(ledger, "in the second file", clock())
    return ledger


def test_a_backup_of_two_files_is_a_folder_that_is_a_ledger(
    rolled: Ledger, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    copy = backup(tmp_path / "ward.json", tmp_path / "backups", now=clock)
    assert copy.path == tmp_path / "backups" / f"ward-20261120T070000Z-{rolled.head}"
    assert (copy.entries, copy.head) == (rolled.position, rolled.head)
    assert sorted(path.name for path in copy.path.iterdir()) == ["ward-0002.json", "ward.json"]
    report = verify(copy.path / "ward.json")
    assert (report.ok, report.head) == (True, rolled.head)
    with Ledger.open(copy.path / "ward.json", now=clock) as opened:
        assert opened.record(MRN) == rolled.record(MRN)
    again = backup(tmp_path / "ward.json", tmp_path / "backups")
    assert (again.path, again.new) == (copy.path, False)
    (copy.path / "ward.json").unlink()
    clock.go(hours=1)
    whole = backup(tmp_path / "ward.json", tmp_path / "backups", now=clock, keep=1)
    assert whole.new, "half a copy is no copy"
    assert list((tmp_path / "backups").iterdir()) == [whole.path]
    with pytest.raises(AlreadyThere):
        backup(tmp_path / "ward.json", tmp_path / "ward.json")


def test_a_backup_that_lacks_a_file_is_no_backup(rolled: Ledger, tmp_path: Path) -> None:
    rolled.path.rename(tmp_path / "elsewhere.json")
    with pytest.raises(Unusable, match=r"ward-0002\.json, which cannot be opened"):
        backup(tmp_path / "ward.json", tmp_path / "copy.json")
    assert not (tmp_path / "copy.json").exists()


def test_nothing_is_left_of_a_backup_that_failed(
    rolled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rolled.path.read_bytes()
    monkeypatch.setattr("store.files.log_file.LogFile.copy", lambda self: iter([self._read(90, 0)]))
    with pytest.raises(NotCopied):
        backup(tmp_path / "ward.json", tmp_path / "copy.json")
    assert not (tmp_path / "copy.json").exists()
    assert rolled.path.read_bytes() == before


def test_restoring_two_files_puts_both_aside_together(rolled: Ledger, clock: Clock, tmp_path: Path) -> None:
    saved = backup(tmp_path / "ward.json", tmp_path / "copy.json")
    add(rolled, "after the backup", clock())
    later = rolled.head
    made = restore(saved.path / "ward.json", tmp_path / "ward.json")
    assert (made.path, made.head) == (tmp_path / "ward.json", saved.head)
    assert made.aside == tmp_path / "ward.before-restore-1"
    with Ledger.open(tmp_path / "ward.json", now=clock) as opened:
        assert (opened.path.name, opened.head) == ("ward-0002.json", saved.head)
    with Ledger.open(made.aside / "ward.json", now=clock) as opened:
        assert opened.head == later
    with pytest.raises(Replaced):
        add(rolled, "into what was put aside", clock())


def test_a_backup_of_one_file_takes_the_place_of_two(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    saved = backup(ledger.path, tmp_path / "copy.json")
    ledger.roll_over(NURSE)
    made = restore(saved.path, tmp_path / "ward.json")
    assert made.aside == tmp_path / "ward.before-restore-1"
    with pytest.raises(Replaced):
        add(ledger, "into what was put aside", clock())
    with Ledger.open(tmp_path / "ward.json", now=clock) as opened:
        assert (opened.path.name, opened.head) == ("ward.json", saved.head)
        assert opened.left_over() == []


def test_files_that_name_each_other_are_not_restored_under_another_name(
    rolled: Ledger, tmp_path: Path
) -> None:
    saved = backup(tmp_path / "ward.json", tmp_path / "copy.json")
    with pytest.raises(NotCopied, match=r"must be called ward\.json"):
        restore(saved.path / "ward.json", tmp_path / "station.json")
    assert not (tmp_path / "station.json").exists()


def test_the_first_file_is_found_in_the_folder_of_a_backup(rolled: Ledger, tmp_path: Path) -> None:
    saved = backup(tmp_path / "ward.json", tmp_path / "copy.json")
    (saved.path / "another.json").write_text("{}")
    assert oldest_in(saved.path) == saved.path / "ward.json"
    (saved.path / "ward.json").unlink()
    assert oldest_in(saved.path) is None


def test_the_witness_goes_along_and_remembers_across_the_files(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    first = ledger.path
    (tmp_path / "state").mkdir()
    witness = Witness(tmp_path / "state")
    add(ledger, "seen", clock())
    Ledger.open(first, now=clock, witness=witness).close()
    seen_first = backup(first, tmp_path / "before.json")
    ledger.roll_over(NURSE)
    with Ledger.open(first, now=clock, witness=witness) as fresh:
        assert fresh.problem == "", "what was seen stands in the older file"
    with Ledger.open(ledger.path, now=clock, witness=witness) as direct:
        assert direct.problem == "", "the same ledger by the name of its newest file"
    restore(seen_first.path, first)
    with Ledger.open(first, now=clock, witness=witness) as cut:
        assert "You have seen entry 7" in cut.problem
        assert "now ends at entry 3" in cut.problem


def test_a_missing_file_is_named_rather_than_what_the_witness_misses(
    rolled: Ledger, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    witness = Witness(tmp_path / "state")
    Ledger.open(rolled.path, now=clock, witness=witness).close()
    rolled.path.rename(tmp_path / "elsewhere.json")
    with Ledger.open(tmp_path / "ward.json", now=clock, witness=witness) as opened:
        assert "ward-0002.json, which cannot be opened" in opened.problem
    (tmp_path / "elsewhere.json").rename(rolled.path)
    with Ledger.open(tmp_path / "ward.json", now=clock, witness=witness) as opened:
        assert (opened.problem, opened.head) == ("", rolled.head)


def test_the_view_follows_into_the_new_file(ledger: Ledger, clock: Clock) -> None:
    view = LedgerView(ledger)
    assert len(view) == ledger.position
    ledger.roll_over(NURSE)
    kept = add(ledger, "in the second file", clock())
    found = view.all()
    assert [document.doc_id for document in found] == list(range(4, kept.number + 1))
    assert found[-1]["what"]["text"] == "in the second file"
