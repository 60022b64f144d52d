"""Backups: a verified copy of the ledger, with all its files, while others write."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.errors import AlreadyThere, LedgerError, NotCopied, Unusable, disk_errors
from store.files.disk import Disk, write_new
from store.files.engine import FileEngine
from store.files.platform import this_disk
from store.ledger.engine import Engine, engine_for
from store.ledger.reader import PATIENCE
from store.location.where import Where
from store.log.segment_chain import SegmentChain


@dataclass(frozen=True)
class Copy:
    """A copy that was made and read back: one file, or a folder with the files of the ledger."""

    path: Path
    entries: int
    head: str
    """Number of the last entry and the first eight digits of its hash."""
    aside: Path | None = None
    """Where the file is, or the folder of files, that a restored one took the place of."""


def backup(source: Where, target: Path, *, disk: Disk | None = None) -> Copy:
    """Copy the ledger `source`, with what others have recorded so far, to the new file `target`.

    A folder stands for a file in it named after the ledger and its last entry. A ledger of several files
    becomes a folder, in which they keep their names. Nobody is kept from recording. AlreadyThere when the
    target exists, Damaged when the ledger is, NotCopied when the copy is not the same.
    """
    disk = disk or this_disk()
    with whole(engine_for(source, disk, share_ok=True), source.resolve()) as files:
        first, last = files[0].file.path, files[-1]
        several = len(files) > 1
        if target.is_dir():
            target = target / f"{first.stem}-{last.head}{'' if several else '.json'}"
        target = target.resolve()
        if several:
            _copy_to_folder(disk, files, target)
        else:
            copy(disk, last, target)
        return Copy(target, last.file.count, last.head)


def _copy_to_folder(disk: Disk, files: list[SegmentChain], folder: Path) -> None:
    try:
        with disk_errors(lambda why: NotCopied(folder, why)):
            folder.mkdir()
    except NotCopied as error:
        if folder.exists():
            raise AlreadyThere(folder) from error
        raise
    try:
        for chain in files:
            copy(disk, chain, folder / chain.file.path.name)
    except BaseException:
        for chain in files:
            with contextlib.suppress(OSError):
                (folder / chain.file.path.name).unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise


@contextmanager
def whole(engine: Engine, path: Where) -> Iterator[list[SegmentChain]]:
    """The files of the ledger at `path`, each read to its end and linked to the next, the oldest first.

    An entry that was never finished is left out.
    """
    newest = None
    try:
        newest, problem = engine.newest(path, write=False, patience=PATIENCE)
        if problem:
            raise Unusable(problem)
        _to_the_end(engine, newest)
        while newest.next:
            newest = newest.newer()
            _to_the_end(engine, newest)
        files = [newest]
        while files[0].file.base:
            files.insert(0, files[0].older)
        yield files
    finally:
        if newest is not None:
            newest.close()
        engine.close()


def _to_the_end(engine: Engine, chain: SegmentChain) -> None:
    lock = engine.write_lock(chain.file)
    try:
        with lock.held(PATIENCE, shared=True):
            chain.follow()
            chain.tail()
    finally:
        lock.close()


def copy(disk: Disk, chain: SegmentChain, path: Path, like: Path | None = None) -> None:
    """Copy one file, read the copy back, and compare. Others may use it as they may use `like`."""
    try:
        with disk_errors(lambda why: NotCopied(path, why)):
            try:
                write_new(disk, path, chain.file.copy(), like)
            except FileExistsError as error:
                raise AlreadyThere(path) from error
            made = SegmentChain(FileEngine(disk, share_ok=True).open_log, path, write=False)
        try:
            made.read_first()
            made.tail()
            same = (made.file.count, made.file.head) == (chain.file.count, chain.file.head)
        finally:
            made.close()
    except (AlreadyThere, NotCopied):
        raise
    except LedgerError as error:
        raise NotCopied(path, str(error)) from error
    if not same:
        raise NotCopied(path, "What was read back is not what was written.")
