"""Facts as they stand now: each entry with the corrections made to it since.

Both versions stay on the record; everything that counts, counts the line as corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import Struct, structs

from protocols import entries as e

K = TypeVar("K", bound=e.What)


class CorrectedEntry(Struct, frozen=True):
    """One entry as it stands: `what` is None where a correction says it never happened.

    `place` is its place in the order in which the course's lines were recorded, and `settled` that of the
    entry that last said how it stands. Numbers do not tell that order: each ledger has its own.

    `clock` is how the computer's clock was when that entry was made. Under a wrong one nobody knows when
    it happened, but that it was before `bound`, the next entry under a right clock (UTC), once there is one.
    `own` is False for a dose of another course of the same drug. `doubted` is what it was before a correction
    under a wrong clock.
    """

    entry: e.Entry
    what: e.What | None
    at: datetime
    place: int
    settled: int
    corrections: tuple[e.Entry, ...] = ()
    clock: e.ClockMark = "ok"
    bound: datetime | None = None
    own: bool = True
    doubted: e.What | None = None

    @property
    def sure(self) -> bool:
        """Whether its time can be believed (rules.md, "A wrong clock frees nobody")."""
        return self.clock == "ok"

    def latest(self, now: datetime) -> datetime:
        """When it happened, at the latest; `now` where nothing was recorded since under a right clock."""
        return self.at if self.clock == "ok" else self.bound or now

    def perhaps(self, *kinds: type) -> bool:
        """Whether it is of one of `kinds`, or was until the word of a wrong clock, which frees nobody."""
        return type(self.what) in kinds or (self.clock != "ok" and type(self.doubted) in kinds)

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
        """This line after one more correction; the last one counts, and a time it leaves out stays.

        One under a right clock that gives the time, or says all of it again, confirms the time; any other
        under a right clock says at least that it happened before.
        """
        about_time = correction.right_at is not None or correction.right == self.what
        clock = by.clock if by.clock != "ok" or about_time else self.clock
        before = by.clock == "ok" and clock != "ok"
        return structs.replace(
            self,
            what=correction.right,
            at=correction.right_at or self.at,
            settled=place,
            corrections=(*self.corrections, by),
            clock=clock,
            bound=_just_before(by) if before else None,
            doubted=self.doubted if by.clock == "ok" else self.doubted or self.what,
        )


CorrectedEntries = dict[str, CorrectedEntry]


def settle(
    lines: CorrectedEntries, entry: e.Entry, *, own: bool = True, doubtful: bool = False
) -> tuple[CorrectedEntry, ...]:
    """Add `entry` to `lines`, or let it correct the line it names. Gives the lines as they were and are.

    `own` is False for an entry of another course, `doubtful` says that its clock was found to be wrong.
    """
    what, place = entry.what, len(lines) + 1
    changed: tuple[CorrectedEntry, ...] = ()
    if isinstance(what, e.EntryCorrected):
        wrong = lines[what.entry]
        lines[what.entry] = wrong.corrected(entry, what, place)
        changed = wrong, lines[what.entry]
    clock: e.ClockMark = "ahead" if doubtful else entry.clock
    lines[entry.id] = CorrectedEntry(entry, what, entry.at, place, place, clock=clock, own=own)
    return changed or (lines[entry.id],)


def is_own(lines: CorrectedEntries, entry: e.Entry, course: str) -> bool:
    """Whether `entry` is not about a dose in another course than `course`, that of `lines`."""
    what = entry.what
    if type(what) is e.EntryCorrected or type(what) is e.DoseVomited:
        about = lines.get(what.entry)
        return about is None or about.own
    return entry.course == course or type(what) not in (e.DoseGiven, e.DoseNotGiven)


class OpenLines:
    """The lines of `course` while they are added up. What was told of them stays as it is."""

    def __init__(self, course: str) -> None:
        self.lines: CorrectedEntries = {}
        """As they stand: to be read, not to be kept."""
        self._course, self._told, self._all_own = course, False, True

    def __len__(self) -> int:
        return len(self.lines)

    def known(self) -> CorrectedEntries:
        """All of them, as they stand now and stay."""
        self._told = True
        return self.lines

    def own(self) -> CorrectedEntries:
        """The same without what is about doses in other courses."""
        if self._all_own:
            return self.known()
        return {id: line for id, line in self.lines.items() if line.own}

    def settle(self, entry: e.Entry, *, doubtful: bool) -> tuple[CorrectedEntry, ...]:
        """Add `entry`, or let it correct the line it names."""
        own = is_own(self.lines, entry, self._course)
        self._all_own = self._all_own and own
        return settle(self._untold(), entry, own=own, doubtful=doubtful)

    def bind(self, by: e.Entry) -> None:
        """What was recorded under a wrong clock happened before `by`."""
        bind(self._untold(), by)

    def _untold(self) -> CorrectedEntries:
        """The lines, to be changed: a copy once they were told."""
        if self._told:
            self.lines, self._told = dict(self.lines), False
        return self.lines


def standing_lines(entries: Iterable[e.Entry]) -> CorrectedEntries:
    """All of `entries` as they stand, whatever course they are of."""
    lines: CorrectedEntries = {}
    for entry in entries:
        if not isinstance(entry.what, e.EntryCorrected) or entry.what.entry in lines:
            settle(lines, entry)
    return lines


def _just_before(by: e.Entry) -> datetime:
    return (by.recorded or by.at) - timedelta.resolution


def bind(lines: CorrectedEntries, by: e.Entry) -> None:
    """What was recorded under a wrong clock happened before `by`, which was recorded under a right one."""
    for id, line in lines.items():
        if not line.sure and line.bound is None:
            lines[id] = structs.replace(line, bound=_just_before(by))


def of_kind(lines: Iterable[CorrectedEntry], *kinds: type) -> Iterator[CorrectedEntry]:
    """The lines that now are of one of `kinds`, in the order they were recorded."""
    return (line for line in lines if type(line.what) in kinds)


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
    later = {line.what.entry for line in of_kind(lines.values(), e.DoseVomited)}  # type: ignore[union-attr]
    at_once = {line.id for line in of_kind(lines.values(), e.DoseGiven) if line.what.vomited}  # type: ignore[union-attr]
    return later | at_once


def status_lines(lines: CorrectedEntries) -> dict[e.DoseKey, CorrectedEntry]:
    """The record of each scheduled dose of the course. A dose given outweighs "deferred" and "unknown".

    A make-up stands for itself where the record it made up was entered in error: the dose was taken. Where
    two sites gave one dose, neither knowing, it is the one taken first, however they came together.
    """
    found: dict[e.DoseKey, CorrectedEntry] = {}
    for line in of_kind(lines.values(), e.DoseGiven, e.DoseNotGiven):
        key = _own_key(lines, line)
        if key is not None and (key not in found or _outweighs(line, found[key])):
            found[key] = line
    return found


def _outweighs(line: CorrectedEntry, other: CorrectedEntry) -> bool:
    both = isinstance(line.what, e.DoseGiven) and isinstance(other.what, e.DoseGiven)
    return is_open(other) or (both and line.at < other.at)


def _own_key(lines: CorrectedEntries, line: CorrectedEntry) -> e.DoseKey | None:
    """The scheduled dose whose record `line` is."""
    what = line.what
    if not line.own or not isinstance(what, e.DoseGiven | e.DoseNotGiven):
        return None
    made_up = lines.get(what.makes_up) if isinstance(what, e.DoseGiven) and what.makes_up else None
    return dose_key(lines, what) if made_up is not None and made_up.what is None else what.dose


def made_up(lines: CorrectedEntries) -> dict[str, CorrectedEntry]:
    """The make-up of each dose that has one, by the id of the record it makes up."""
    found: dict[str, CorrectedEntry] = {}
    for line in of_kind(lines.values(), e.DoseGiven):
        if line.own and line.what.makes_up:  # type: ignore[union-attr]
            found.setdefault(line.what.makes_up, line)  # type: ignore[union-attr]
    return found


def dose_key(lines: CorrectedEntries, what: e.What | None) -> e.DoseKey | None:
    """The scheduled dose that `what` is about: its own, or the one it makes up."""
    if isinstance(what, e.DoseGiven) and what.makes_up:
        line = lines.get(what.makes_up)
        what = (line.what or line.entry.what) if line else None
    return what.dose if isinstance(what, e.DoseGiven | e.DoseNotGiven) else None


def is_open(line: CorrectedEntry) -> bool:
    """Whether a dose recorded so can still be given: it was deferred, or nobody knows."""
    return leaves_open(line.what)


def leaves_open(what: e.What | None) -> bool:
    """Whether `what` says that a dose was deferred, or that nobody knows."""
    return isinstance(what, e.DoseNotGiven) and what.status in ("deferred", "unknown")


def on_top(typed: e.Correctable, opened: e.What, stands: e.What) -> e.Correctable:
    """What was changed from `opened` to `typed`, on top of what stands now: the rest is nobody's word.

    `stands` may be another's correction made meanwhile; of another kind, it leaves `typed` as it is.
    """
    if not type(typed) is type(opened) is type(stands):
        return typed
    names = typed.__struct_fields__
    changed = {name: value for name in names if (value := getattr(typed, name)) != getattr(opened, name)}
    whole = {name: getattr(stands, name) for name in names} | changed
    return structs.replace(typed, **whole)
