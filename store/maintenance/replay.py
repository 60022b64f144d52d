"""Going through the entries of a ledger again, file by file, as the ledger did when it took them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from protocols import entries as e
from protocols.course.catalogue import NOTHING_SET
from protocols.record.clock import clock_mark, mark_fits, newest_believed
from protocols.record.fold import Folding
from protocols.record.imported import flat
from protocols.record.staff import NO_STAFF
from protocols.rules.check import Refused, check
from protocols.sites.imports import before_it_was_asked
from protocols.values.oddity import Unreadable
from protocols.values.refusal import UNFIT
from protocols.values.text import visible
from store.errors import USE_THE_NEWER, LedgerError, NewerEntry, NotAnEntry, NotLinked
from store.ledger.seals import is_link
from store.log.links import End, follows
from store.log.segment_chain import SegmentChain
from store.progress import counted


@dataclass(frozen=True)
class Finding:
    """Something that should not be, at entry `number`."""

    number: int
    what: str


class Replay:
    """What the entries gone through so far add up to, and what each one after them is judged by."""

    def __init__(self) -> None:
        self._foldings: dict[str, Folding] = defaultdict(Folding)
        self._ids: set[tuple[str, str]] = set()
        self._unfit: set[str] = set()
        self._believed: datetime | None = None
        self._staff = NO_STAFF
        self._catalogue = NOTHING_SET
        self._zone = ""
        self._end: End | None = None
        self._older: SegmentChain | None = None

    def all(self, chain: SegmentChain) -> list[Finding]:
        """The faults of every entry of one file, which follows those gone through before."""
        findings = list[Finding]()
        carried = set[str]()
        numbers = range(chain.file.base + 1, chain.file.count + 1)
        for number in counted("Entries gone through", numbers, len(numbers)):
            try:
                entry = chain.entry(number)
            except NotAnEntry as error:
                findings.append(Finding(number, str(error)))
                continue
            except NewerEntry as error:  # What comes behind it in that record cannot be judged.
                self._unfit.add(error.patient)
                findings.append(Finding(number, f"It was {error.told} {USE_THE_NEWER}"))
                continue
            except LedgerError as error:
                return [*findings, Finding(number, str(error))]
            if isinstance(entry.what, e.CarriedOver):
                carried.add(entry.patient)
            findings += [Finding(number, what) for what in self._faults(number, entry, chain)]
            if number == chain.carried:
                findings += [Finding(number, what) for what in self._left_out(chain, carried)]
        self._end, self._older = chain.end, chain
        return findings

    def chain(self, entries: Iterable[e.Entry]) -> list[Finding]:
        """The faults of the entries of a whole chain, read elsewhere than in the files of a ledger."""
        return [
            Finding(entry.number, what) for entry in entries for what in self._faults(entry.number, entry)
        ]

    def _faults(self, number: int, entry: e.Entry, chain: SegmentChain | None = None) -> list[str]:
        faults = list[str]()
        if entry.number != number:
            faults.append(f"It says of itself that it is entry {entry.number}.")
        if (entry.patient, entry.id) in self._ids:
            faults.append("The same key press was kept before.")
        self._ids.add((entry.patient, entry.id))
        if entry.recorded is None:  # The index of a file takes no such line.
            return [*faults, "It does not say when it was recorded."]
        faults += self._clock(entry, entry.recorded)
        if is_link(entry):
            faults += self._link(number, entry, chain) if chain else []
        else:
            gate = self._gate(entry, entry.recorded)
            faults += [*gate, *self._add(entry, told=bool(gate))]
        self._believed = newest_believed(entry, self._believed)
        return faults

    def _link(self, number: int, entry: e.Entry, chain: SegmentChain) -> list[str]:
        """What is wrong with an entry that links two files or carries a record over."""
        match entry.what:
            case e.CarriedOver(entries=entries):
                return self._carried(number, entry.patient, entries, chain)
            case e.LedgerBegun(continues=e.Continues() as continues):
                if self._end and self._older and not follows(continues, self._end, self._older.file.path):
                    return [str(NotLinked(self._older.file.path, chain.file.path))]
            case e.LedgerContinued() if number < chain.file.count:
                return ["The ledger went on in another file, but here are entries behind that."]
        return []

    def _clock(self, entry: e.Entry, recorded: datetime) -> list[str]:
        if mark_fits(entry.clock, recorded, self._believed):
            return []
        return [f'Its clock is marked "{entry.clock}", but was "{clock_mark(recorded, self._believed)}".']

    def _gate(self, entry: e.Entry, recorded: datetime) -> list[str]:
        if entry.patient in self._unfit:
            return []
        draft = msgspec.structs.replace(entry, number=0, recorded=None, clock="ok")
        if isinstance(entry.what, e.RecordImported):
            draft = msgspec.structs.replace(draft, what=before_it_was_asked(entry.what))
        try:
            if self._zone and entry.patient:
                self._foldings[entry.patient].in_zone(self._zone)
            record = self._foldings[entry.patient].record()
            check(record, draft, recorded, self._believed, self._staff, catalogue=self._catalogue)
        except Refused as refused:
            return [f"This should not have been possible. {refused}"]
        except UNFIT as error:
            return [f"This should not have been possible: it does not fit its kind ({error!r})."]
        return []

    def _add(self, entry: e.Entry, *, told: bool = False) -> list[str]:
        """Add it up; what is wrong with that. What nobody can read is not said again where it is `told`."""
        if not entry.patient:
            self._staff = self._staff.after(entry)
            self._catalogue = self._catalogue.after(entry)
            self._zone = entry.what.zone if isinstance(entry.what, e.ZoneCorrected) else self._zone
        if entry.patient in self._unfit:
            return []
        try:
            self._foldings[entry.patient].add(entry)
        except UNFIT as error:
            self._unfit.add(entry.patient)
            if told and isinstance(error, Unreadable):
                return []
            return [f"It does not fit what was recorded before it ({error!r})."]
        return []

    def _carried(
        self, number: int, patient: str, entries: tuple[e.Entry, ...], chain: SegmentChain
    ) -> list[str]:
        """What is carried over must be the record as it stands in the older files, entry for entry."""
        if number > chain.carried:
            return ["It carries a record over, but not at the beginning of the file."]
        if self._older is None:  # The older file is missing, which is said: this is all that is known.
            return [fault for entry in entries for fault in self._add(entry)]
        if self._foldings[patient].record().entries != flat(entries) and patient not in self._unfit:
            return ["What it carries over is not what stands in the older file."]
        return []

    def _left_out(self, chain: SegmentChain, carried: set[str]) -> list[str]:
        """Every record must have been carried over, or its patient be named among the former ones."""
        faults = list[str]()
        for patient, folding in self._foldings.items() if self._older else ():
            if patient in carried or patient in self._unfit:
                continue
            if chain.former.get(patient) != folding.record().details:
                faults.append(f"The record of {visible(patient)} was lost on the way from the older file.")
        return faults
