"""Reading the ledger: opening its file, following what other sessions record, records by patient."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from protocols.approvals import Approvals
from protocols.chart import Record
from protocols.entries import Entry, PatientAdmitted
from protocols.staff import Staff
from store.disk import Disk, this_disk
from store.errors import Busy, Damaged, LedgerError, NoSuchLedger, Replaced, Unreadable, cause, disk_errors
from store.lock import FileLock
from store.opening import open_newest
from store.witness import Witness

PATIENCE = 10.0
"""Seconds an entry waits for other sessions before it is given up."""

GLANCE = 0.1
"""Seconds a look at what others wrote waits for them; it is repeated anyway."""

POLL = 0.1
"""Seconds between two looks while waiting for others."""


def utc_now() -> datetime:
    """The computer's clock, aware, in UTC."""
    return datetime.now(UTC)


class Reading:
    """An open ledger as its readers know it. Safe to use from several threads."""

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
        self,
        path: Path,
        now: Callable[[], datetime],
        disk: Disk,
        read_only: bool,
        patience: float,
        witness: Witness | None,
        share_ok: bool,
    ) -> None:
        """Use `open`."""
        self.path = path.resolve()
        self.notices = []
        self._disk, self._now, self._patience, self._witness = disk, now, patience, witness
        self._gate, self._state = threading.Lock(), threading.RLock()
        self._closing = threading.Event()
        self._placed = time.monotonic()
        self._kept, self.problem = open_newest(
            disk, self.path, write=not read_only, patience=patience, share_ok=share_ok
        )
        self.read_only = read_only or bool(self.problem)
        self.path = self._kept.file.path
        self._lock = FileLock(disk, self.path)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        disk: Disk | None = None,
        read_only: bool = False,
        patience: float = PATIENCE,
        witness: Witness | None = None,
        share_ok: bool = False,
    ) -> Self:
        """Open a ledger; `patience` is how many seconds a record waits for other sessions.

        A file that is damaged, or not the one the witness knows, is opened to be read, with `problem` saying
        so. NoSuchLedger, NotALedger or NewerFormat when nothing in it can be used; NetworkShare, unless
        `share_ok`, at one's own risk.
        """
        ledger = cls(path, now, disk or this_disk(), read_only, patience, witness, share_ok)
        try:
            with disk_errors(lambda why: NoSuchLedger(path, why)):
                ledger._load()
                ledger._kept.unseen.clear()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _load(self) -> None:
        self.ward, self.zone = self._kept.begun.ward, self._kept.begun.zone
        if not self.read_only:
            self._kept.file.settle()
        try:
            with self._lock.held(self._patience, shared=self.read_only):
                self._kept.follow()
                tail = self._kept.tail()
                self._compare()
                if not self.read_only:
                    self._notice(self._kept.repair(tail))
        except Busy:
            self._compare()  # The next entry, which needs the lock anyway, judges the end.
        except OSError as error:
            self._notice(f"What a session left unfinished could not be put right yet. {cause(error)}")
        except Damaged as error:
            self.read_only, self.problem = True, str(error)
        else:
            self._go_on()
        self._note_seen()

    def _go_on(self) -> None:
        """Where the ledger goes on in a new file, go on there. All entries were read; the lock is free."""
        while self._kept.next and not self.problem:
            older = self._kept
            if not self.read_only:
                with disk_errors(lambda why: Unreadable(self.path, why)):
                    older.file.settle()  # Whoever named the new file may have died before that was safe.
            try:
                newer = older.newer()
            except LedgerError as error:
                self.read_only, self.problem = True, str(error)
                return
            self._lock.close()
            with self._state:
                self._kept, self.path = newer, newer.file.path
                self._lock = FileLock(self._disk, self.path)
            self._notice(f"The ledger goes on in a new file, {self.path.name}. You work on as before.")
            with disk_errors(lambda why: Unreadable(self.path, why)):
                self._load()

    def _compare(self) -> None:
        """Ask the witness; what it objects to, it does not remember."""
        objection = self._witness.objection(self._kept) if self._witness else ""
        if objection:
            self.read_only, self._witness = True, None
            self.problem = self.problem or objection  # A missing file explains what the witness misses.

    def _note_seen(self, *, now: bool = False) -> None:
        if self._witness:
            self._witness.note(self._kept, now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and end every `wait`."""
        self._closing.set()
        with self._gate, self._state:
            self._note_seen(now=True)
            self._lock.close()
            self._kept.close()

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
        return self._kept.head

    def has_news(self) -> bool:
        """Whether `refresh` may have something to give or to say. Takes no lock and reads nothing."""
        try:
            return self._kept.has_unseen or self._moved_on()
        except (OSError, LedgerError):
            return True

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
            if self._closing.is_set():
                return
            if self._moved_on():
                with self._lock.held(GLANCE, shared=True), self._state:
                    self._kept.follow()
                    self._note_seen()
            self._go_on()
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

    def recent(self, count: int) -> list[Entry]:
        """The last `count` entries, in order; fewer where the older file they are in is not there."""
        try:
            return self.entries(max(self.position - count, 0))
        except LedgerError:
            return self.entries(self._kept.file.base)

    def lines(self, after: int = 0) -> list[tuple[int, bytes]]:
        """Numbers and raw lines of the entries above `after`, as they stand in the file."""
        with self._state:
            return list(self._kept.file.lines(after))

    def record(self, patient: str) -> Record:
        """The record of one patient, from all entries read so far; empty for an unknown number."""
        with self._state:
            return self._kept.record(patient)

    @property
    def approvals(self) -> Approvals:
        """Which protocols patients can be enrolled on, from all entries read so far."""
        with self._state:
            return self._kept.approvals

    @property
    def staff(self) -> Staff:
        """The staff list, from all entries read so far; empty where people state who they are."""
        with self._state:
            return self._kept.staff

    def patients(self) -> list[str]:
        """The hospital numbers whose records are in use, in the order of their first entries."""
        with self._state:
            return self._kept.patients()

    def former(self) -> dict[str, PatientAdmitted]:
        """By hospital number, the patients whose records stayed in older files: their courses had ended.

        `record` gives such a record; the first time that takes as long as opening the older file.
        """
        with self._state:
            new = set(self._kept.patients())
            return {patient: found for patient, found in self._kept.former.items() if patient not in new}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the ledger, the oldest first."""
        return self._kept.files

    def _notice(self, text: str) -> None:
        if text and text not in self.notices:
            self.notices.append(text)
