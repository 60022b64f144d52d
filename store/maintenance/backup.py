"""Backups: a verified copy of the ledger, with all its files, while others write."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from store.errors import AlreadyThere, LedgerError, NotCopied, cause, disk_errors
from store.files.disk import Disk
from store.files.platform import this_disk
from store.ledger.engine import engine_for
from store.ledger.reader import utc_now
from store.location.where import Where
from store.log.segment_chain import SegmentChain
from store.maintenance.copying import copy, is_same, whole

ENDING = ".json"
"""How the name of a file ends; any other name is that of a folder for backups."""


@dataclass(frozen=True)
class Copy:
    """A copy that was made and read back: one file, or a folder with the files of the ledger."""

    path: Path
    entries: int
    head: str
    """Number of the last entry and the first eight digits of its hash."""
    aside: Path | None = None
    """Where the file is, or the folder of files, that a restored one took the place of."""
    new: bool = True
    """False where the same copy was there already, and was read back now."""
    removed: tuple[Path, ...] = ()
    """Older backups that were taken away."""


class NotRemoved(LedgerError):
    """An older backup that was to go is still there."""


def backup(
    source: Where,
    target: Path,
    *,
    keep: int = 0,
    now: Callable[[], datetime] = utc_now,
    disk: Disk | None = None,
) -> Copy:
    """Copy the ledger `source`, with what others have recorded so far, to `target`, and read the copy back.

    A name that ends in .json is the copy's own. Any other is a folder, made for this account alone where it
    is missing: in it a copy is named after the ledger, the moment (UTC) and the last entry; with `keep` only
    that many are left. A ledger of several files becomes a folder, in which they keep their names. Where the
    same copy is there already no other is made. Nobody is kept from recording.

    AlreadyThere when the target is something else, Damaged when the ledger is, NotCopied when the copy is not
    the same, NotRemoved when an older one could not be taken away.
    """
    disk = disk or this_disk()
    with whole(engine_for(source, disk, share_ok=True), source.resolve()) as files:
        if target.suffix == ENDING and not target.is_dir():
            return _at(disk, files, target.resolve())
        folder, stem = _folder(target), files[0].file.path.stem
        ending = f"-{files[-1].head}{'' if len(files) > 1 else ENDING}"
        for there in sorted(folder.glob(f"{stem}-*{ending}"), reverse=True):
            if _is_copy(disk, files, there):
                made = _as_it_is(files, there)
                break
        else:
            made = _at(disk, files, folder / f"{stem}-{now().astimezone(UTC):%Y%m%dT%H%M%SZ}{ending}")
    return replace(made, removed=_removed(folder, stem, made.path, keep)) if keep else made


def _folder(target: Path) -> Path:
    with disk_errors(lambda why: NotCopied(target, why)):
        with contextlib.suppress(FileExistsError):
            target.mkdir(mode=0o700)
        if not target.is_dir():
            raise NotCopied(target, f"It is a file. Name a folder, or a new file that ends in {ENDING}.")
        return target.resolve()


def _at(disk: Disk, files: list[SegmentChain], target: Path) -> Copy:
    """The copy under that very name, made unless it is there."""
    if target.exists() and _is_copy(disk, files, target):
        return _as_it_is(files, target)
    if len(files) > 1:
        _copy_to_folder(disk, files, target)
    else:
        copy(disk, files[0], target)
    return Copy(target, files[-1].file.count, files[-1].head)


def _as_it_is(files: list[SegmentChain], path: Path) -> Copy:
    """A copy that was there and has been read back: from now on it is as old as this moment."""
    with contextlib.suppress(OSError):
        os.utime(path)
    return Copy(path, files[-1].file.count, files[-1].head, new=False)


def _is_copy(disk: Disk, files: list[SegmentChain], path: Path) -> bool:
    """Whether `path`, read back now, is a copy of the whole ledger as it is."""
    copies = [path / chain.file.path.name for chain in files] if len(files) > 1 else [path]
    try:
        return all(is_same(disk, chain, place) for chain, place in zip(files, copies, strict=True))
    except (LedgerError, OSError):
        return False


def _removed(folder: Path, stem: str, newest: Path, keep: int) -> tuple[Path, ...]:
    """Take away all dated backups of the ledger but the `keep` newest, of which `newest` is one."""
    dated = re.compile(re.escape(stem) + r"-\d{8}T\d{6}Z-\d+-[0-9a-f]{8}(\.json)?")
    others = [path for path in folder.iterdir() if dated.fullmatch(path.name) and path != newest]
    gone = tuple(sorted(others)[: max(len(others) - keep + 1, 0)])
    for path in gone:
        try:
            _remove(path)
        except OSError as error:
            raise NotRemoved(f"The older backup {path} is still there. {cause(error)}") from error
    return gone


def _remove(path: Path) -> None:
    if not path.is_dir():
        path.unlink()
        return
    for file in path.iterdir():
        file.unlink()
    path.rmdir()


def _copy_to_folder(disk: Disk, files: list[SegmentChain], folder: Path) -> None:
    """All files under that name, or none: a copy that broke off never looks like a backup."""
    if folder.exists():
        raise AlreadyThere(folder)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    with disk_errors(lambda why: NotCopied(folder, why)):
        part.mkdir(mode=0o700)
        try:
            for chain in files:
                copy(disk, chain, part / chain.file.path.name)
            part.rename(folder)
            disk.sync_folder(folder.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                _remove(part)
            raise
