"""Backups and restores: whole, verified, and never in the place of a file that is then gone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.errors import AlreadyThere, Damaged, NoSuchLedger, NotCopied, Replaced
from store.files.posix import PosixDisk
from store.ledger.ledger import Ledger
from store.log.layout import TAIL
from store.maintenance.backup import backup
from store.maintenance.restore import restore
from store.maintenance.verify import verify
from tests.store.helpers.ward import NURSE, ZONE, Clock, add
from tests.store.helpers.workers import start, write


def test_a_backup_is_a_ledger_of_its_own(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    add(ledger, "before", clock())
    copy = backup(ledger.path, tmp_path / "copy.json")
    add(ledger, "after", clock())
    assert (copy.path, copy.entries) == (tmp_path / "copy.json", 3)
    with Ledger.open(copy.path, now=clock) as opened, TinyDB(copy.path, access_mode="r") as stock:
        assert opened.entries() == ledger.entries()[:3]
        assert opened.head == copy.head
        assert len(stock.table("entries").all()) == 3


def test_a_folder_stands_for_a_file_named_after_moment_and_last_entry(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    copy = backup(ledger.path, tmp_path / "backups", now=clock)
    assert copy.path == tmp_path / "backups" / f"ward-20261120T070000Z-{ledger.head}.json"
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700


def test_where_nothing_is_new_the_copy_that_is_there_is_read_back(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    copy = backup(ledger.path, folder, now=clock)
    os.utime(copy.path, (0, 0))
    clock.go(hours=1)
    again = backup(ledger.path, folder, now=clock)
    assert (again.path, again.head, again.new) == (copy.path, copy.head, False)
    assert list(folder.iterdir()) == [copy.path]
    assert copy.path.stat().st_mtime > 0, "its age says when it was last read back"
    assert not backup(ledger.path, copy.path).new
    copy.path.write_bytes(copy.path.read_bytes().replace(b"Li Wei", b"Li Wen"))
    whole = backup(ledger.path, folder, now=clock)
    assert (whole.new, whole.path) != (False, copy.path)
    assert verify(whole.path).ok
    with pytest.raises(AlreadyThere):
        backup(ledger.path, copy.path)


def test_only_so_many_are_kept_and_nothing_else_is_taken_away(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ["station-20261120T070000Z-2-00000000.json", f"ward-{ledger.head}.json.old", "ward-mine.json"]
    for name in others:
        (folder / name).write_text("mine")
    made = []
    for hour in range(4):
        made.append(backup(ledger.path, folder, now=clock, keep=2))
        add(ledger, f"hour {hour}", clock())
        clock.go(hours=1)
    assert made[-1].removed == (made[1].path,)
    assert {path.name for path in folder.iterdir()} == {*others, made[2].path.name, made[3].path.name}
    clock.go(days=-30)
    late = backup(ledger.path, folder, now=clock, keep=1)
    assert late.path.exists(), "a clock that was put back takes away no new backup"
    assert {path.name for path in folder.iterdir()} == {*others, late.path.name}


def test_a_folder_that_cannot_be_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotCopied, match="It is a file"):
        backup(ledger.path, tmp_path / "file")
    with pytest.raises(NotCopied, match="There is no such file"):
        backup(ledger.path, tmp_path / "none" / "backups")
    assert (tmp_path / "file").read_text() == "mine"


def test_backups_made_while_others_write_are_all_whole(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    Ledger.create(path, "Ward 3", ZONE, NURSE).close()
    writers = [start(write, path, f"writer {n}", 60) for n in range(3)]
    copies = [backup(path, tmp_path / f"copy {n}.json") for n in range(10)]
    while any(writer.is_alive() for writer in writers):
        copies.append(backup(path, tmp_path / f"copy {len(copies)}.json"))
    for copy in copies:
        report = verify(copy.path)
        assert report.ok
        assert (report.good, report.head) == (copy.entries, copy.head)
    assert copies[0].entries <= copies[-1].entries


def test_a_damaged_ledger_is_not_backed_up_as_if_it_were_sound(ledger: Ledger, tmp_path: Path) -> None:
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"Li Wei", b"Li Wen"))
    with pytest.raises(Damaged):
        backup(ledger.path, tmp_path / "copy.json")
    assert not (tmp_path / "copy.json").exists()


def test_a_copy_that_reads_back_differently_is_not_trusted(ledger: Ledger, tmp_path: Path) -> None:
    class Lying(PosixDisk):
        def publish(self, source: Path, target: Path) -> None:
            source.write_bytes(source.read_bytes().replace(b"Li Wei", b"Li Wen"))
            super().publish(source, target)

    with pytest.raises(NotCopied, match="Do not rely on it"):
        backup(ledger.path, tmp_path / "copy.json", disk=Lying())


def test_a_full_disk_leaves_no_half_backup(ledger: Ledger, tmp_path: Path) -> None:
    class Full(PosixDisk):
        def write(self, file: int, data: bytes, offset: int) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(NotCopied, match="The disk is full"):
        backup(ledger.path, tmp_path / "copy.json", disk=Full())
    assert [file.name for file in tmp_path.iterdir()] == ["ward.json"]


def test_a_restored_ledger_takes_the_place_of_one_that_is_kept_aside(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    copy = backup(ledger.path, tmp_path / "copy.json")
    add(ledger, "after the backup", clock())
    damaged = ledger.path.read_bytes().replace(b"Li Wei", b"Li Wen")
    ledger.path.write_bytes(damaged)
    done = restore(copy.path, ledger.path)
    assert (done.path, done.entries, done.head) == (ledger.path, 2, copy.head)
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    with Ledger.open(ledger.path, now=clock) as restored:
        assert restored.position == 2
        add(restored, "on it goes", clock())
    assert verify(copy.path).good == 2
    again = restore(copy.path, ledger.path)
    assert again.aside != done.aside


def test_a_session_that_has_the_old_file_open_is_told(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    copy = backup(ledger.path, tmp_path / "copy.json")
    restore(copy.path, ledger.path)
    with pytest.raises(Replaced, match="start it again"):
        add(ledger, "into the old file", clock())
    ledger._placed -= 2
    with pytest.raises(Replaced):
        ledger.refresh()


def test_a_restore_where_there_is_no_file_makes_one(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    done = restore(ledger.path, tmp_path / "new.json")
    assert done.aside is None
    with Ledger.open(tmp_path / "new.json", now=clock) as restored:
        assert restored.entries() == ledger.entries()


def test_what_is_not_whole_is_not_restored(ledger: Ledger, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(ledger.path.read_bytes().replace(b"Li Wei", b"Li Wen"))
    before = ledger.path.read_bytes()
    with pytest.raises(Damaged):
        restore(bad, ledger.path)
    with pytest.raises(NoSuchLedger):
        restore(tmp_path / "none.json", ledger.path)
    assert ledger.path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.json", "ward.json"]


def test_a_backup_of_a_torn_file_holds_its_whole_entries(ledger: Ledger, tmp_path: Path) -> None:
    data = ledger.path.read_bytes()
    end = data.index(TAIL)
    ledger.path.write_bytes(data[:end] + b'\n,"3":{"h":"0123'.ljust(len(data) - end))
    assert backup(ledger.path, tmp_path / "copy.json").entries == 2
    assert (tmp_path / "copy.json").read_bytes().startswith(data[:end] + TAIL)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("left", ["the file", "only the folder"])
def test_what_root_restores_belongs_to_those_who_had_it(ledger: Ledger, tmp_path: Path, left: str) -> None:
    """A service account, and a folder that a group shares: after the restore they can still record."""
    copy = backup(ledger.path, tmp_path / "copy.json")
    folder = tmp_path / "ward"
    folder.mkdir()
    target = folder / "ward.json"
    os.chown(folder, 4711, 4712)
    folder.chmod(0o2770)
    if left == "the file":
        target.write_bytes(ledger.path.read_bytes())
        os.chown(target, 4713, 4712)
        target.chmod(0o660)
    mask = os.umask(0o077)
    try:
        restore(copy.path, target)
    finally:
        os.umask(mask)
    found = target.stat()
    assert (found.st_uid, found.st_gid) == (4713 if left == "the file" else 4711, 4712)
    assert found.st_mode & 0o777 == 0o660
    for path in folder.rglob("*"):
        assert path.stat().st_gid == 4712, path
