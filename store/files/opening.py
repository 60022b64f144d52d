"""Opening a ledger: from the file people name to the newest one, which alone is read whole."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from protocols.entries import LedgerContinued
from store.errors import Busy, FileMissing, LedgerError, NoSuchLedger, NotLinked, cause, disk_errors
from store.files.disk import Disk
from store.files.lock import FileLock
from store.files.network_share import refuse_share
from store.log import codec, layout
from store.log.interface import OpenLog
from store.log.links import End, beside, follows
from store.log.segment_chain import SegmentChain


def open_newest(
    disk: Disk, open_log: OpenLog, path: Path, *, write: bool, patience: float, share_ok: bool
) -> tuple[SegmentChain, str]:
    """The newest file of the ledger at `path`, read to its end, and why nothing can be recorded, or "".

    Of older files only the end is read. Where one of them leads nowhere, the last good one is opened to be
    read. NoSuchLedger, NotALedger, NewerFormat or NetworkShare when there is none.
    """
    older: Path | None = None
    end: End | None = None
    try:
        while True:
            if not share_ok:
                refuse_share(path)
            found = _end(disk, path, patience, settle=write)
            if found is None:
                break
            if end is not None and found.number <= end.number:
                raise NotLinked(path, found.next)
            older, end, path = path, found, path.with_name(found.next.name)
        return _newest(open_log, path, older, end, write=write)
    except OSError as error:
        if older is None:
            raise NoSuchLedger(path, cause(error)) from error
        problem: LedgerError = FileMissing(path, older, cause(error))
    except LedgerError as error:
        if older is None:
            raise
        problem = error
    chain, _ = _newest(open_log, older, None, None, write=False)
    return chain, str(problem)


def _end(disk: Disk, path: Path, patience: float, *, settle: bool) -> End | None:
    try:
        return end_of(disk, path, patience, settle=settle)
    except Busy:
        return None  # Whoever keeps it in use may be putting a new file in force; the next entry tells.


def _newest(
    open_log: OpenLog, path: Path, older: Path | None, end: End | None, *, write: bool
) -> tuple[SegmentChain, str]:
    problem = ""
    try:
        chain = SegmentChain(open_log, path, write)
    except FileNotFoundError:
        raise
    except OSError as error:
        chain, problem = SegmentChain(open_log, path, write=False), cause(error) if write else ""
    try:
        with disk_errors(lambda why: NoSuchLedger(path, why)):
            chain.read_first()
        if older is not None and end is not None and not follows(chain.begun.continues, end, older):
            raise NotLinked(older, path)
    except BaseException:
        chain.close()
        raise
    return chain, problem


def end_of(disk: Disk, path: Path, patience: float, *, settle: bool) -> End | None:
    """Where the ledger goes on from the file `path`, None where it is the newest. Reads only its end.

    The lock is waited for, because whoever begins a new file may still take it back. With `settle`, what is
    said here is brought to the medium first: a session may have died before it did that.
    """
    if _last_line(disk, path) is None:
        return None
    lock = FileLock(disk, path)
    try:
        with lock.held(patience, shared=True):
            found = _last_line(disk, path)
            if found is not None and settle:
                _sync(disk, path)
            return found
    finally:
        lock.close()


def _last_line(disk: Disk, path: Path) -> End | None:
    file = disk.open(path, write=False)
    try:
        line = _line_at_end(disk, file)
    finally:
        disk.close(file)
    number = layout.number_on(line)
    with contextlib.suppress(ValueError):
        what = codec.decode(layout.body_of(number, line)).what
        if number and isinstance(what, LedgerContinued):
            return End(number, layout.digest_of(number, line), beside(path, what.file))
    return None


def _line_at_end(disk: Disk, file: int) -> bytes:
    """The last line before the end, b"" where the file does not end as it should. Most are short."""
    size = disk.size(file)
    for longest in (layout.AHEAD, layout.LONGEST):
        start = max(0, size - longest - 2 * layout.AHEAD - 2 * layout.PAGE)
        rest = disk.read(file, size - start, start).rstrip(b" \0")
        before, _, line = rest.removesuffix(layout.TAIL).rpartition(b"\n")
        if before and rest.endswith(layout.TAIL):
            return line
    return b""


def _sync(disk: Disk, path: Path) -> None:
    try:
        file = disk.open(path, write=True)
    except OSError:  # Older files may be kept from being written; what they say can be synced all the same.
        file = disk.open(path, write=False)
    try:
        disk.sync(file)
    finally:
        disk.close(file)


def left_over(disk: Disk, origin: Path, known: set[str]) -> list[Path]:
    """New files that were begun and never came into force: harmless, nothing is only in them."""
    stem, suffix = re.escape(origin.stem), re.escape(origin.suffix)
    pattern = re.compile(rf"{stem}-\d{{4}}{suffix}|\.{stem}-\d{{4}}{suffix}\.\d+\.part")
    names = [name for name in disk.names(origin.parent) if pattern.fullmatch(name) and name not in known]
    return [origin.with_name(name) for name in sorted(names)]
