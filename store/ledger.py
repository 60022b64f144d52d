"""The ledger: the one way in. All entries in one file, checked and kept, shared by all sessions."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec

from protocols.chart import Record
from protocols.check import check
from protocols.clock import clock_mark
from protocols.entries import FORMAT, Entry, LedgerBegun, Person
from store import codec
from store.disk import Disk, this_disk
from store.errors import (
    AlreadyThere,
    Busy,
    Changed,
    Damaged,
    NoSuchLedger,
    NotSaved,
    ReadOnly,
    Replaced,
    cause,
    disk_errors,
)
from store.kept import Kept
from store.lock import FileLock
from store.logfile import begin

PATIENCE = 10.0
"""Seconds an entry waits for other sessions before it is given up."""

GLANCE = 0.1
"""Seconds a look at what others wrote waits for them; it is repeated anyway."""

POLL = 0.1
"""Seconds between two looks while waiting for others."""


def utc_now() -> datetime:
    """The computer's clock, aware, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """An open ledger. Safe to use from several threads; what stops it is a LedgerError or a Refused."""

    path: Path
    ward: str
    zone: str
    """The IANA name of the time zone of the ward's clocks."""
    read_only: bool
    problem: str
    """Why nothing can be recorded, in words; "" when it can."""
    notices: list[str]
    """What the people here should be told: a repair, a disk that is almost full."""

    def __init__(
        self, path: Path, now: Callable[[], datetime], disk: Disk, read_only: bool, patience: float
    ) -> None:
        """Use `open` or `create`."""
        self.path = path.resolve()
        self.read_only, self.problem, self.notices = read_only, "", []
        self._now, self._patience = now, patience
        self._gate, self._state = threading.Lock(), threading.RLock()
        self._closing = threading.Event()
        self._placed = time.monotonic()
        self._kept = self._open_file(disk)
        self._lock = FileLock(disk, self.path)

    @classmethod
    def create(
        cls,
        path: Path,
        ward: str,
        zone: str,
        by: Person,
        *,
        now: Callable[[], datetime] = utc_now,
        disk: Disk | None = None,
    ) -> Ledger:
        """Begin a ledger at `path`, for a ward whose clocks show the time of `zone` (an IANA name).

        AlreadyThere when there is a file, NoSuchLedger when none can be made.
        """
        disk, instant = disk or this_disk(), now().astimezone(UTC)
        first = Entry(
            id=uuid.uuid4().hex,
            patient="",
            at=instant,
            zone=zone,
            by=by,
            what=LedgerBegun(FORMAT, ward, zone),
            number=1,
            recorded=instant,
        )
        try:
            begin(disk, path.resolve(), codec.encode(first))
        except FileExistsError as error:
            raise AlreadyThere(path) from error
        except OSError as error:
            raise NoSuchLedger(path, cause(error)) from error
        return cls.open(path, now=now, disk=disk)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        disk: Disk | None = None,
        read_only: bool = False,
        patience: float = PATIENCE,
    ) -> Ledger:
        """Open a ledger; `patience` is how many seconds a record waits for other sessions.

        A damaged file is opened to be read up to the damage, with `problem` saying so. NoSuchLedger,
        NotALedger or NewerFormat when nothing in it can be used.
        """
        ledger = cls(path, now, disk or this_disk(), read_only, patience)
        try:
            with disk_errors(lambda why: NoSuchLedger(path, why)):
                ledger._load()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _open_file(self, disk: Disk) -> Kept:
        try:
            return Kept(disk, self.path, not self.read_only)
        except FileNotFoundError as error:
            raise NoSuchLedger(self.path, "There is no such file.") from error
        except OSError as error:
            with disk_errors(lambda why: NoSuchLedger(self.path, why)):
                kept = Kept(disk, self.path, write=False)
            self.read_only, self.problem = True, cause(error)
            return kept

    def _load(self) -> None:
        self._kept.read_first()
        self.ward, self.zone = self._kept.begun.ward, self._kept.begun.zone
        if not self.read_only:
            self._kept.file.settle()
        try:
            with self._lock.held(self._patience, shared=self.read_only):
                self._kept.follow()
                self._notice(self._kept.settle_tail(repair=not self.read_only))
        except Busy:
            pass  # The next entry, which needs the lock anyway, judges the end.
        except OSError as error:
            self._notice(f"What a session left unfinished could not be put right yet. {cause(error)}")
        except Damaged as error:
            self.read_only, self.problem = True, str(error)
        self._kept.take_unseen()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and end every `wait`."""
        self._closing.set()
        with self._gate, self._state:
            self._lock.close()
            self._kept.file.close()

    @property
    def position(self) -> int:
        """The number of the last entry."""
        return self._kept.file.count

    @property
    def newest(self) -> datetime | None:
        """When the newest entry whose clock was believed was recorded (UTC)."""
        return self._kept.newest

    @property
    def head(self) -> str:
        """Number of the last entry and the first eight digits of its hash, for what leaves the ward."""
        return f"{self.position}-{self._kept.file.head[:8].decode()}"

    def append(self, entry: Entry, expected: int) -> Entry:
        """Keep `entry`, decided on when the patient's record had version `expected`; gives it as kept.

        An entry whose id was kept before is given back as it is. Refused, Changed, Busy, NotSaved and the
        others say that nothing was recorded, and why. Blocks for the disk and up to the patience.
        """
        with self._gate:
            if self.read_only:
                raise ReadOnly(self.problem)
            with disk_errors(NotSaved), self._lock.held(self._patience):
                return self._append(entry, expected)

    def _append(self, entry: Entry, expected: int) -> Entry:
        file = self._kept.file
        if not file.is_in_place():
            raise Replaced(self.path)
        with self._state:
            self._notice(self._kept.catch_up())
            record = self._kept.record(entry.patient)
        again = next((kept for kept in record.entries if kept.id == entry.id), None)
        if again is not None or record.version != expected:
            file.settle()
        if again is not None:
            return again
        if record.version != expected:
            raise Changed(tuple(kept for kept in record.entries if kept.number > expected))
        now = self._now().astimezone(UTC)
        check(record, entry, now, self.newest)
        mark = clock_mark(now, self.newest)
        stamped = msgspec.structs.replace(entry, number=self.position + 1, recorded=now, clock=mark)
        body = codec.encode(stamped)
        kept = codec.decode(body)
        line = file.write(body)
        with self._state:
            self._kept.accept(line, kept)
        if not file.spare():
            self._notice("The disk is almost full. Free some space soon, or nothing can be recorded.")
        return kept

    def refresh(self) -> list[Entry]:
        """What other sessions recorded since the last call, in order. Next to free when that is nothing."""
        self._look()
        with self._state:
            return self._kept.take_unseen()

    def wait(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds; True as soon as `refresh` has something to give."""
        until = time.monotonic() + timeout
        while not self._closing.is_set():
            self._look()
            if self._kept.has_unseen:
                return True
            left = until - time.monotonic()
            if left <= 0:
                break
            self._closing.wait(min(POLL, left))
        return False

    def _look(self) -> None:
        """Read what others wrote, unless an entry of our own is just being written."""
        if not self._gate.acquire(blocking=False):
            return
        try:
            if not self._closing.is_set() and self._moved_on():
                with self._lock.held(GLANCE, shared=True), self._state:
                    self._kept.follow()
        except Busy:
            return
        finally:
            self._gate.release()

    def _moved_on(self) -> bool:
        if time.monotonic() - self._placed > 1:
            self._placed = time.monotonic()
            if not self._kept.file.is_in_place():
                raise Replaced(self.path)
        return self._kept.file.moved_on()

    def entries(self, after: int = 0, patient: str | None = None) -> list[Entry]:
        """Entries with a number above `after`, of one patient or of all, in order."""
        with self._state:
            return self._kept.entries(after, patient)

    def record(self, patient: str) -> Record:
        """The record of one patient, from all entries read so far; empty for an unknown number."""
        with self._state:
            return self._kept.record(patient)

    def patients(self) -> list[str]:
        """Every hospital number, in the order of their first entries."""
        with self._state:
            return self._kept.patients()

    def _notice(self, text: str) -> None:
        if text and text not in self.notices:
            self.notices.append(text)
