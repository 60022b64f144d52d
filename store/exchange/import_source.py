"""The file an import reads: an export, or another ledger, gone through like `stepward verify` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from protocols.entries import Entry, Heard, Origin
from protocols.record.fold import fold
from protocols.record.imported import Told, begins_at, heard_in
from protocols.values.refusal import UNFIT
from protocols.values.text import visible
from store.errors import BadExport, disk_errors
from store.exchange.jsonl_import import BEGINS, Export, content_of, read_export
from store.exchange.signing import Signed, signed
from store.ledger.ledger import Ledger
from store.ledger.seals import is_link, origin_of, told, unsealed
from store.log.segment_chain import Sealed
from store.maintenance.replay import Finding, Replay
from store.maintenance.verify import verify


@dataclass(frozen=True)
class Source:
    """The records of a file by hospital number, what is wrong with some of them, in words, what the ledgers
    of each had learned of each other, and which moves count no longer there.
    """

    path: Path
    ward: str
    head: str
    origin: Origin
    records: dict[str, list[Told]]
    faults: dict[str, str] = field(default_factory=dict)
    heard: dict[str, tuple[Heard, ...]] = field(default_factory=dict)
    aside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signed: Signed | None = None
    """What its signature says; None of a ledger, which nobody signs."""


def is_export(path: Path) -> bool:
    """Whether the file begins like an export. BadExport when it cannot be read."""
    with disk_errors(lambda why: BadExport(path, 0, why)), path.open("rb") as file:
        return file.read(len(BEGINS)) == BEGINS


def read_source(path: Path) -> Source:
    """Read and verify the file `path`. BadExport, or another LedgerError, when it cannot be trusted at all.

    What should not have been possible for one patient is among `faults`; the others are not touched by it.
    """
    if not is_export(path):
        return _from_ledger(path)
    content = content_of(path)
    return replace(_from_export(read_export(path, content)), signed=signed(path, content))


def _from_ledger(path: Path) -> Source:
    report = verify(path)
    with Ledger.open(path, read_only=True) as ledger:
        faults = _faults(path, report.findings, {e.number: e.patient for e in ledger.entries()})
        origin, wards = origin_of(ledger), _numbers(ledger)
        records = {patient: told(ledger, patient) for patient in wards}
        heard = {patient: heard_in(ledger.record(patient).own, origin.id) for patient in wards}
        aside = {patient: tuple(sorted(ledger.record(patient).aside)) for patient in wards if heard[patient]}
        return Source(path, ledger.ward, ledger.head, origin, records, faults, heard, aside)


def _from_export(export: Export) -> Source:
    header = export.header
    if header.from_ is not None or header.to is not None:
        days = "it has the entries of some days only. Export it without --from and --to"
        raise BadExport(export.path, 1, days)
    origin = header.ledgers[header.head.ledger]
    if header.excerpt:
        records = {header.patient: export.entries} if header.patient else _by_patient(export.entries)
        heard, aside = dict.fromkeys(records, header.heard), dict.fromkeys(records, header.aside)
        return Source(export.path, origin.ward, header.head_text, origin, records, heard=heard, aside=aside)
    findings = Replay().chain(one.entry for one in export.entries)
    faults = _faults(export.path, findings, {one.entry.number: one.entry.patient for one in export.entries})
    own = _by_patient([one for one in export.entries if one.entry.patient and not is_link(one.entry)])
    own = {patient: each[begins_at(one.entry for one in each) :] for patient, each in own.items()}
    records = {
        patient: list(unsealed(origin, ((_seal(one), one.entry) for one in each)))
        for patient, each in own.items()
    }
    heard = {patient: heard_in((one.entry for one in each), origin.id) for patient, each in own.items()}
    aside = {patient: _aside(one.entry for one in own[patient]) for patient in own if heard[patient]}
    return Source(export.path, origin.ward, header.head_text, origin, records, faults, heard, aside)


def _aside(own: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of the moves that count no longer in a merged record; none where it cannot be added up."""
    try:
        return tuple(sorted(fold(own).aside))
    except UNFIT:
        return ()


def _numbers(ledger: Ledger) -> list[str]:
    """The hospital numbers of all records, the oldest first."""
    return [number for number in dict.fromkeys(entry.patient for entry in ledger.entries()) if number]


def _seal(one: Told) -> Sealed:
    return Sealed(one.entry.number, one.before, one.digest, one.body)


def _by_patient(found: list[Told]) -> dict[str, list[Told]]:
    records: dict[str, list[Told]] = defaultdict(list)
    for one in found:
        records[one.entry.patient].append(one)
    return dict(records)


def _faults(path: Path, findings: list[Finding] | tuple[Finding, ...], of: dict[int, str]) -> dict[str, str]:
    """What was found, by patient; BadExport where it is about the ledger itself."""
    faults: dict[str, str] = {}
    for found in findings:
        patient = of.get(found.number, "")
        words = f"Entry {found.number}: {found.what}"
        if not patient:
            raise BadExport(path, 0, visible(words))
        faults.setdefault(patient, words)
    return faults
