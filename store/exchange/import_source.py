"""The file an import reads: an export, or another ledger, gone through like `stepward verify` does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from protocols.entries import Origin
from protocols.record.imported import Told
from protocols.values.text import visible
from store.errors import BadExport, disk_errors
from store.exchange.jsonl_import import BEGINS, Export, read_export
from store.ledger.ledger import Ledger
from store.ledger.seals import is_link, origin_of, told, unsealed
from store.log.segment_chain import Sealed
from store.maintenance.replay import Finding, Replay
from store.maintenance.verify import verify


@dataclass(frozen=True)
class Source:
    """The records of a file by hospital number, and what is wrong with some of them, in words."""

    path: Path
    ward: str
    head: str
    origin: Origin
    records: dict[str, list[Told]]
    faults: dict[str, str] = field(default_factory=dict)


def is_export(path: Path) -> bool:
    """Whether the file begins like an export. BadExport when it cannot be read."""
    with disk_errors(lambda why: BadExport(path, 0, why)), path.open("rb") as file:
        return file.read(len(BEGINS)) == BEGINS


def read_source(path: Path) -> Source:
    """Read and verify the file `path`. BadExport, or another LedgerError, when it cannot be trusted at all.

    What should not have been possible for one patient is among `faults`; the others are not touched by it.
    """
    return _from_export(read_export(path)) if is_export(path) else _from_ledger(path)


def _from_ledger(path: Path) -> Source:
    report = verify(path)
    with Ledger.open(path, read_only=True) as ledger:
        faults = _faults(path, report.findings, {e.number: e.patient for e in ledger.entries()})
        records = _by_patient(told(ledger))
        return Source(path, ledger.ward, ledger.head, origin_of(ledger), records, faults)


def _from_export(export: Export) -> Source:
    header = export.header
    if header.from_ is not None or header.to is not None:
        days = "it has the entries of some days only. Export it without --from and --to"
        raise BadExport(export.path, 1, days)
    origin = header.ledgers[header.head.ledger]
    if header.excerpt:
        records = {header.patient: export.entries} if header.patient else _by_patient(export.entries)
        return Source(export.path, origin.ward, header.head_text, origin, records)
    findings = Replay().chain(one.entry for one in export.entries)
    faults = _faults(export.path, findings, {one.entry.number: one.entry.patient for one in export.entries})
    sealed = [
        (Sealed(one.entry.number, one.before, one.digest, one.body), one.entry)
        for one in export.entries
        if one.entry.patient and not is_link(one.entry)
    ]
    records = _by_patient(list(unsealed(origin, sealed)))
    return Source(export.path, origin.ward, header.head_text, origin, records, faults)


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
