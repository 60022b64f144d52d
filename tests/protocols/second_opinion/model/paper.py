"""What was decided on paper (rules.md, "Paper is as good as the screen").

It is entered at its true time and judged by the gate as it stood then: by all that had happened by then,
whenever it was entered. Then it stands before all that came later.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from protocols import entries as e
from tests.protocols.second_opinion.model.moves import judge
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.verdict import Verdict


def from_paper(what: e.What | None) -> bool:
    """Whether it is a step or a decision on a downtime sheet, kept as a move or as what happened."""
    if isinstance(what, e.DoneOnPaper):
        return True
    moves = e.StepStarted | e.DecisionMade | e.PreconditionWaived
    return isinstance(what, moves) and bool(what.paper)


def split(line: Iterable[e.Entry], paper: e.Entry) -> tuple[list[e.Entry], list[e.Entry]]:
    """What stands before `paper` and what behind it, `recorded` being when each took effect.

    Of the facts known by now those that had happened by then stand before it, a correction with what it
    corrects. A dose of the same minute is one of the step that began.
    """
    known: list[e.Entry] = []
    later: list[e.Entry] = []
    happened: dict[str, datetime] = {}
    effect = datetime.min.replace(tzinfo=paper.at.tzinfo)
    line = [entry for entry in line if not _is_same(paper, entry)]
    for entry, effect_here in zip(line, _effects(line), strict=True):
        at = happened[entry.id] = _happened(entry, happened)
        assert entry.recorded is not None
        by_then = effect_here <= paper.at
        fact = isinstance(entry.what, e.Fact) and entry.clock == "ok" and not from_paper(entry.what)
        before = at < paper.at or (at == paper.at and not isinstance(entry.what, e.DoseGiven))
        behind = {one.id for one in later}
        if by_then or (fact and before and not behind & {entry.course, getattr(entry.what, "entry", "")}):
            effect = max(effect, effect_here if by_then else at)
            known.append(entry if by_then else msgspec.structs.replace(entry, recorded=effect))
        else:
            later.append(entry)
    return known, later


def _effect(entry: e.Entry) -> datetime:
    """What was only done on paper holds from when it was entered; as a step it stands at its true time."""
    assert entry.recorded is not None
    return entry.at if isinstance(entry.what, e.DoneOnPaper) and entry.clock == "ok" else entry.recorded


def _effects(line: list[e.Entry]) -> list[datetime]:
    """The same of each of `line`; none later than the next that was recorded by a right clock."""
    found: list[datetime] = []
    bound: datetime | None = None
    for entry in reversed(line):
        at = _effect(entry) if bound is None else min(_effect(entry), bound)
        bound = at if entry.clock == "ok" else bound
        found.append(at)
    return found[::-1]


def _happened(entry: e.Entry, happened: dict[str, datetime]) -> datetime:
    if isinstance(entry.what, e.EntryCorrected):
        return entry.what.right_at or happened.get(entry.what.entry, entry.at)
    return entry.at


def _is_same(paper: e.Entry, other: e.Entry) -> bool:
    """Whether `paper` proves to be a move what was kept before as what happened only."""
    kept = other.what.what if isinstance(other.what, e.DoneOnPaper) else None
    return kept == paper.what and (other.at, other.course) == (paper.at, paper.course)


def behind(line: Iterable[e.Entry], paper: e.Entry) -> list[e.Entry]:
    """The whole line with `paper` in its place."""
    known, later = split(line, paper)
    move = isinstance(paper.what, e.Move)
    return [*known, msgspec.structs.replace(paper, recorded=paper.at) if move else paper, *later]


def judge_paper(line: Iterable[e.Entry], paper: e.Entry, now: datetime, clock_ok: bool) -> Verdict:
    """What the rules say of a move on paper, entered at the UTC instant `now`."""
    said = Verdict()
    said.refuse(paper.at > now, "in the future")
    said.refuse(not clock_ok, "moves wait while the clock is wrong (Time)")
    known, later = split(line, paper)
    then = rebuilt(known)
    course = then.courses.get(paper.course)
    said.refuse(course is None, "not enrolled by then")
    moved = any(isinstance(one.what, e.Move) and one.course == paper.course for one in later)
    said.doubt(moved, "the course was moved since")
    if said.no or course is None:
        return said
    at_that_time = judge(then, course, paper, paper.at, True)
    said.no += at_that_time.no
    said.unsure += at_that_time.unsure
    said.doubt(any(one.clock != "ok" for one in line), "a wrong clock: what had happened by then")
    return said


def rebuilt(line: Iterable[e.Entry]) -> Patient:
    """The patient of these entries."""
    patient = Patient()
    for entry in line:
        patient.take(entry)
    return patient
