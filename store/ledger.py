"""The ledger: the one way in. All entries in one file, checked and kept, shared by all sessions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from protocols.clock import clock_mark
from protocols.entries import FORMAT, Entry, LedgerBegun, Person
from store import codec
from store.disk import Disk, this_disk
from store.errors import AlreadyThere, Changed, NoSuchLedger, NotSaved, ReadOnly, Replaced, cause, disk_errors
from store.files import left_over
from store.logfile import begin
from store.network import refuse_share
from store.reading import Reading, utc_now
from store.rollover import FULL, Rolled, Rollover


class Ledger(Reading):
    """An open ledger. Safe to use from several threads; what stops it is a LedgerError or a Refused."""

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
        share_ok: bool = False,
    ) -> Ledger:
        """Begin a ledger at `path`, for a ward whose clocks show the time of `zone` (an IANA name).

        AlreadyThere when there is a file, NoSuchLedger when none can be made, NetworkShare
        unless `share_ok`.
        """
        disk, instant = disk or this_disk(), now().astimezone(UTC)
        if not share_ok:
            refuse_share(path.resolve())
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
            begin(disk, path.resolve(), [codec.encode(first)], like=path.resolve().parent)
        except FileExistsError as error:
            raise AlreadyThere(path) from error
        except OSError as error:
            raise NoSuchLedger(path, cause(error)) from error
        return cls.open(path, now=now, disk=disk, share_ok=share_ok)

    def append(self, entry: Entry, expected: int) -> Entry:
        """Keep `entry`, decided on when the patient's record had version `expected`; gives it as kept.

        An entry whose id was kept before is given back as it is. Refused, Changed, Busy, NotSaved and the
        others say that nothing was recorded, and why. Blocks for the disk and up to the patience.
        """
        with self._gate:
            while True:
                if self.read_only:
                    raise ReadOnly(self.problem)
                with disk_errors(NotSaved), self._lock.held(self._patience):
                    self._catch_up()
                    if not self._kept.next:
                        return self._append(entry, expected)
                self._go_on()

    def _catch_up(self) -> None:
        if not self._kept.file.is_in_place():
            raise Replaced(self.path)
        with self._state:
            self._notice(self._kept.catch_up())

    def _append(self, entry: Entry, expected: int) -> Entry:
        file = self._kept.file
        with self._state:
            record = self._kept.record(entry.patient)
            again = self._kept.with_id(entry.patient, entry.id)
        if again is not None or record.version != expected:
            file.settle()
        if again is not None:
            return again
        if record.version != expected:
            raise Changed(tuple(kept for kept in record.entries if kept.number > expected))
        from protocols.check import (
            check,
        )  # here, because to open a ledger the rules of entries are not needed

        now = self._now().astimezone(UTC)
        check(record, entry, now, self.newest, self.staff, self.approvals)
        mark = clock_mark(now, self.newest)
        stamped = msgspec.structs.replace(entry, number=self.position + 1, recorded=now, clock=mark)
        body = codec.encode(stamped)
        kept = codec.decode(body)
        line = file.write(body)
        with self._state:
            self._kept.accept(line, kept)
            self._note_seen()
        if not file.spare():
            self._notice("The disk is almost full. Free some space soon, or nothing can be recorded.")
        return kept

    @property
    def full(self) -> bool:
        """Whether it is time to go on in a new file."""
        return self.position - self._kept.file.base >= FULL

    def roll_over(self, by: Person) -> Rolled:
        """Go on in a new file, with the records that are in use; `by` is whoever asked for it.

        Most of the time it takes nobody waits for; the lock is held while the new file is written. Refused
        while the clock is in doubt; Busy, NotSaved and the others when the old file stays in force as it was.
        """
        if self.read_only:
            raise ReadOnly(self.problem)
        rollover, older = Rollover(self._disk, by, self.zone, self._now().astimezone(UTC)), self.path
        for patient in ["", *self.patients()]:
            with self._state:
                rollover.judge(self._kept, patient)
        with self._gate:
            with disk_errors(NotSaved), self._lock.held(self._patience):
                self._catch_up()
                made = not self._kept.next
                if made:
                    rollover.write(self._kept, self._now().astimezone(UTC))
            self._go_on()
        return Rolled(self.path, older, made, len(self.patients()), tuple(self.left_over()))

    def left_over(self) -> list[Path]:
        """New files that were begun and never came into force. Nothing is only in them."""
        files = self.files
        return left_over(self._disk, files[0], {file.name for file in files})
