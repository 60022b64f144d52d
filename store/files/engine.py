"""Ledgers in files on a disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from store.errors import AlreadyThere, NoSuchLedger, NotSaved, cause
from store.files.disk import Disk, write_new
from store.files.lock import FileLock
from store.files.log_file import LogFile
from store.files.network_share import refuse_share
from store.files.opening import left_over, open_newest
from store.files.read_before import ReadBefore
from store.files.restoring import broken_off
from store.location.where import Where
from store.log import layout
from store.log.interface import Listener, Log
from store.log.segment_chain import SegmentChain


def begin(
    disk: Disk,
    path: Path,
    bodies: Iterable[bytes],
    base: int = 0,
    head: bytes = b"",
    like: Path | None = None,
) -> None:
    """Make a ledger file with its first entries, which follow entry `base` of hash `head` in an older one.

    FileExistsError when there is a file. Others may use the new one as they may use `like`.
    """
    write_new(disk, path, layout.parts(bodies, base, head), like)


class FileEngine:
    """The files of one disk; one on a network share only with `share_ok`, at one's own risk."""

    def __init__(self, disk: Disk, *, share_ok: bool, beside: Path | None = None) -> None:
        """`beside` is the folder of this account for what was read before; None to read all anew."""
        self._disk, self._share_ok, self._beside = disk, share_ok, beside

    def open_log(self, path: Where, write: bool, listener: Listener) -> LogFile:
        """Open one file."""
        file = _file(path)
        before = ReadBefore(self._beside, file) if self._beside else None
        return LogFile(self._disk, file, write, listener, before)

    def newest(self, path: Where, *, write: bool, patience: float) -> tuple[SegmentChain, str]:
        """The newest file of the ledger, found from the one that people name."""
        share_ok = self._share_ok
        return open_newest(
            self._disk, self.open_log, _file(path), write=write, patience=patience, share_ok=share_ok
        )

    def write_lock(self, log: Log) -> FileLock:
        """The lock on the file."""
        return FileLock(self._disk, _file(log.path))

    def begin(self, path: Where, body: bytes) -> None:
        """Make a new file with the rights of its folder."""
        file = _file(path)
        if not self._share_ok:
            refuse_share(file)
        if words := broken_off(file):
            raise NoSuchLedger(file, words)
        try:
            begin(self._disk, file, [body], like=file.parent)
        except FileExistsError as error:
            raise AlreadyThere(file) from error
        except OSError as error:
            raise NoSuchLedger(file, cause(error)) from error

    def free_name(self, names: Iterable[Where]) -> Where:
        """The first name that nothing in the folder has: an unfinished file may have taken one."""
        taken: set[str] | None = None
        for path in names:
            taken = set(self._disk.names(_file(path).parent)) if taken is None else taken
            if path.name not in taken:
                return path
        raise AssertionError("there is always another number")

    def go_on_in(self, log: Log, path: Where, last: bytes, bodies: Iterable[bytes]) -> bytes:
        """Write the new file whole, then the entry that names it: that puts it in force."""
        file = _file(path)
        digest = layout.hash_of(log.head, last)
        begin(self._disk, file, bodies, log.count + 1, digest, like=_file(log.path))
        try:
            return log.write(last)
        except NotSaved as error:
            if error.certain:
                with contextlib.suppress(OSError):
                    self._disk.remove(file)
            raise

    def left_over(self, files: tuple[Where, ...]) -> list[Path]:
        """New files beside the ledger's own that never came into force."""
        return left_over(self._disk, _file(files[0]), {file.name for file in files})

    def ask(self, log: Log) -> None:
        """Not needed: four bytes of the file tell whether there is anything new."""

    def watch(self, log: Log) -> None:
        """Not needed either."""

    as_of = None
    """Files are always there."""

    def close(self) -> None:
        """Files are closed one by one."""


def _file(path: Where) -> Path:
    assert isinstance(path, Path), "only files are kept here"
    return path
