"""Facts as they stand now: each entry with the corrections made to it since.

Both versions stay on the record; everything that counts, counts the line as corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from protocols.entries import (
    DoseGiven,
    DoseKey,
    DoseNotGiven,
    DoseVomited,
    Entry,
    EntryCorrected,
    RashFound,
    RashFreeChecked,
    RedFlagSeen,
    What,
)

K = TypeVar("K", bound=What)


@dataclass(frozen=True)
class Line:
    """One entry as it stands: `what` is None where a correction says it never happened."""

    entry: Entry
    what: What | None
    at: datetime
    corrections: tuple[Entry, ...] = ()

    @property
    def id(self) -> str:
        """The id of the entry this line began as."""
        return self.entry.id

    def corrected(self, by: Entry, correction: EntryCorrected) -> Line:
        """This line after one more correction; the last one counts."""
        at = correction.right_at or self.entry.at
        return replace(self, what=correction.right, at=at, corrections=(*self.corrections, by))


Lines = dict[str, Line]


def settle(lines: Lines, entry: Entry) -> None:
    """Add `entry` to `lines`, or let it correct the line it names."""
    what = entry.what
    if isinstance(what, EntryCorrected):
        lines[what.entry] = lines[what.entry].corrected(entry, what)
    lines[entry.id] = Line(entry, what, entry.at)


def of_kind(lines: Iterable[Line], *kinds: type) -> Iterator[Line]:
    """The lines that now are of one of `kinds`, in the order they were recorded."""
    return (line for line in lines if isinstance(line.what, kinds))


def doses_taken(lines: Lines) -> list[Line]:
    """Every dose that reached the patient, whole or not, by the time it was taken."""
    return sorted(of_kind(lines.values(), DoseGiven), key=lambda line: line.at)


def rash_free_checks(lines: Lines) -> list[Line]:
    """Every rash-free check, by the time it was made."""
    return sorted(of_kind(lines.values(), RashFreeChecked), key=lambda line: line.at)


def findings(lines: Lines) -> list[Line]:
    """Every rash and red flag, by the time it was seen."""
    return sorted(of_kind(lines.values(), RashFound, RedFlagSeen), key=lambda line: line.at)


def vomited(lines: Lines) -> set[str]:
    """Ids of the dose lines that were vomited, at once or later."""
    later = {line.what.entry for line in lines.values() if isinstance(line.what, DoseVomited)}
    at_once = {line.id for line in lines.values() if isinstance(line.what, DoseGiven) and line.what.vomited}
    return later | at_once


def status_lines(lines: Lines) -> dict[DoseKey, Line]:
    """The record of each scheduled dose. A dose given outweighs "deferred" and "unknown"."""
    found: dict[DoseKey, Line] = {}
    for line in of_kind(lines.values(), DoseGiven, DoseNotGiven):
        key = line.what.dose  # type: ignore[union-attr]
        if key is not None and (key not in found or is_open(found[key])):
            found[key] = line
    return found


def is_open(line: Line) -> bool:
    """Whether a dose recorded so can still be given: it was deferred, or nobody knows."""
    return isinstance(line.what, DoseNotGiven) and line.what.status in ("deferred", "unknown")
