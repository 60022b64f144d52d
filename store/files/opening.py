"""Opening a ledger: from the file people name to the newest one, which alone is read whole."""

from __future__ import annotations

from pathlib import Path

from store.errors import Busy, FileMissing, LedgerError, NoSuchLedger, NotLinked, cause, disk_errors
from store.files.disk import Disk
from store.files.network_share import refuse_share
from store.log.interface import OpenLog
from store.log.links import End, end_of, follows
from store.log.segment_chain import Kept


def open_newest(
    disk: Disk, open_log: OpenLog, path: Path, *, write: bool, patience: float, share_ok: bool
) -> tuple[Kept, str]:
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
    kept, _ = _newest(open_log, older, None, None, write=False)
    return kept, str(problem)


def _end(disk: Disk, path: Path, patience: float, *, settle: bool) -> End | None:
    try:
        return end_of(disk, path, patience, settle=settle)
    except Busy:
        return None  # Whoever keeps it in use may be putting a new file in force; the next entry tells.


def _newest(
    open_log: OpenLog, path: Path, older: Path | None, end: End | None, *, write: bool
) -> tuple[Kept, str]:
    problem = ""
    try:
        kept = Kept(open_log, path, write)
    except FileNotFoundError:
        raise
    except OSError as error:
        kept, problem = Kept(open_log, path, write=False), cause(error) if write else ""
    try:
        with disk_errors(lambda why: NoSuchLedger(path, why)):
            kept.read_first()
        if older is not None and end is not None and not follows(kept.begun.continues, end, older):
            raise NotLinked(older, path)
    except BaseException:
        kept.close()
        raise
    return kept, problem
