"""The ledger: the one way in. All entries in one file, checked and kept, shared by all sessions."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from protocols.entries import FORMAT, ClockConfirmed, Entry, LedgerBegun, Person
from protocols.record.clock import clock_mark
from protocols.record.fold import fold
from protocols.rules.check import Refused, check
from protocols.values.clinic_time import local
from store.errors import (
    Changed,
    NoSuchLedger,
    NotSaved,
    Outrun,
    ReadOnly,
    Replaced,
    Unreachable,
    Unreadable,
    cause,
    disk_errors,
)
from store.files.disk import Disk
from store.ledger.engine import engine_for
from store.ledger.prefix import Prefix, log_file, sha256_of
from store.ledger.reader import Reading, utc_now
from store.ledger.rollover import FULL, Rolled, Rollover
from store.ledger.witness import Witness
from store.location.where import Where
from store.log import codec
from store.progress import counted
from store.site import journal

VOUCHED = "a time server, as this system says of itself; nobody was asked"
"""What the clock was compared with after a long time without entries."""


class Ledger(Reading):
    """An open ledger. Safe to use from several threads; what stops it is a LedgerError or a Refused."""

    _prefix: Prefix | None = None

    @classmethod
    def create(
        cls,
        path: Where,
        ward: str,
        zone: str,
        by: Person,
        *,
        now: Callable[[], datetime] = utc_now,
        disk: Disk | None = None,
        share_ok: bool = False,
    ) -> Ledger:
        """Begin a ledger at `path`, for a ward whose clocks show the time of `zone` (an IANA name).

        Refused when a rule says no, AlreadyThere when there is a file, NoSuchLedger when none can be made,
        NetworkShare unless `share_ok`.
        """
        instant = now().astimezone(UTC)
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
        check(fold(()), first, instant, None)
        engine = engine_for(path, disk, share_ok=share_ok)
        try:
            engine.begin(path.resolve(), codec.encode(first))
        finally:
            engine.close()
        return cls.open(path, now=now, disk=disk, share_ok=share_ok)

    def append(self, entry: Entry, expected: int) -> Entry:
        """Keep `entry`, decided on when the patient's record had version `expected`; gives it as kept.

        An entry whose id was kept before is given back as it is. Refused, Changed, Busy, NotSaved and the
        others say that nothing was recorded, and why. Blocks for the disk and up to the patience.
        """
        with self._gate:
            try:
                return self._gone_in(entry, expected)
            except Unreachable as error:
                raise NotSaved(str(error)) from error
            except NotSaved as error:
                if not error.certain:
                    self._doubted[entry.id] = entry
                raise

    def _gone_in(self, entry: Entry, expected: int) -> Entry:
        while True:
            if self.read_only:
                raise ReadOnly(self.problem)
            try:
                with self._lock.held(self._patience):
                    self._catch_up()
                    if not self._chain.next:
                        vouched = self._vouch(entry.by)
                        if vouched is None:
                            return self._append(entry, expected)
                        before, after = vouched
                        expected = after if (entry.patient, expected) == ("", before) else expected
            except Outrun:
                pass  # somebody was faster: look again
            except OSError as error:
                raise NotSaved(cause(error)) from error
            self._go_on()

    def _vouch(self, by: Person) -> tuple[int, int] | None:
        """Keep that a time server keeps the clock, where only the long time without entries spoke against it.

        None where that was not needed; else the versions of the ward's own record before and with it, and
        the lock is to be given back, for a database ends with an entry.
        """
        now = self._now().astimezone(UTC)
        if clock_mark(now, self.newest) != "ahead" or self.clock_mark(now) != "ok":
            return None
        what, before = ClockConfirmed(VOUCHED), self._chain.record("").version
        entry = Entry(
            id=uuid.uuid4().hex, patient="", at=local(now, self.zone), zone=self.zone, by=by, what=what
        )
        with suppress(Refused):  # by somebody who may record nothing: what they hand in is judged as it is
            return before, self._append(entry, before).number
        return None

    def _catch_up(self) -> None:
        if self._chain.file.is_unchanged():
            return
        if not self._chain.file.is_in_place():
            raise Replaced(self.place)
        with self._state:
            self._notice(self._chain.catch_up())

    def _append(self, entry: Entry, expected: int) -> Entry:
        file = self._chain.file
        with self._state:
            self._doubted.pop(entry.id, None)
            record = self._chain.record(entry.patient)
            again = self._chain.with_id(entry.patient, entry.id)
        if again is not None or record.version != expected:
            file.settle()
        if again is not None:
            return again
        if record.version != expected:
            raise Changed(record.since(expected))
        now = self._now().astimezone(UTC)
        numbers = () if record.version else (*self._chain.patients(), *self._chain.former)
        try:
            check(record, entry, now, self.newest, self.staff, self.approvals, numbers, self.catalogue)
        except Refused:
            journal.refused(entry, str(self.place))
            raise
        mark = clock_mark(now, self.newest)
        stamped = msgspec.structs.replace(entry, number=self.position + 1, recorded=now, clock=mark)
        body = codec.encode(stamped)
        kept = codec.decode(body)
        line = file.write(body)
        with self._state:
            self._chain.accept(line, kept)
            self._note_seen()
        journal.acted(kept, str(self.place))
        if not file.spare():
            self._notice("The disk is almost full. Free some space soon, or nothing can be recorded.")
        return kept

    def would_take(self, entry: Entry) -> None:
        """Refused, in words, where `entry` could not be kept now. Nothing is recorded."""
        now = self._now().astimezone(UTC)
        check(self.record(entry.patient), entry, now, self.newest, self.staff, self.approvals)

    def checked(self) -> bytes:
        """Take in what is new; the SHA-256 of all bytes to the last entry, each checked as it was read.

        For `take_over`. LedgerError where the ledger is not as it was, or is kept in a database.
        """
        self.refresh()
        if self._prefix is None or self._prefix.chain is not self._chain:
            self._prefix = Prefix(self._chain)
        return self._prefix.extended()

    def take_over(self, digest: bytes, *, now: Callable[[], datetime], witness: Witness | None) -> None:
        """In a process forked from the one that opened it: go on with locks and descriptors of one's own.

        All bytes of the file are read and held against `digest`, which `checked` gave before the fork:
        Replaced where they are others. Then all is done that opening does behind the reading. Call it once,
        first of all.
        """
        file = log_file(self._chain)
        self._gate, self._state, self._closing = threading.Lock(), threading.RLock(), threading.Event()
        self._lock.close()
        with disk_errors(lambda why: Unreadable(self.place, why)):
            file.reopen()
        if sha256_of(file.parts(0)) != digest:
            raise Replaced(self.place)
        self._now, self._witness, self._placed = now, witness, time.monotonic()
        self.notices, self._strange = [], 0
        with disk_errors(lambda why: NoSuchLedger(self.place, why)):
            self._load()
            self._chain.unseen.clear()

    @property
    def full(self) -> bool:
        """Whether it is time to go on in a new file."""
        return self.position - self._chain.file.base >= FULL

    def roll_over(self, by: Person) -> Rolled:
        """Go on in a new file, with the records that are in use; `by` is whoever asked for it.

        Most of the time it takes nobody waits for; the lock is held while the new file is written. Refused
        while the clock is in doubt; Busy, NotSaved and the others when the old file stays in force as it was.
        """
        if self.read_only:
            raise ReadOnly(self.problem)
        rollover, older = Rollover(self._engine, by, self.zone, self._now().astimezone(UTC)), self.place
        patients = ["", *self.patients()]
        for patient in counted("Records judged", patients, len(patients)):
            with self._state:
                rollover.judge(self._chain, patient)
        with self._gate:
            made = self._written(rollover)
            self._go_on()
        return Rolled(self.place, older, made, len(self.patients()), tuple(self.left_over()))

    def _written(self, rollover: Rollover) -> bool:
        """Whether the new file is of our own making."""
        while True:
            with suppress(Outrun), disk_errors(NotSaved), self._lock.held(self._patience):
                self._catch_up()
                if self._chain.next:
                    return False
                if self._vouch(rollover.by):
                    continue
                rollover.write(self._chain, self._now().astimezone(UTC))
                return True

    def left_over(self) -> list[Path]:
        """New files that were begun and never came into force. Nothing is only in them."""
        return self._engine.left_over(self._chain.files)
