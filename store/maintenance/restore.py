"""Restoring: a verified copy takes the ledger's place, and what was there is kept aside."""

from __future__ import annotations

from pathlib import Path

from store.errors import LedgerError, NotCopied, disk_errors
from store.files.disk import Disk
from store.files.engine import FileEngine
from store.files.lock import FileLock
from store.files.network_share import refuse_share
from store.files.platform import this_disk
from store.ledger.reader import PATIENCE
from store.log.segment_chain import SegmentChain
from store.maintenance.backup import Copy, copy, whole


def oldest_in(folder: Path) -> Path | None:
    """The first file of a ledger that was backed up to `folder`, None when there is none."""
    for path in sorted(folder.glob("*.json")):
        chain = SegmentChain(FileEngine(this_disk(), share_ok=True).open_log, path, write=False)
        try:
            chain.read_first()
            if not chain.file.base:
                return path
        except LedgerError:
            continue
        finally:
            chain.close()
    return None


def restore(source: Path, target: Path, *, disk: Disk | None = None, share_ok: bool = False) -> Copy:
    """Put a copy of the ledger `source` in the place of `target`, whose file is kept under another name.

    A ledger of several files is named by its first one; files that are put aside together go to a folder.
    Sessions that have the old file open are told to start again. Damaged, and nothing changed, when `source`
    is not whole.
    """
    disk, target = disk or this_disk(), target.resolve()
    if not share_ok:
        refuse_share(target)
    with whole(FileEngine(disk, share_ok=True), source.resolve()) as files:
        first, last = files[0], files[-1]
        if len(files) > 1 and first.file.path.name != target.name:
            why = f"Its files name each other, so the first one must be called {first.file.path.name}."
            raise NotCopied(target, why)
        made = {_place(chain, first, target): _copied(disk, chain, target) for chain in files}
        entries, head = last.file.count, last.head
    with disk_errors(lambda why: NotCopied(target, why)):
        aside = _put_aside(disk, target, list(made))
        for place, path in reversed(made.items()):  # The first one last: it is the one that people name.
            disk.publish(path, place)
        disk.sync_folder(target.parent)
    return Copy(target, entries, head, aside)


def _place(chain: SegmentChain, first: SegmentChain, target: Path) -> Path:
    return target if chain is first else target.with_name(chain.file.path.name)


def _copied(disk: Disk, chain: SegmentChain, target: Path) -> Path:
    path = target.with_name(f"{target.name}.restored-{chain.head}")
    copy(disk, chain, path)
    return path


def _put_aside(disk: Disk, target: Path, places: list[Path]) -> Path | None:
    """Make room: give the files of the ledger there, and those in the way, another name."""
    there = _files(disk, target)
    found = [*there, *(place for place in places if place.exists() and place not in there)]
    if not found:
        return None
    number = 1
    while (aside := target.with_name(f"{target.stem}.before-restore-{number}")).exists() or (
        aside.with_name(f"{aside.name}.json").exists()
    ):
        number += 1
    if len(found) == 1:
        aside = aside.with_name(f"{aside.name}.json")
        _rename(disk, found[0], aside)
        return aside
    aside.mkdir()
    for path in reversed(found):
        _rename(disk, path, aside / path.name)
    disk.sync_folder(aside)
    return aside


def _files(disk: Disk, target: Path) -> list[Path]:
    """The files of the ledger at `target` as far as they can be read."""
    if not target.exists():
        return []
    try:
        newest, _ = FileEngine(disk, share_ok=True).newest(target, write=False, patience=PATIENCE)
    except LedgerError:
        return [target]
    newest.close()
    files = [target.with_name(path.name) for path in newest.files]
    return [path for path in files if path.exists()] or [target]


def _rename(disk: Disk, path: Path, aside: Path) -> None:
    """Give a file another name, while nobody writes to it."""
    lock = FileLock(disk, path)
    try:
        with lock.held(PATIENCE):
            if disk.renames_open:
                disk.publish(path, aside)
    finally:
        lock.close()
    if not disk.renames_open:
        disk.publish(path, aside)  # There, a file that anybody has open cannot be renamed at all.
