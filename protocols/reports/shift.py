"""What was recorded in a shift, as it stands: what a correction puts right is not counted a second time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protocols.entries import Entry, EntryCorrected, What
from protocols.record.corrected import CorrectedEntry, standing_lines
from protocols.record.fold import Record
from protocols.record.handovers import Handover
from protocols.values.clinic_time import local

SHIFT = timedelta(hours=12)
"""How far back a shift is looked at, where no handover says when it began."""


@dataclass(frozen=True)
class ShiftBegin:
    """When the shift of a ward began. `seen` is the last entry that the accepted sheet of the ward was made
    of: whatever has a higher number is new, however the clock stood. None where no sheet says it.
    """

    at: datetime
    seen: int | None = None

    def is_behind(self, entry: Entry) -> bool:
        """Whether `entry`, and with it every one before it, was recorded before the shift."""
        if self.seen is not None:
            return entry.number <= self.seen
        return entry.clock == "ok" and (entry.recorded or entry.at) < self.at


def shift_begin(handed_over: Handover | None, now: datetime, zone: str) -> ShiftBegin:
    """When the shift began that goes on at `now`: with the ward's `handed_over`, the one accepted last.

    Without one, or where it is older than two shifts, on the full hour that lies `SHIFT` back at least: so
    what is told since then stays the same for an hour.
    """
    if handed_over is not None and now - 2 * SHIFT <= handed_over.given.at <= now:
        return ShiftBegin(handed_over.given.at, handed_over.what.seen)
    return ShiftBegin(local(now - SHIFT, zone).replace(minute=0, second=0, microsecond=0))


def recorded_since(record: Record, since: ShiftBegin) -> list[Entry]:
    """What was recorded here of one patient since then, the newest first; not what an import brought."""
    found: list[Entry] = []
    for entry in reversed(record.entries):
        if entry.id in record.brought:
            continue
        if since.is_behind(entry):
            break
        found.append(entry)
    return found


def came_up_since(record: Record, since: ShiftBegin) -> list[What]:
    """What stands now of one patient that did not before the shift."""
    new = recorded_since(record, since)
    fresh = {entry.id for entry in new}
    older = any(isinstance(one.what, EntryCorrected) and one.what.entry not in fresh for one in new)
    return came_up(standing_lines(record.entries if older else reversed(new)).values(), fresh) if new else []


def came_up(lines: Iterable[CorrectedEntry], fresh: Collection[str]) -> list[What]:
    """What of `lines` stands now that without the entries `fresh` was not there, or was of another kind."""
    return [
        line.what
        for line in lines
        if line.what is not None and type(line.what) is not type(_before(line, fresh))
    ]


def _before(line: CorrectedEntry, fresh: Collection[str]) -> What | None:
    """What a line was without the entries `fresh`."""
    what: What | None = None
    for entry in (line.entry, *line.corrections):
        if entry.id in fresh:
            break
        what = entry.what.right if isinstance(entry.what, EntryCorrected) else entry.what
    return what
