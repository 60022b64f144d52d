"""Verifying a ledger: chain, order, clock and gate of every entry, replayed as if it were recorded now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from protocols.chart import Folding
from protocols.check import Refused, check
from protocols.clock import clock_mark
from protocols.entries import ClockConfirmed, Entry, Move, StaffKind
from protocols.staff import NO_STAFF
from store.disk import Disk, this_disk
from store.errors import Damaged, LedgerError, NoSuchLedger, disk_errors
from store.kept import Kept


@dataclass(frozen=True)
class Finding:
    """Something that should not be, at entry `number`."""

    number: int
    what: str


@dataclass(frozen=True)
class Report:
    """What a verification found. The first `good` entries are as they were recorded, in an unbroken chain."""

    path: Path
    good: int
    head: str
    """Number of the last good entry and the first eight digits of its hash."""
    unfinished: bool
    """Whether a session broke off in writing; the next entry puts that right."""
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(path: Path, *, disk: Disk | None = None) -> Report:
    """Read and replay every entry of the ledger at `path`, changing nothing.

    NoSuchLedger, NotALedger or NewerFormat when it cannot be read at all.
    """
    path = path.resolve()
    with disk_errors(lambda why: NoSuchLedger(path, why)):
        kept = Kept(disk or this_disk(), path, write=False)
    try:
        kept.read_first()
        findings = list[Finding]()
        try:
            unfinished = kept.tail().state == "torn"
        except Damaged as damage:
            unfinished = False
            findings.append(Finding(damage.number, str(damage)))
        found = _Replay().all(kept)
        return Report(path, kept.file.count, kept.head, unfinished, (*found, *findings))
    finally:
        kept.file.close()


class _Replay:
    """Goes through the entries in order, as the ledger did when it took them."""

    def __init__(self) -> None:
        self._foldings: dict[str, Folding] = defaultdict(Folding)
        self._ids: set[tuple[str, str]] = set()
        self._believed: datetime | None = None
        self._staff = NO_STAFF

    def all(self, kept: Kept) -> list[Finding]:
        findings = list[Finding]()
        for number in range(1, kept.file.count + 1):
            try:
                entry = kept.entry(number)
            except LedgerError as error:
                return [*findings, Finding(number, str(error))]
            findings += [Finding(number, what) for what in self._faults(number, entry)]
        return findings

    def _faults(self, number: int, entry: Entry) -> list[str]:
        faults = list[str]()
        if entry.number != number:
            faults.append(f"It says of itself that it is entry {entry.number}.")
        if (entry.patient, entry.id) in self._ids:
            faults.append("The same key press was kept before.")
        assert entry.recorded is not None, "the index takes no line without"
        faults += self._clock_and_gate(entry, entry.recorded)
        self._foldings[entry.patient].add(entry)
        self._ids.add((entry.patient, entry.id))
        if not entry.patient:
            self._staff = self._staff.after(entry)
        return faults

    def _clock_and_gate(self, entry: Entry, recorded: datetime) -> list[str]:
        faults = list[str]()
        mark = clock_mark(recorded, self._believed)
        if entry.clock != mark:
            faults.append(f'Its clock is marked "{entry.clock}", but was "{mark}".')
        if isinstance(entry.what, Move | StaffKind) or not self._staff.has(entry.by):
            draft = msgspec.structs.replace(entry, number=0, recorded=None, clock="ok")
            try:
                check(self._foldings[entry.patient].record(), draft, recorded, self._believed, self._staff)
            except Refused as refused:
                faults.append(f"This should not have been possible. {refused}")
        if mark == "ok" or isinstance(entry.what, ClockConfirmed):
            self._believed = recorded
        return faults
