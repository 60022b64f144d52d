"""What has been read of the ledger: entries by number and by patient, and the records they add up to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from protocols.entries import (
    CarriedOver,
    Entry,
    LedgerBegun,
    LedgerContinued,
    PatientAdmitted,
    ZoneCorrected,
)
from protocols.record.fold import Record
from protocols.values.clinic_time import has_rules
from store.errors import FileMissing, LeftOut, NewerEntry, NotLinked, UnknownZone, cause
from store.location.where import Where
from store.log import layout
from store.log.interface import OpenLog
from store.log.known import Known
from store.log.links import End, beside, follows
from store.log.segment import Segment
from store.log.strange import Strange


class Sealed(NamedTuple):
    """One entry as it was hashed: `digest` is the SHA-256 of `before`, the digest before it, and `body`."""

    number: int
    before: str
    digest: str
    body: bytes


class SegmentChain(Segment):
    """One file of the ledger, usually the newest, and the older ones behind it where they are needed."""

    def __init__(self, open_log: OpenLog, path: Where, write: bool) -> None:
        super().__init__(open_log, path, write)
        self._open_log, self._write = open_log, write
        self._known: dict[str, Known] = {}
        self._older: SegmentChain | None = None
        self._corrected, self._unknown, self._zone_read = "", "", 0

    @property
    def zone(self) -> str:
        """The zone of the ward's clocks: the one the file began with, or to which an admin corrected it."""
        last = self.last_number("")
        if last > self._zone_read:
            for entry in self.entries(self._zone_read, ""):
                if isinstance(entry.what, ZoneCorrected):
                    known = has_rules(entry.what.zone)
                    self._corrected = entry.what.zone if known else self._corrected
                    self._unknown = "" if known else entry.what.zone
            self._zone_read = last
        return self._corrected or self.begun.zone

    def known_zone(self) -> None:
        """UnknownZone where this computer cannot tell the time of the ward's clocks."""
        zone = self.zone
        if self._unknown or not has_rules(zone):
            raise UnknownZone(self.file.path, self._unknown or zone)

    def accept(self, line: bytes, entry: Entry) -> None:
        """Take in an entry that this process has put on the medium, behind all that `record` has read."""
        self.file.accept(line)
        self._index.add_own(entry.number, line)
        self.note(entry)
        if isinstance(entry.what, LedgerContinued):
            return
        if known := self._known.pop(entry.patient, None):
            known.add(entry)
            known.looked = entry.number
            self._known[entry.patient] = known

    def take_unseen(self) -> list[Entry]:
        """What `follow` has read since the last call."""
        entries = list[Entry]()
        for number in self.unseen:
            with suppress(LeftOut):
                entries.append(self.entry(number))
        self.unseen.clear()
        return entries

    def entry(self, number: int) -> Entry:
        """Entry `number`, also of an older file."""
        if number <= self.file.base:
            return self.older.entry(number)
        return self.own_entry(number)

    def entries(self, after: int, patient: str | None) -> list[Entry]:
        """Entries with a number above `after`, of one patient or of all, in order.

        Those of older files are among them. What links and carries over is left out: it says nothing new;
        and so is what is no entry. NewerEntry where one of the patient's cannot be read here.
        """
        entries = self._readable(after, patient)
        if patient and (found := self.strange_in(patient)) and found[1].newer:
            raise NewerEntry(found[0], found[1].told, patient)
        return entries

    def _readable(self, after: int, patient: str | None) -> list[Entry]:
        base = self.file.base
        if patient is not None:
            numbers = self._index.of(patient)
            if numbers and numbers[-1] <= after:
                return []
            found = self.older._readable(after, patient) if after < base and patient in self.former else []
            start = self.carried if after >= base else base
            new = numbers[bisect_right(numbers, max(after, start)) :]
            for own in self._decoded((number, self.file.line(number)) for number in new):
                found += (entry for entry in self._within(own) if entry.number > after)
            return found
        before = self.older._readable(after, None) if after < base else []
        lines = self.file.lines(max(after, self.carried))
        return [*before, *self._decoded(lines)]

    @staticmethod
    def _within(entry: Entry) -> tuple[Entry, ...]:
        """The entries of a record that `entry` stands for."""
        match entry.what:
            case CarriedOver(entries=carried):
                return carried
            case LedgerContinued():
                return ()
            case LedgerBegun(continues=continues) if continues:
                return ()
        return (entry,)

    def everybody(self) -> list[str]:
        """The hospital numbers of all files up to this one, in the order of their first entries."""
        before = self.older.everybody() if self.file.base else []
        return list(dict.fromkeys([*before, *self.patients()]))

    def record(self, patient: str, *, keep: bool = True) -> Record:
        """The record of one patient; empty for an unknown number. It is kept for the next time, or not."""
        known, last = self._known.get(patient), self.last_number(patient)
        if known is None or known.looked != last:
            known = self._added_up(patient, last, keep)
        if patient and self.zone != self.begun.zone:
            known.in_zone(self.zone)
        return known.record

    def _added_up(self, patient: str, last: int, keep: bool) -> Known:
        """What is known of a patient, whose last entry here is `last`, with what was not yet read."""
        before = self._known.pop(patient, None)
        known = before or Known()
        for entry in self._readable(known.record.version, patient):
            known.add(entry)
        if patient and (found := self.strange_in(patient)):
            known.give_up(patient, last, found[1].sentence(found[0]), found[1].then)
        known.looked = last
        if known.by_id and (keep or before):
            self._known[patient] = known
        return known

    def try_out(self, patient: str) -> bool:
        """Whether the patient's record, which seemed right, cannot be shown; each is tried once."""
        self.record(patient)
        return patient in self._known and self._known[patient].try_out()

    def strange_in(self, patient: str) -> tuple[int, Strange] | None:
        """The first of the patient's entries that is left out, as far as anybody looked, and why it is."""
        before = self._older.strange_in(patient) if self._older and patient in self.former else None
        own = self._index.of(patient) if self.strange else ()
        return before or next(
            ((number, self.strange[number]) for number in own if number in self.strange), None
        )

    @property
    def newer_entry(self) -> NewerEntry | None:
        """Why the first entry of a newer version is left out, as far as anybody looked; None for none."""
        before = self._older.newer_entry if self._older else None
        own = [NewerEntry(one, why.told, why.patient) for one, why in self.strange.items() if why.newer]
        return before or next(iter(own), None)

    def records_at(self, number: int) -> list[Record]:
        """The records in use as of entry `number`, each without what came later."""
        if number <= self.file.base:
            return self.older.records_at(number)
        records = [self.record(patient) for patient in self.patients()]
        return [
            record.as_of(number) for record in records if record.trouble or record.own[0].number <= number
        ]

    def with_id(self, patient: str, id: str) -> Entry | None:
        """The patient's entry with that id, which `record` has been asked for before."""
        known = self._known.get(patient)
        return known.by_id.get(id) if known else None

    def patients(self) -> list[str]:
        """The hospital numbers with an entry in this file, in the order of their first ones."""
        return self._index.patients()

    def changed(self, seen: Mapping[str, int]) -> tuple[list[str], dict[str, int]]:
        """The patients of whom something was recorded since `seen`, or who are not in this file any more; and
        what is seen now: the number of each patient's last entry in the file.
        """
        return self._index.changed(seen)

    def last_number(self, patient: str) -> int:
        """The number of the patient's last entry in this file, 0 for none."""
        numbers = self._index.of(patient)
        return numbers[-1] if numbers else 0

    @property
    def former(self) -> dict[str, PatientAdmitted]:
        """The patients, by hospital number, whose earlier entries are in older files only."""
        return self.begun.continues.former if self.begun.continues else {}

    @property
    def files(self) -> tuple[Where, ...]:
        """The files of the ledger up to this one, the oldest first."""
        continues = self.begun.continues
        names = continues.files if continues else ()
        return (*(beside(self.file.path, name) for name in names), self.file.path)

    @property
    def older(self) -> SegmentChain:
        """The file before this one, read when it is first asked for."""
        if self._older is None:
            continues = self.begun.continues
            assert continues is not None, "only asked for below the first number of this file"
            older = self._open(self.files[-2], write=False)
            if not follows(continues, older.end, older.file.path):
                older.close()
                raise NotLinked(older.file.path, self.file.path)
            self._older = older
        return self._older

    @property
    def end(self) -> End:
        """The last entry read, and the file in which the ledger goes on."""
        return End(self.file.count, self.file.head, beside(self.file.path, self.next))

    def newer(self) -> SegmentChain:
        """The file in which the ledger goes on. It takes over what was read of this one, which stays open."""
        newer = self._open(self.end.next, write=self._write)
        if not follows(newer.begun.continues, self.end, self.file.path):
            newer.close()
            raise NotLinked(self.file.path, newer.file.path)
        newer._older, newer._known = self, self._known
        newer.unseen = self.unseen + list(range(newer.carried + 1, newer.file.count + 1))
        return newer

    def _open(self, path: Where, *, write: bool) -> SegmentChain:
        try:
            chain = SegmentChain(self._open_log, path, write)
        except OSError as error:
            raise FileMissing(path, self.file.path, cause(error)) from error
        try:
            chain.read_first()
        except BaseException:
            chain.close()
            raise
        return chain

    def close(self) -> None:
        """Close the file, and the older ones."""
        self.file.close()
        if self._older:
            self._older.close()

    def digest(self, number: int) -> str:
        """The hash of entry `number`, also of an older file."""
        if number <= self.file.base:
            return self.older.digest(number)
        return layout.digest_of(number, self.file.line(number)).decode()

    def sealed(self, number: int) -> Sealed:
        """Entry `number` as it was hashed, also of an older file."""
        if number <= self.file.base:
            return self.older.sealed(number)
        line = self.file.line(number)
        before = "" if number == 1 else self.digest(number - 1)
        return Sealed(number, before, layout.digest_of(number, line).decode(), layout.body_of(number, line))
