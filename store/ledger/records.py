"""What an open ledger knows, from all the entries it has read so far."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from protocols.course.catalogue import Catalogue
from protocols.entries import ClockMark, Entry, PatientAdmitted
from protocols.record.approvals import Approvals
from protocols.record.clock import clock_mark, clock_words
from protocols.record.fold import Record
from protocols.record.staff import NO_STAFF, Staff
from protocols.reports.versions import InUse, in_use
from protocols.values.refusal import UNFIT
from store.errors import LedgerError, NewerEntry
from store.location.where import Where
from store.log.segment_chain import Sealed, SegmentChain
from store.site.library import built_in
from store.site.local_files import local_file

T = TypeVar("T")


class Records:
    """The records, the staff list and the rest; nothing of it waits for a disk or a network for long."""

    place: Where
    """The newest file of the ledger, or what stands for it in a database."""
    _chain: SegmentChain

    def __init__(self) -> None:
        self._state = threading.RLock()
        """Had by whoever looks at, or adds to, what was read."""
        self._staff = NO_STAFF
        self._approvals = Approvals(built_in)
        self._catalogue = Catalogue()
        self._people: Mapping[str, PatientAdmitted] = {}
        self._gone: Mapping[str, PatientAdmitted] = {}
        self._people_seen: Mapping[str, int] = {}
        self.synchronised: Callable[[], bool | None] = lambda: None
        """Whether a time server keeps the clock by which is recorded; None where nobody knows."""

    @property
    def path(self) -> Path:
        """The newest file; for a database, the one that stands for it beside what lies on this computer."""
        return local_file(self.place)

    @property
    def position(self) -> int:
        """The number of the last entry."""
        return self._chain.file.count

    @property
    def newest(self) -> datetime | None:
        """When the newest entry whose clock was believed was recorded (UTC)."""
        return self._chain.newest

    def clock_doubt(self, now: datetime) -> str:
        """What is wrong with the computer's clock at `now` and what to do; "" while it can be believed."""
        return clock_words(self.clock_mark(now), now, self.newest, self.zone)

    def clock_mark(self, now: datetime) -> ClockMark:
        """How the computer's clock stands at `now`; after a long pause a time server vouches for it."""
        mark = clock_mark(now, self.newest)
        return clock_mark(now, self.newest, synchronised=mark == "ahead" and bool(self.synchronised()))

    @property
    def head(self) -> str:
        """Number of the last entry and the first eight digits of its hash, for what leaves the ward."""
        return self._chain.head

    @property
    def zone(self) -> str:
        """The IANA name of the time zone of the ward's clocks."""
        with self._state:
            return self._chain.zone

    def entries(self, after: int = 0, patient: str | None = None) -> list[Entry]:
        """Entries with a number above `after`, of one patient or of all, in order."""
        with self._state:
            return self._chain.entries(after, patient)

    @property
    def newer_entry(self) -> NewerEntry | None:
        """Why the first entry of a newer version is left out, as far as anybody looked; None for none."""
        return self._chain.newer_entry

    def recent(self, count: int) -> list[Entry]:
        """The last `count` entries, in order; fewer where the older file they are in is not there."""
        try:
            return self.entries(max(self.position - count, 0))
        except LedgerError:
            return self.entries(self._chain.file.base)

    def lines(self, after: int = 0) -> list[tuple[int, bytes]]:
        """Numbers and raw lines of the entries above `after`, as they stand in the file."""
        with self._state:
            return list(self._chain.file.lines(after))

    def digest(self, number: int) -> str:
        """The hash of entry `number`, 64 hex digits; LedgerError where its older file is not there."""
        with self._state:
            return self._chain.digest(number)

    def sealed(self, numbers: Iterable[int]) -> Iterator[Sealed]:
        """The entries with these numbers as they were hashed, also those that only link two files."""
        for number in numbers:
            with self._state:
                found = self._chain.sealed(number)
            yield found

    def head_at(self, number: int) -> str:
        """Entry `number` and the first eight digits of its hash, as `head` was when it was the last."""
        return f"{number}-{self.digest(number)[:8]}"

    def records_at(self, number: int) -> list[Record]:
        """The records in use as of entry `number`, as they stood then; from an older file where need be."""
        with self._state:
            return self._chain.records_at(number)

    def record(self, patient: str) -> Record:
        """The record of one patient, from all entries read so far; empty for an unknown number."""
        with self._state:
            return self._chain.record(patient)

    def try_out(self, patient: str) -> bool:
        """Whether the record of `patient`, which seemed right, cannot be shown: every view is tried, once.

        Then `record` gives one that says so.
        """
        with self._state:
            return self._chain.try_out(patient)

    def telling(self, tell: Callable[[], T]) -> T:
        """What `tell` says of these records; where one of them cannot be shown, once more without it.

        A fault that no record explains is raised as it is.
        """
        try:
            return tell()
        except UNFIT:
            odd = [patient for patient in self.everybody() if self.try_out(patient)]
            if not odd:
                raise
            return tell()

    def passing(self, patients: Iterable[str]) -> Iterator[Record]:
        """The records of several patients in turn; none is kept, so that all take no more room than one."""
        for patient in patients:
            with self._state:
                record = self._chain.record(patient, keep=False)
            yield record

    def everybody(self) -> list[str]:
        """The hospital numbers of all patients, also of those in older files, as their first entries came."""
        with self._state:
            return self._chain.everybody()

    @property
    def approvals(self) -> Approvals:
        """Which protocols patients can be enrolled on, from all entries read so far."""
        with self._state:
            for entry in self._chain.entries(self._approvals.number, ""):
                self._approvals = self._approvals.after(entry)
            return self._approvals

    @property
    def catalogue(self) -> Catalogue:
        """The packs that are known and what is to be scanned, from all entries read so far."""
        with self._state:
            for entry in self._chain.entries(self._catalogue.number, ""):
                self._catalogue = self._catalogue.after(entry)
            return self._catalogue

    @property
    def staff(self) -> Staff:
        """The staff list, from all entries read so far; empty where people state who they are."""
        with self._state:
            for entry in self._chain.entries(self._staff.number, ""):
                self._staff = self._staff.after(entry)
            return self._staff

    def in_use(self) -> list[InUse]:
        """The versions of protocols that the open courses are on."""
        return in_use(self.passing(self.patients()))

    def patients(self) -> list[str]:
        """The hospital numbers whose records are in use, in the order of their first entries."""
        with self._state:
            return self._chain.patients()

    def people(self) -> Mapping[str, PatientAdmitted]:
        """Who is on the ward, on leave, or has left it with a course open, by hospital number.

        It is the same mapping for as long as nobody came, went, or has another name or bed.
        """
        with self._state:
            self._look_at_people()
            return self._people

    def left(self) -> Mapping[str, PatientAdmitted]:
        """Who has left the ward with nothing open, by hospital number; not those in older files."""
        with self._state:
            self._look_at_people()
            return self._gone

    def _look_at_people(self) -> None:
        changed, seen = self._chain.changed(self._people_seen)
        records = {one: self._chain.record(one) for one in changed if one in seen}
        self._people_seen = seen
        here = {one: record.details for one, record in records.items() if not record.gone}
        gone = {one: record.details for one, record in records.items() if record.gone}
        self._people = _renewed(self._people, changed, here, seen)
        self._gone = _renewed(self._gone, changed, gone, seen)

    def changed(self, seen: Mapping[str, int]) -> tuple[list[str], dict[str, int]]:
        """The patients of whom something was recorded since `seen`, or who are not in use any more; and what
        is seen now, to be asked with the next time. `seen` is empty at first. No record is added up for it.
        """
        with self._state:
            return self._chain.changed(seen)

    def former(self) -> dict[str, PatientAdmitted]:
        """By hospital number, the patients whose records stayed in older files: their courses had ended.

        `record` gives such a record; the first time that takes as long as opening the older file.
        """
        with self._state:
            new = set(self._chain.patients())
            return {patient: found for patient, found in self._chain.former.items() if patient not in new}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the ledger, the oldest first; none of a ledger in a database."""
        return tuple(path for path in self._chain.files if isinstance(path, Path))


def _renewed(
    known: Mapping[str, PatientAdmitted],
    changed: Iterable[str],
    new: Mapping[str, PatientAdmitted | None],
    seen: Iterable[str],
) -> Mapping[str, PatientAdmitted]:
    """`known` with what is `new` of those who `changed`, in the order of `seen`; itself where nothing is."""
    if all(new.get(one) == known.get(one) for one in changed):
        return known
    found = {**known, **dict.fromkeys(changed), **new}
    return {one: who for one in seen if (who := found.get(one)) is not None}
