"""The records of a ledger with their seals: each entry as it was hashed, and in which ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocols.entries import CarriedOver, Entry, LedgerBegun, LedgerContinued, Origin, RecordImported
from protocols.record.imported import Told, begins_at, told_in
from store.ledger.reader import Reading
from store.log import codec
from store.log.segment_chain import Sealed


def origin_of(ledger: Reading) -> Origin:
    """What the ledger is called by others."""
    (first,) = ledger.sealed([1])
    return Origin(first.digest, ledger.ward, ledger.zone)


def last_told(ledger: Reading) -> int:
    """The number of the last entry that says anything.

    A new file that was begun and has no entry of its own yet is left out, so that it makes no difference to
    what is exported.
    """
    number = ledger.position
    while number > 1 and _is_link(next(ledger.sealed([number])).body):
        number -= 1
    return number


def _is_link(body: bytes) -> bool:
    try:
        return is_link(codec.decode(body))
    except ValueError:  # no entry, or one of a newer version
        return False


def is_link(entry: Entry) -> bool:
    """Whether an entry only links two files or carries over what an older one has."""
    match entry.what:
        case LedgerContinued() | CarriedOver():
            return True
        case LedgerBegun(continues=continues):
            return continues is not None
    return False


def told(ledger: Reading, patient: str | None = None) -> list[Told]:
    """The entries of one patient's record, or of all in the order of the ledger, wherever recorded first.

    Of a number that somebody else had before, those of whoever has it now.
    """
    entries = [entry for entry in ledger.entries(patient=patient) if entry.patient]
    if patient is None and (newer := ledger.newer_entry):
        raise newer
    if patient is not None:
        entries = entries[begins_at(entries) :]
    seals = ledger.sealed(entry.number for entry in entries)
    return list(unsealed(origin_of(ledger), zip(seals, entries, strict=True)))


def unsealed(origin: Origin, found: Iterable[tuple[Sealed, Entry]]) -> Iterator[Told]:
    """Entries of the ledger `origin` as records have them: an import is what it brought."""
    for sealed, entry in found:
        if isinstance(entry.what, RecordImported):
            yield from told_in(entry.what)
        else:
            yield Told(origin, sealed.before, sealed.digest, sealed.body, entry)
