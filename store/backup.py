"""Backups: a verified copy of the ledger while others write, and a verified copy put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.disk import Disk, this_disk, write_new
from store.errors import AlreadyThere, LedgerError, NoSuchLedger, NotCopied, disk_errors
from store.kept import Kept
from store.lock import FileLock
from store.network import refuse_share
from store.reading import PATIENCE


@dataclass(frozen=True)
class Copy:
    """A copy that was made and read back."""

    path: Path
    entries: int
    head: str
    """Number of the last entry and the first eight digits of its hash."""
    aside: Path | None = None
    """Where the file is that a restored one took the place of."""


def backup(source: Path, target: Path, *, disk: Disk | None = None) -> Copy:
    """Copy the ledger `source`, with what others have recorded so far, to the new file `target`.

    A folder stands for a file in it named after the ledger and its last entry. Nobody is kept from recording.
    AlreadyThere when the file exists, Damaged when the ledger is, NotCopied when the copy is not the same.
    """
    disk = disk or this_disk()
    kept = _whole(disk, source.resolve())
    try:
        if target.is_dir():
            target = target / f"{source.stem}-{kept.head}.json"
        return _copy(disk, kept, target.resolve())
    finally:
        kept.file.close()


def restore(source: Path, target: Path, *, disk: Disk | None = None, share_ok: bool = False) -> Copy:
    """Put a copy of the ledger `source` in the place of `target`, whose file is kept under another name.

    Sessions that have the old file open are told to start again. Damaged, and nothing changed, when `source`
    is not whole.
    """
    disk, target = disk or this_disk(), target.resolve()
    if not share_ok:
        refuse_share(target)
    kept = _whole(disk, source.resolve())
    try:
        copy = _copy(disk, kept, target.with_name(f"{target.name}.restored-{kept.head}"))
    finally:
        kept.file.close()
    with disk_errors(lambda why: NotCopied(target, why)):
        aside = _put_aside(disk, target) if target.exists() else None
        disk.publish(copy.path, target)
        disk.sync_folder(target.parent)
    return Copy(target, copy.entries, copy.head, aside)


def _whole(disk: Disk, path: Path) -> Kept:
    """The ledger at `path`, read to its end; an entry that was never finished is left out."""
    with disk_errors(lambda why: NoSuchLedger(path, why)):
        kept = Kept(disk, path, write=False)
    lock = FileLock(disk, path)
    try:
        kept.read_first()
        with lock.held(PATIENCE, shared=True):
            kept.follow()
            kept.tail()
    except BaseException:
        kept.file.close()
        raise
    finally:
        lock.close()
    return kept


def _copy(disk: Disk, kept: Kept, path: Path) -> Copy:
    try:
        with disk_errors(lambda why: NotCopied(path, why)):
            try:
                write_new(disk, path, kept.file.copy())
            except FileExistsError as error:
                raise AlreadyThere(path) from error
            copy = _whole(disk, path)
    except (AlreadyThere, NotCopied):
        raise
    except LedgerError as error:
        raise NotCopied(path, str(error)) from error
    same = (copy.file.count, copy.file.head) == (kept.file.count, kept.file.head)
    copy.file.close()
    if not same:
        raise NotCopied(path, "What was read back is not what was written.")
    return Copy(path, kept.file.count, kept.head)


def _put_aside(disk: Disk, target: Path) -> Path:
    """Give the file `target` another name, while nobody writes to it."""
    number = 1
    while (aside := target.with_name(f"{target.stem}.before-restore-{number}.json")).exists():
        number += 1
    lock = FileLock(disk, target)
    try:
        with lock.held(PATIENCE):
            if disk.renames_open:
                disk.publish(target, aside)
    finally:
        lock.close()
    if not disk.renames_open:
        disk.publish(target, aside)  # There, a file that anybody has open cannot be renamed at all.
    return aside
