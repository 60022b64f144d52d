"""A ledger read to its end, and a file of it copied and read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import AlreadyThere, LedgerError, NotCopied, Unusable, disk_errors
from store.files.disk import Disk, write_new
from store.files.engine import FileEngine
from store.ledger.engine import Engine
from store.ledger.reader import PATIENCE
from store.location.where import Where
from store.log.segment_chain import SegmentChain
from store.progress import counted


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
                source = chain.file.path
                size = source.stat().st_size >> 20 if isinstance(source, Path) else 0
                write_new(disk, path, counted("Megabytes copied", chain.file.copy(), size), like)
            except FileExistsError as error:
                raise AlreadyThere(path) from error
            same = is_same(disk, chain, path)
    except (AlreadyThere, NotCopied):
        raise
    except LedgerError as error:
        raise NotCopied(path, str(error)) from error
    if not same:
        raise NotCopied(path, "What was read back is not what was written.")


def is_same(disk: Disk, chain: SegmentChain, path: Path) -> bool:
    """Whether the file at `path`, read from its first entry to its last, is `chain` as it was read.

    OSError or a LedgerError where it cannot be read.
    """
    made = SegmentChain(FileEngine(disk, share_ok=True).open_log, path, write=False)
    try:
        made.read_first()
        made.tail()
        return (made.file.count, made.file.head) == (chain.file.count, chain.file.head)
    finally:
        made.close()
