"""Reading the ledger: opening its file, following what other sessions record, records by patient."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from protocols.entries import Entry
from protocols.values.formatting import time_text
from store.errors import (
    Busy,
    Damaged,
    LedgerError,
    NoSuchLedger,
    Replaced,
    Unreachable,
    Unreadable,
    cause,
    disk_errors,
)
from store.files.disk import Disk
from store.ledger.engine import Engine, engine_for
from store.ledger.records import Records
from store.ledger.witness import Seen, Witness
from store.location.where import Where
from store.site import system_clock

PATIENCE = 10.0
"""Seconds an entry waits for other sessions before it is given up."""

GLANCE = 0.1
"""Seconds a look at what others wrote waits for them; it is repeated anyway."""

POLL = 0.1
"""Seconds between two looks while waiting for others."""


def utc_now() -> datetime:
    """The computer's clock, aware, in UTC."""
    return datetime.now(UTC)


class Reading(Records):
    """An open ledger as its readers know it. Safe to use from several threads."""

    ward: str
    notices: list[str]
    """What the people here should be told: a repair, a disk that is almost full."""

    def __init__(
        self,
        path: Where,
        now: Callable[[], datetime],
        engine: Engine,
        read_only: bool,
        patience: float,
        witness: Witness | None,
    ) -> None:
        """Use `open`."""
        self.place = path.resolve()
        self.notices = []
        self._engine, self._now, self._patience, self._witness = engine, now, patience, witness
        super().__init__()
        if now is utc_now:
            self.synchronised = system_clock.synchronised
        self._gate = threading.Lock()
        self._closing = threading.Event()
        self._doubted: dict[str, Entry] = {}
        """Entries of which it was not known whether they were kept, by id."""
        self._strange = 0
        self._placed = time.monotonic()
        self._looks = read_only
        self._chain, self._trouble = engine.newest(self.place, write=not read_only, patience=patience)
        self.place = self._chain.file.path
        self._lock = engine.write_lock(self._chain.file)

    @classmethod
    def open(
        cls,
        path: Where,
        *,
        now: Callable[[], datetime] = utc_now,
        disk: Disk | None = None,
        read_only: bool = False,
        patience: float = PATIENCE,
        witness: Witness | None = None,
        share_ok: bool = False,
    ) -> Self:
        """Open a ledger; `patience` is how many seconds a record waits for other sessions.

        A file that is damaged, that has entries of a newer version, or is not the one the witness knows, is
        opened to be read, with `problem` saying so. NoSuchLedger, NotALedger, NewerFormat or UnknownZone when
        nothing in it can be used; NetworkShare, unless `share_ok`, at one's own risk.
        """
        engine = engine_for(path, disk, share_ok=share_ok, beside=witness.folder if witness else None)
        try:
            ledger = cls(path, now, engine, read_only, patience, witness)
        except BaseException:
            engine.close()
            raise
        try:
            with disk_errors(lambda why: NoSuchLedger(path, why)):
                ledger._load()
                ledger._chain.unseen.clear()
            engine.watch(ledger._chain.file)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @property
    def problem(self) -> str:
        """Why nothing can be recorded, in words; "" when it can."""
        return self._trouble or str(self.newer_entry or "")

    @property
    def read_only(self) -> bool:
        """Whether it was opened only to be read, or can only be read."""
        return self._looks or bool(self.problem)

    def _load(self) -> None:
        self.ward = self._chain.begun.ward
        self._chain.known_zone()
        if not self.read_only:
            self._chain.file.settle()
        try:
            with self._lock.held(self._patience, shared=self.read_only):
                seen = self._witness.seen(self._chain) if self._witness else None
                self._chain.follow()
                tail = self._chain.tail()
                self._compare(seen)
                if not self.read_only:
                    self._notice(self._chain.repair(tail))
        except Busy:
            self._compare_among_others()  # The next entry, which needs the lock anyway, judges the end.
        except OSError as error:
            self._notice(f"What a session left unfinished could not be put right yet. {cause(error)}")
        except Damaged as error:
            self._trouble = str(error)
        else:
            self._go_on()
        self._note_seen()
        if self._witness and not self.problem:
            self._chain.remember()
        self._tell_strange()

    def _tell_strange(self) -> None:
        """Say that something stands in the ledger that is no entry, and what becomes of it."""
        strange = [number for number, found in self._chain.strange.items() if not found.newer]
        if len(strange) > self._strange:
            self._strange = len(strange)
            told = (
                f"Entry {min(strange)} of the ledger is none: Stepward did not write it, and leaves it out."
            )
            self._notice(
                f"{told} Everybody can go on. Tell whoever looks after the computer: stepward verify."
            )

    def _go_on(self) -> None:
        """Where the ledger goes on in a new file, go on there. All entries were read; the lock is free."""
        while self._chain.next and not self._trouble:
            older = self._chain
            if not self.read_only:
                with disk_errors(lambda why: Unreadable(self.place, why)):
                    older.file.settle()  # Whoever named the new file may have died before that was safe.
            try:
                newer = older.newer()
            except Unreachable:
                raise  # Next time.
            except LedgerError as error:
                self._trouble = str(error)
                return
            self._lock.close()
            with self._state:
                self._chain, self.place = newer, newer.file.path
                self._lock = self._engine.write_lock(newer.file)
            self._notice(f"The ledger goes on in a new file, {self.place.name}. You work on as before.")
            with disk_errors(lambda why: Unreadable(self.place, why)):
                self._load()
            self._engine.watch(self._chain.file)

    def _compare_among_others(self) -> None:
        """Ask the witness though others write meanwhile: first what it knows, then what there is."""
        seen = self._witness.seen(self._chain) if self._witness else None
        self._engine.ask(self._chain.file)
        self._chain.follow()
        self._compare(seen)

    def _compare(self, seen: Seen | None) -> None:
        """Ask the witness; what it objects to, it does not remember."""
        objection = self._witness.objection(self._chain, seen) if self._witness else ""
        if objection:
            self._witness = None
            self._trouble = self._trouble or objection  # A missing file explains what the witness misses.

    def _note_seen(self, *, now: bool = False) -> None:
        if self._witness:
            self._witness.note(self._chain, now=now)

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
            self._chain.close()
            self._engine.close()

    def has_news(self) -> bool:
        """Whether `refresh` may have something to give or to say. Takes no lock and waits for nobody."""
        try:
            return self._chain.has_unseen or bool(self._doubted) or self._moved_on()
        except (OSError, LedgerError):
            return True

    def refresh(self, *, ask: bool = True) -> list[Entry]:
        """What other sessions recorded since the last call, in order. Next to free when that is nothing.

        A database has to be asked, which may take its time. Without `ask` only what it told by itself counts.
        """
        self._look(ask)
        with self._state:
            return self._chain.take_unseen()

    def wait(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds; True as soon as `refresh` has something to give."""
        until, ask = time.monotonic() + timeout, True
        while not self._closing.is_set():
            self._look(ask)
            ask = False
            if self._chain.has_unseen:
                return True
            left = until - time.monotonic()
            if left <= 0:
                break
            self._closing.wait(min(POLL, left))
        return False

    def _look(self, ask: bool) -> None:
        """Read what others wrote, unless an entry of our own is just being written."""
        if not self._gate.acquire(blocking=False):
            return
        try:
            if self._closing.is_set():
                return
            if ask:
                self._engine.ask(self._chain.file)
            sure = self._chain.file.sure and self.as_of is None  # Before what has arrived is read.
            if self._moved_on():
                with self._lock.held(GLANCE, shared=True), self._state:
                    self._chain.follow()
                    self._note_seen()
            self._tell_strange()
            self._go_on()
            if sure:
                self._tell_doubted()
        except Busy:
            return
        finally:
            self._gate.release()

    def _tell_doubted(self) -> None:
        """Say what became of entries that were in doubt, once that is known."""
        while self._doubted:
            id, entry = self._doubted.popitem()
            kept = [found for found in self.record(entry.patient).entries if found.id == id]
            at = f"the entry of {time_text(entry.at, self.zone)}"
            told = f"it was recorded, as entry {kept[0].number}" if kept else "it was NOT recorded"
            self._notice(f"The connection is back. About {at} that was in doubt: {told}.")

    @property
    def as_of(self) -> datetime | None:
        """As of when the records are, where the connection is gone; None while they are those of now."""
        return self._engine.as_of

    def _moved_on(self) -> bool:
        if time.monotonic() - self._placed > 1:
            if not self._chain.file.is_in_place():
                raise Replaced(self.place)
            self._placed = time.monotonic()
        return self._chain.file.moved_on()

    def _notice(self, text: str) -> None:
        if text and text not in self.notices:
            self.notices.append(text)
