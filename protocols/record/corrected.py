"""Facts as they stand now: each entry with the corrections made to it since.

Both versions stay on the record; everything that counts, counts the line as corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from protocols import entries as e

K = TypeVar("K", bound=e.What)


@dataclass(frozen=True)
class CorrectedEntry:
    """One entry as it stands: `what` is None where a correction says it never happened.

    `place` is its place in the order in which the course's lines were recorded, and `settled` that of the
    entry that last said how it stands. Numbers do not tell that order: each ledger has its own.
    """

    entry: e.Entry
    what: e.What | None
    at: datetime
    place: int
    settled: int
    corrections: tuple[e.Entry, ...] = ()

    @property
    def id(self) -> str:
        """The id of the entry this line began as."""
        return self.entry.id

    def at_by(self, correction: e.Entry) -> datetime:
        """When it happened as `correction`, one of its corrections, and those before it say."""
        at = self.entry.at
        for entry in self.corrections:
            what = entry.what
            at = (what.right_at if isinstance(what, e.EntryCorrected) else None) or at
            if entry.id == correction.id:
                break
        return at

    def corrected(self, by: e.Entry, correction: e.EntryCorrected, place: int) -> CorrectedEntry:
        """This line after one more correction; the last one counts, and a time it leaves out stays."""
        at, corrections = correction.right_at or self.at, (*self.corrections, by)
        return replace(self, what=correction.right, at=at, settled=place, corrections=corrections)


CorrectedEntries = dict[str, CorrectedEntry]


def settle(lines: CorrectedEntries, entry: e.Entry) -> tuple[CorrectedEntry, ...]:
    """Add `entry` to `lines`, or let it correct the line it names. Gives the lines as they were and are."""
    what, place = entry.what, len(lines) + 1
    changed: tuple[CorrectedEntry, ...] = ()
    if isinstance(what, e.EntryCorrected):
        wrong = lines[what.entry]
        lines[what.entry] = wrong.corrected(entry, what, place)
        changed = wrong, lines[what.entry]
    lines[entry.id] = CorrectedEntry(entry, what, entry.at, place, place)
    return changed or (lines[entry.id],)


def standing_lines(entries: Iterable[e.Entry]) -> CorrectedEntries:
    """All of `entries` as they stand, whatever course they are of."""
    lines: CorrectedEntries = {}
    for entry in entries:
        if not isinstance(entry.what, e.EntryCorrected) or entry.what.entry in lines:
            settle(lines, entry)
    return lines


def of_kind(lines: Iterable[CorrectedEntry], *kinds: type) -> Iterator[CorrectedEntry]:
    """The lines that now are of one of `kinds`, in the order they were recorded."""
    return (line for line in lines if isinstance(line.what, kinds))


def doses_taken(lines: CorrectedEntries) -> list[CorrectedEntry]:
    """Every dose that reached the patient, whole or not, by the time it was taken."""
    return sorted(of_kind(lines.values(), e.DoseGiven), key=lambda line: line.at)


def rash_free_checks(lines: CorrectedEntries) -> Iterator[CorrectedEntry]:
    """Every rash-free check."""
    return of_kind(lines.values(), e.RashFreeChecked)


def findings(lines: CorrectedEntries) -> Iterator[CorrectedEntry]:
    """Every rash and red flag."""
    return of_kind(lines.values(), e.RashFound, e.RedFlagSeen)


def vomited(lines: CorrectedEntries) -> set[str]:
    """Ids of the dose lines that were vomited, at once or later."""
    later = {line.what.entry for line in lines.values() if isinstance(line.what, e.DoseVomited)}
    at_once = {line.id for line in lines.values() if isinstance(line.what, e.DoseGiven) and line.what.vomited}
    return later | at_once


def status_lines(lines: CorrectedEntries) -> dict[e.DoseKey, CorrectedEntry]:
    """The record of each scheduled dose. A dose given outweighs "deferred" and "unknown"."""
    found: dict[e.DoseKey, CorrectedEntry] = {}
    for line in of_kind(lines.values(), e.DoseGiven, e.DoseNotGiven):
        key = line.what.dose  # type: ignore[union-attr]
        if key is not None and (key not in found or is_open(found[key])):
            found[key] = line
    return found


def made_up(lines: CorrectedEntries) -> dict[str, CorrectedEntry]:
    """The make-up of each dose that has one, by the id of the record it makes up."""
    found: dict[str, CorrectedEntry] = {}
    for line in of_kind(lines.values(), e.DoseGiven):
        if line.what.makes_up:  # type: ignore[union-attr]
            found.setdefault(line.what.makes_up, line)  # type: ignore[union-attr]
    return found


def dose_key(lines: CorrectedEntries, what: e.What | None) -> e.DoseKey | None:
    """The scheduled dose that `what` is about: its own, or the one it makes up."""
    if isinstance(what, e.DoseGiven) and what.makes_up:
        line = lines.get(what.makes_up)
        what = line.what if line else None
    return what.dose if isinstance(what, e.DoseGiven | e.DoseNotGiven) else None


def is_open(line: CorrectedEntry) -> bool:
    """Whether a dose recorded so can still be given: it was deferred, or nobody knows."""
    return isinstance(line.what, e.DoseNotGiven) and line.what.status in ("deferred", "unknown")
