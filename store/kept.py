"""What has been read of the ledger file: entries by number and by patient, and the records they add up to."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from pathlib import Path

from protocols.chart import Folding, Record
from protocols.entries import FORMAT, ClockConfirmed, Entry, LedgerBegun
from protocols.staff import NO_STAFF, Staff
from store import codec, layout
from store.disk import Disk
from store.errors import Damaged, NewerFormat, NotALedger, Replaced
from store.index import Index, UnknownKind
from store.logfile import LogFile
from store.tail import Tail


class _Known:
    """The entries of one patient that were asked for, added up as far as they were read."""

    def __init__(self) -> None:
        self._folding = Folding()
        self.by_id: dict[str, Entry] = {}

    @property
    def record(self) -> Record:
        return self._folding.record()

    def add(self, entry: Entry) -> None:
        self._folding.add(entry)
        self.by_id[entry.id] = entry


class Kept:
    """The entries read so far. Lines are read from the file again when they are asked for."""

    newest: datetime | None = None
    """When the newest entry whose clock was believed was recorded (UTC)."""

    def __init__(self, disk: Disk, path: Path, write: bool) -> None:
        self._index = Index()
        self._known: dict[str, _Known] = {}
        self._unseen: list[int] = []
        self._staff = NO_STAFF
        self.file = LogFile(disk, path, write, self._index.add)

    def read_first(self) -> None:
        """Read the whole file. NotALedger or NewerFormat when this version cannot."""
        if not self.file.is_ledger():
            raise NotALedger(self.file.path)
        self._read_on()
        if not self.file.count:
            raise NotALedger(self.file.path)
        begun = self.begun
        if begun.format > FORMAT:
            told = f"its format is {begun.format}, this version knows {FORMAT}"
            raise NewerFormat(self.file.path, told)
        self._find_newest(0)

    def _find_newest(self, after: int) -> None:
        """Look among the entries above `after`, from the last, for one whose clock is believed."""
        for number in range(self.file.count, after, -1):
            if self.believe(self.entry(number)):
                break

    def _read_on(self) -> None:
        try:
            self.file.follow()
        except UnknownKind as error:
            raise NewerFormat(self.file.path, str(error)) from error

    @property
    def begun(self) -> LedgerBegun:
        """What the first entry says: format, ward, zone."""
        what = self.entry(1).what
        if not isinstance(what, LedgerBegun):
            raise NotALedger(self.file.path)
        return what

    @property
    def head(self) -> str:
        """Number of the last entry and the first eight digits of its hash."""
        return f"{self.file.count}-{self.file.head[:8].decode()}"

    def follow(self) -> None:
        """Read what others wrote since; `take_unseen` gives it."""
        before = self.file.count
        self._read_on()
        self._unseen += range(before + 1, self.file.count + 1)
        self._find_newest(before)

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
        tail = self.file.tail()
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

    def accept(self, line: bytes, entry: Entry) -> None:
        """Take in an entry that this process has put on the medium, behind all that `record` has read."""
        self.file.accept(line)
        self.believe(entry)
        if known := self._known.pop(entry.patient, None):
            known.add(entry)
            self._known[entry.patient] = known

    def take_unseen(self) -> list[Entry]:
        """What `follow` has read since the last call."""
        entries = [self.entry(number) for number in self._unseen]
        self._unseen.clear()
        return entries

    @property
    def has_unseen(self) -> bool:
        """Whether `take_unseen` has something to give."""
        return bool(self._unseen)

    def entry(self, number: int) -> Entry:
        """Entry `number`."""
        return self._decode(number, self.file.line(number))

    def entries(self, after: int, patient: str | None) -> list[Entry]:
        """Entries with a number above `after`, of one patient or of all, in order."""
        if patient is None:
            return [self._decode(number, line) for number, line in self.file.lines(after)]
        numbers = self._index.of(patient)
        return [self.entry(number) for number in numbers[bisect_right(numbers, after) :]]

    def record(self, patient: str) -> Record:
        """The record of one patient; empty for an unknown number."""
        known = self._known.pop(patient, None) or _Known()
        for entry in self.entries(known.record.version, patient):
            known.add(entry)
        if known.by_id:
            self._known[patient] = known
        return known.record

    def with_id(self, patient: str, id: str) -> Entry | None:
        """The patient's entry with that id, which `record` has been asked for before."""
        known = self._known.get(patient)
        return known.by_id.get(id) if known else None

    @property
    def staff(self) -> Staff:
        """The staff list as of the last entry read; only what is new since the last call is added up."""
        for entry in self.entries(self._staff.number, ""):
            self._staff = self._staff.after(entry)
        return self._staff

    def patients(self) -> list[str]:
        """Every hospital number, in the order of their first entries."""
        return self._index.patients()

    def believe(self, entry: Entry) -> bool:
        """Whether later clocks are compared with this entry's: not when it was wrong and not confirmed."""
        believed = entry.clock == "ok" or isinstance(entry.what, ClockConfirmed)
        if believed:
            self.newest = entry.recorded
        return believed

    def _decode(self, number: int, line: bytes) -> Entry:
        try:
            return codec.decode(layout.body_of(number, line))
        except ValueError as error:
            if not line.startswith(layout.opening(number)):
                raise Replaced(self.file.path) from error
            raise NewerFormat(self.file.path, f"entry {number} cannot be read ({error})") from error
