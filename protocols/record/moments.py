"""When an entry took effect, and where what was decided on paper stands among the others.

A fact takes effect when it was recorded: it holds from when people knew of it. A step or a decision on a
downtime sheet took effect at the time on the sheet, whenever it was entered (rules.md, "Paper is as good as
the screen"): it stands behind all that had happened by then and is known now, before all that came later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from protocols import entries as e


def when(entry: e.Entry) -> datetime:
    """The instant at which an entry took effect: when it was recorded, on paper when it was done."""
    return entry.at if from_paper(entry) else entry.recorded or entry.at


def from_paper(entry: e.Entry) -> bool:
    """Whether `entry` takes effect at the time on a paper; one under a wrong clock does not."""
    if entry.clock != "ok":
        return False
    what = entry.what
    if type(what) in _FROM_A_SHEET:
        return bool(what.paper)  # type: ignore[union-attr]
    return type(what) is e.DoneOnPaper


_FROM_A_SHEET = frozenset({e.StepStarted, e.DecisionMade, e.PreconditionWaived})
"""What can have been done on a downtime sheet."""


@dataclass
class Order:
    """When the entries of a record took effect, where they do not say so themselves, and which came first.

    `moments` are of those that stand before a move from paper, `places` say as which each was recorded,
    `doubtful` are those made by a clock of another ward that was found to be wrong, `unknown` what each of
    another ward did not know, though it was recorded here before.
    """

    moments: dict[str, datetime] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    unknown: dict[str, frozenset[str]] = field(default_factory=dict)

    def when(self, entry: e.Entry) -> datetime:
        """The instant at which `entry` took effect."""
        return self.moments.get(entry.id) or when(entry)

    def knew(self, entry: e.Entry, other: e.Entry) -> bool:
        """Whether `other` was recorded before `entry`, and known where that was recorded."""
        if other.id in self.unknown.get(entry.id, ()):
            return False
        return self.places.get(other.id, 0) <= self.places.get(entry.id, len(self.places))

    def split(self, line: Iterable[e.Entry], paper: e.Entry) -> tuple[list[e.Entry], list[e.Entry]]:
        """What of `line` stands before `paper`, and what behind it."""
        known, later = split(line, paper, self.moments)
        self.moments |= moments_before(known, paper, self.moments)
        return known, later


def split(
    line: Iterable[e.Entry], paper: e.Entry, moments: Mapping[str, datetime]
) -> tuple[list[e.Entry], list[e.Entry]]:
    """What of `line` stands before `paper`, and what behind it; what it confirms stands in neither.

    Before it is what took effect by then, and every fact that had happened by then, entered since or not; a
    dose of the same minute is one of the step that begins. A correction stands where what it corrects
    happened, by its word.
    """
    known: list[e.Entry] = []
    later: list[e.Entry] = []
    happened: dict[str, datetime] = {}
    line = [entry for entry in line if not confirms(paper, entry)]
    for entry, effect in zip(line, _effects(line, moments), strict=True):
        happened[entry.id] = at = _happened(entry, happened)
        by_then = effect <= paper.at
        before = at < paper.at or (at == paper.at and not isinstance(entry.what, e.DoseGiven))
        if by_then or (_is_plain_fact(entry) and before and not _of_later(entry, later)):
            known.append(entry)
        else:
            later.append(entry)
    return known, later


def _effects(line: Sequence[e.Entry], moments: Mapping[str, datetime]) -> list[datetime]:
    """When each of `line` took effect: at the latest with the next recorded after it under a right clock."""
    found: list[datetime] = []
    bound: datetime | None = None
    for entry in reversed(line):
        at = moments.get(entry.id, when(entry))
        if entry.clock == "ok":
            bound = at if bound is None else min(bound, at)
        found.append(at if bound is None else min(at, bound))
    return found[::-1]


def left_by(line: Iterable[e.Entry]) -> e.Entry | None:
    """The entry with which the patient had left the ward at the end of `line`; None while here."""
    left: e.Entry | None = None
    for entry in line:
        if isinstance(entry.what, e.PatientLeft | e.RecordJoined | e.PatientReturned):
            left = None if isinstance(entry.what, e.PatientReturned) else entry
    return left


def confirms(paper: e.Entry, other: e.Entry) -> bool:
    """Whether `paper` is the same move as `other`, which was kept only as what happened."""
    kept = other.what
    return (
        isinstance(kept, e.DoneOnPaper)
        and (kept.what, other.at, other.course) == (paper.what, paper.at, paper.course)
        and not isinstance(paper.what, e.DoneOnPaper)
    )


def moments_before(
    known: Iterable[e.Entry], paper: e.Entry, moments: Mapping[str, datetime]
) -> dict[str, datetime]:
    """When what stands before `paper` took effect: by its time at the latest, one after the other."""
    found: dict[str, datetime] = {}
    happened: dict[str, datetime] = {}
    newest: datetime | None = None
    for entry in known:
        happened[entry.id] = _happened(entry, happened)
        if entry.clock != "ok":
            continue
        at = moments.get(entry.id, when(entry))
        if at > paper.at:
            at = happened[entry.id] if newest is None else max(newest, happened[entry.id])
            found[entry.id] = at
        newest = at if newest is None else max(newest, at)
    return found


def _happened(entry: e.Entry, happened: Mapping[str, datetime]) -> datetime:
    """When what `entry` tells of happened."""
    if isinstance(entry.what, e.EntryCorrected):
        return entry.what.right_at or happened.get(entry.what.entry, entry.at)
    return entry.at


def _is_plain_fact(entry: e.Entry) -> bool:
    """Whether `entry` tells what happened, at a time that can be believed."""
    return isinstance(entry.what, e.Fact) and not from_paper(entry) and entry.clock == "ok"


def _of_later(entry: e.Entry, later: Iterable[e.Entry]) -> bool:
    """Whether `entry` is about one that stands behind."""
    about = entry.what.entry if isinstance(entry.what, e.EntryCorrected | e.DoseVomited) else entry.course
    return any(one.id == about for one in later)
