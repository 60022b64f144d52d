"""Making a ledger again from a whole export: the same entries, numbers and hashes, in as many files.

The files are made in a folder of their own, gone through as `stepward verify` does, and put in place last,
the one that people name after all others. So there is never half a ledger under its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from protocols.entries import LedgerBegun, LedgerContinued
from protocols.record.imported import Told
from store.errors import AlreadyThere, BadExport, NotCopied, disk_errors
from store.exchange.jsonl_import import Export, read_export
from store.files.disk import Disk
from store.files.engine import begin
from store.files.network_share import refuse_share
from store.files.platform import this_disk
from store.maintenance.verify import verify


@dataclass(frozen=True)
class Recreated:
    """The ledger that was made: its files, the oldest first, and its last entry."""

    files: tuple[Path, ...]
    entries: int
    head: str


def recreate(source: Path, target: Path, *, share_ok: bool = False) -> Recreated:
    """Make the ledger of the export `source` at `target`, where there is none.

    BadExport when the export is not whole or an entry should not have been possible, AlreadyThere when one of
    its files is there, NotCopied when they cannot be made.
    """
    disk, target = this_disk(), target.resolve()
    if not share_ok:
        refuse_share(target)
    export = read_export(source)
    if export.header.excerpt:
        raise BadExport(
            source, 1, "it is an excerpt. A ledger is made again only from an export of all of it"
        )
    files = list(_files(export, target))
    for path, _ in files:
        if path.exists():
            raise AlreadyThere(path)
    with (
        disk_errors(lambda why: NotCopied(target, why)),
        TemporaryDirectory(prefix=".import-", dir=target.parent) as folder,
    ):
        made = [_made(disk, Path(folder), path, entries, target.parent) for path, entries in files]
        report = verify(made[0])
        if report.findings:
            first = report.findings[0]
            raise BadExport(source, first.number + 1, first.what)
        for part, (path, _) in reversed(list(zip(made, files, strict=True))):
            try:
                disk.publish(part, path)
            except FileExistsError as error:
                raise AlreadyThere(path) from error
        disk.sync_folder(target.parent)
    return Recreated(tuple(path for path, _ in files), len(export.entries), export.header.head_text)


def _files(export: Export, target: Path) -> Iterator[tuple[Path, list[Told]]]:
    """The entries by file. The files name each other, so the first of several keeps its name."""
    path, entries = target, list[Told]()
    for one in export.entries:
        entries.append(one)
        what = one.entry.what
        if isinstance(what, LedgerBegun) and what.continues and what.continues.files[0] != target.name:
            why = f"Its files name each other, so the first one must be called {what.continues.files[0]}."
            raise NotCopied(target, why)
        if isinstance(what, LedgerContinued):
            yield path, entries
            path, entries = target.with_name(Path(what.file).name), []
    yield path, entries


def _made(disk: Disk, folder: Path, path: Path, entries: list[Told], model: Path) -> Path:
    made, first = folder / path.name, entries[0]
    base, head = first.entry.number - 1, first.before.encode()
    begin(disk, made, (one.body for one in entries), base, head, like=model)
    return made
