"""Going on in a new file, so that no file grows without end.

The new file is written whole and brought to the medium first. Then an ordinary entry at the end of the old
one names it: that entry is the moment from which the new file is in force, for every session at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from protocols import entries as e
from protocols.record.clock import clock_mark
from protocols.record.fold import fold
from protocols.reports.carried_over import is_carried_over
from protocols.values.refusal import UNFIT, Refused
from store.ledger.engine import Engine
from store.location.where import Where
from store.log import codec, layout
from store.log.links import next_names
from store.log.segment_chain import SegmentChain
from store.progress import counted

FULL = 100_000
"""Entries after which a file is left for a new one."""


@dataclass(frozen=True)
class Rolled:
    """What became of a rollover. `made` is False when another session had just done it."""

    path: Where
    """The newest file, where the ledger goes on."""
    older: Where
    made: bool
    carried: int
    """How many patients' records were carried over."""
    left_over: tuple[Path, ...]
    """New files of earlier attempts that broke off; nothing is only in them."""


@dataclass(frozen=True)
class _Judged:
    """One record as of entry `last`: encoded to be `carried` over, or left behind by a `former` patient."""

    last: int
    carried: bytes
    former: e.PatientAdmitted | None


class Rollover:
    """Finds out first whose records go along, which takes the time; then writes, under the lock."""

    def __init__(self, engine: Engine, by: e.Person, zone: str, now: datetime) -> None:
        self._engine, self.by, self._zone, self._now = engine, by, zone, now
        self._judged: dict[str, _Judged] = {}

    def judge(self, chain: SegmentChain, patient: str) -> None:
        """Find out whether the patient's record goes along, unless that is known and nothing is new."""
        last = chain.last_number(patient)
        known = self._judged.get(patient)
        if strange := chain.strange_in(patient):
            raise Refused(
                f"{strange[1].sentence(strange[0])} No file is begun. Keep the ledger as it is, and see "
                "stepward verify."
            )
        if known is None or known.last != last:
            entries = chain.entries(0, patient)
            former = self._stays(entries) if patient else None
            carried = b"" if former else codec.encode_all(entries)
            self._judged[patient] = _Judged(last, carried, former)

    def _stays(self, entries: list[e.Entry]) -> e.PatientAdmitted | None:
        """Who stays behind; None for a record that goes along, as one does that cannot be added up."""
        try:
            record = fold(entries)
        except UNFIT:
            return None
        return None if is_carried_over(record, self._now) else record.details

    def write(self, chain: SegmentChain, now: datetime) -> Where:
        """Make the file after that of `chain` and put it in force. The lock is held, all entries were read.

        Refused while the clock is in doubt; NotSaved when writing fails: then the old file is in force as it
        was.
        """
        if clock_mark(now, chain.newest) != "ok":
            raise Refused("The computer's clock is in doubt: set it right or confirm it. No file is begun.")
        self._now = now
        patients = ["", *chain.patients()]
        for patient in patients:
            self.judge(chain, patient)
        carried = [patient for patient in patients if self._judged[patient].former is None]
        file, continues = chain.file, chain.begun.continues
        path = self._engine.free_name(next_names(file.path, continues))
        last = codec.encode(self._entry("", e.LedgerContinued(path.name), file.count + 1))
        digest = layout.hash_of(file.head, last)
        begun = e.LedgerBegun(
            e.FORMAT,
            chain.begun.ward,
            chain.begun.zone,
            e.Continues(
                files=(*(continues.files if continues else ()), file.path.name),
                number=file.count + 1,
                digest=digest.decode(),
                carried=len(carried),
                former=self._former(chain),
            ),
        )
        bodies = self._bodies(begun, carried, file.count + 2)
        line = self._engine.go_on_in(file, path, last, bodies)
        chain.accept(line, codec.decode(last))
        return path

    def _former(self, chain: SegmentChain) -> dict[str, e.PatientAdmitted]:
        """Everybody whose record stays behind, here or in a file that is older still."""
        found = {patient: details for patient, details in chain.former.items() if patient not in self._judged}
        found |= {patient: judged.former for patient, judged in self._judged.items() if judged.former}
        return found

    def _bodies(self, begun: e.LedgerBegun, carried: list[str], first: int) -> Iterator[bytes]:
        yield codec.encode(self._entry("", begun, first))
        for number, patient in enumerate(counted("Records carried over", carried, len(carried)), first + 1):
            envelope = self._entry(patient, e.CarriedOver(()), number)
            yield codec.encode_carried(envelope, self._judged[patient].carried)

    def _entry(self, patient: str, what: e.What, number: int) -> e.Entry:
        return e.Entry(
            id=uuid.uuid4().hex,
            patient=patient,
            at=self._now,
            zone=self._zone,
            by=self.by,
            what=what,
            number=number,
            recorded=self._now,
        )
