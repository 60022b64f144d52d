"""One file of the ledger: its entries, read and followed, and its end put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property

import msgspec

from protocols.entries import FORMAT, ClockConfirmed, Entry, LedgerBegun, LedgerContinued
from protocols.record.clock import newest_believed
from store.errors import (
    Damaged,
    LedgerError,
    LeftOut,
    NewerEntry,
    NewerFormat,
    NotALedger,
    NotAnEntry,
    Replaced,
)
from store.location.where import Where
from store.log import codec, layout
from store.log.interface import Log, OpenLog
from store.log.patient_index import PatientIndex, UnknownEntry
from store.log.strange import Strange, strange_by
from store.log.tail import Tail


class Segment:
    """The entries read so far. Lines are read from the file again when they are asked for."""

    newest: datetime | None = None
    """When the newest entry whose clock was believed was recorded (UTC)."""
    next = ""
    """The file in which the ledger goes on; "" in the newest one."""

    def __init__(self, open_log: OpenLog, path: Where, write: bool) -> None:
        self._index, self._is_read = PatientIndex(), False
        self.unseen: list[int] = []
        """Numbers of entries that `follow` has read and nobody has asked for yet."""
        self.file: Log = open_log(path, write, self._learn)

    def read_first(self) -> None:
        """Read the whole file. NotALedger or NewerFormat when this version cannot."""
        if not self.file.is_ledger():
            raise NotALedger(self.file.path)
        self.file.go_on_from(*_base_on(self.file.first_line()))
        self._index.restore(self.file.recall(), self.file.line)
        self.file.follow()
        self._is_read = True
        if self.file.count == self.file.base:
            raise NotALedger(self.file.path)
        if self.begun.format > FORMAT:
            told = f"its format is {self.begun.format}, this version knows {FORMAT}"
            raise NewerFormat(self.file.path, told)
        self._look_at_end(self.file.base)

    @cached_property
    def begun(self) -> LedgerBegun:
        """What the first entry of the file says: format, ward, zone, and what it goes on from."""
        try:
            what = self.own_entry(self.file.base + 1).what
        except NotAnEntry as error:
            raise NotALedger(self.file.path) from error
        if not isinstance(what, LedgerBegun):
            raise NotALedger(self.file.path)
        return what

    @property
    def strange(self) -> dict[int, Strange]:
        """Why what stands under these numbers is left out, as far as anybody looked."""
        return self._index.strange

    @property
    def carried(self) -> int:
        """The number of the last entry that only carries over what is in an older file, 0 for none."""
        continues = self.begun.continues
        return continues.number + 1 + continues.carried if continues else 0

    def own_entry(self, number: int) -> Entry:
        """Entry `number`, which is in this file."""
        return self._decode(number, self.file.line(number))

    def _look_at_end(self, after: int) -> None:
        """Look among the entries above `after`, from the last, for one whose clock is believed."""
        for number in range(self.file.count, after, -1):
            with suppress(LeftOut, NewerFormat):
                if self.note(self.own_entry(number)):
                    break

    def _learn(self, first: int, lines: list[bytes]) -> None:
        """Take in good lines. NewerFormat, and none of them, where this version cannot read one of them.

        That is so while the file is open: the records stay as they are where it says more than can be read
        here. At the opening it is left out, and told; among many lines, only when its record is asked for.
        """
        try:
            self._index.add(first, lines, following=self._is_read)
        except UnknownEntry as error:
            raise NewerFormat(self.file.path, str(error)) from error

    def remember(self) -> None:
        """Keep what was read, to open it sooner; not where something is left out: that is looked at anew."""
        if not self.strange:
            self.file.remember(self._index.owners())

    @property
    def head(self) -> str:
        """Number of the last entry and the first eight digits of its hash."""
        return f"{self.file.count}-{self.file.head[:8].decode()}"

    def follow(self) -> None:
        """Read what others wrote since; `take_unseen` gives it."""
        before = self.file.count
        self.file.follow()
        self._take_in(before)

    def _take_in(self, before: int) -> None:
        self.unseen += range(max(before, self.carried) + 1, self.file.count + 1)
        self._look_at_end(before)

    def catch_up(self) -> str:
        """With the lock held: read what others wrote. Where one of them died meanwhile, put the end right.

        Gives a sentence about such a repair, "" when there was none.
        """
        if not self.file.moved_on():
            return ""
        self.follow()
        if not self.file.moved_on():
            return ""
        if not self.file.remembers():
            raise Replaced(self.file.path)
        return self.repair(self.tail())

    def tail(self) -> Tail:
        """What stands behind the last entry, with the lock held. Damaged when it cannot be repaired."""
        before = self.file.count
        tail = self.file.tail()
        self._take_in(before)  # A line that only lacked its line feed.
        if tail.state == "damaged":
            raise Damaged(self.file.path, self.file.count + 1)
        return tail

    def repair(self, tail: Tail) -> str:
        """Put the end right, with the lock held. Gives a sentence about it, "" when it was right."""
        if tail.state == "clean":
            return ""
        beside = self.file.repair(tail)
        if beside is None:
            return "A session broke off in writing. The end of the file was put right, no entry is missing."
        return f"An entry that a session broke off was never recorded. What was left of it is in {beside}."

    @property
    def has_unseen(self) -> bool:
        """Whether `take_unseen` has something to give."""
        return bool(self.unseen)

    def note(self, entry: Entry) -> bool:
        """Whether later clocks are compared with this entry's: not when it was wrong and not confirmed.

        The entry that ends the file says in which one the ledger goes on.
        """
        if isinstance(entry.what, LedgerContinued):
            self.next = entry.what.file
        believed = entry.clock == "ok" or isinstance(entry.what, ClockConfirmed)
        self.newest = newest_believed(entry, self.newest)
        return believed

    def _decoded(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[Entry]:
        """The entries of lines, given with their numbers. NewerFormat at one of the ward that is left out."""
        for number, line in lines:
            with suppress(LeftOut):
                if found := self.strange.get(number):
                    raise self._left_out(number, found)
                yield self._decode(number, line)

    def _decode(self, number: int, line: bytes) -> Entry:
        try:
            return codec.decode(layout.body_of(number, line))
        except ValueError as error:
            if not line.startswith(layout.opening(number, self.file.base)):
                raise Replaced(self.file.path) from error
            found = self.strange[number] = strange_by(error)
            raise self._left_out(number, found) from error

    def _left_out(self, number: int, found: Strange) -> LedgerError:
        """An entry of the ward that this version cannot read stops all of it: it may be about anybody."""
        if not found.newer:
            return NotAnEntry(self.file.path, number, found.why)
        if not found.patient:
            return NewerFormat(self.file.path, found.words(number))
        return NewerEntry(number, found.told, found.patient)


class _Older(msgspec.Struct):
    number: int
    digest: str


class _What(msgspec.Struct):
    continues: _Older | None = None


class _First(msgspec.Struct):
    what: _What


def _base_on(line: bytes) -> tuple[int, bytes]:
    """What the first line of a file goes on from: number and hash. Read loosely: the chain judges it."""
    number = layout.number_on(line)
    try:
        older = msgspec.json.decode(layout.body_of(number, line), type=_First).what.continues
    except (ValueError, RecursionError):
        older = None
    return (older.number, older.digest.encode()) if older else (0, b"")
