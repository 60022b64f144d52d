"""What a start stands on: the rash-free check (rules.md, "The gate", 3; domain.md 4.4 row 14), and the newest
result of each check that the protocol names beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Literal

from msgspec import Struct, structs

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import GateRules
from protocols.entries import (
    CourseEnrolled,
    DoseGiven,
    DoseKey,
    Entry,
    EntryCorrected,
    NamedCheckMade,
    RashFound,
    RedFlagSeen,
)
from protocols.record.clock import TOLERANCE
from protocols.record.corrected import CorrectedEntries, CorrectedEntry, of_kind, rash_free_checks
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import whole_minute

ALL = 2**63
"""Every line there is has a place below this."""


Doubt = Literal["", "clock", "to come", "denied"]


class Basis(Struct, frozen=True):
    """What a start has under it: the instant `at`, and the lines whose place is below `place`.

    Its check must be later than `after` (the start of the step that is left, or the loss of an
    earlier check), and not too old at `due`, when the first dose is planned. Doses from `first` on,
    in the order of `plan`, are those of the step being started once they are recorded after it.
    """

    at: datetime
    due: datetime
    place: int
    after: datetime | None = None
    first: DoseKey | None = None
    plan: CourseEnrolled | None = None

    def knows(self, line: CorrectedEntry) -> bool:
        """Whether `line` lies before the start, by its time, as it was said or by the clock that is right, or
        because it was recorded by then.

        The second is for a dose or a rash recorded while a clock was ahead: it counts all the same, and so
        does the time that a wrong clock said (rules.md, "A wrong clock frees nobody").
        """
        return line.at < self.at or line.settled < self.place or line.latest(self.at) < self.at

    def may_rest_on(self, check: CorrectedEntry) -> bool:
        """Whether `check` was there for whoever started: recorded by then, or made at that very minute.

        One written down later, for a time before the start, is no check on which it was started: where
        that is taken away the course waits for a fresh one (rules.md, "Corrections").
        """
        return check.place < self.place or check.at == self.at

    def when(self, line: CorrectedEntry) -> datetime:
        """When a dose or a finding was, at the latest."""
        return line.latest(self.at)

    def touched_by(self, line: CorrectedEntry) -> bool:
        """Whether a change of `line` can change what is under the start; at its very instant, a check can."""
        return line.at == self.at or self.knows(line)

    def counts(self, dose: CorrectedEntry) -> bool:
        """Whether the check has to come after `dose`: the last one before the start, whatever its key.

        A dose of the step being started is none of these: it is recorded after the start and taken after
        it, by the minute, as people write times.
        """
        return self.knows(dose) and not self._is_own(dose)

    def _is_own(self, dose: CorrectedEntry) -> bool:
        """Whether `dose` is one of the step being started."""
        key = dose.what.dose if isinstance(dose.what, DoseGiven) else None
        if key is None or self.first is None or self.plan is None or not dose.own:
            return False
        begun = self.at.replace(second=0, microsecond=0)
        later = dose.place >= self.place and self.when(dose) >= begun
        return later and slot_instant(self.plan, key) >= slot_instant(self.plan, self.first)


class SkinCheckState(Struct, frozen=True):
    """The newest rash-free check under a basis and what, if anything, is wrong with it.

    `fault` is "" when the check opens the gate, else "none", "rash since", "before dose", "too early",
    "before step" or "too old". `earliest` is the whole minute from which a valid check can first be made,
    None for at once; `until` the last at which this one is not too old; `due` is when it must not be.
    `passed_over` is a newer check that does not count because of a wrong clock, `why` it does not.
    """

    check: CorrectedEntry | None
    fault: str
    last_dose: CorrectedEntry | None
    earliest: datetime | None
    until: datetime | None
    due: datetime
    passed_over: CorrectedEntry | None = None
    why: Doubt = ""

    @property
    def valid(self) -> bool:
        """Whether a step can be started on this check."""
        return not self.fault


def skin_check(lines: CorrectedEntries, basis: Basis, rules: GateRules) -> SkinCheckState:
    """The rash-free check under `basis`.

    It must come after the last dose taken before the start, whole or not, at least the time to peak
    after it, after every finding, and not be older than the rules allow. A dose or a finding that was taken
    back under a wrong clock counts until a person says so again. From when and until when it
    counts is reckoned in whole minutes, as it is said, on the safe side.
    """
    check, passed_over, why = _check(lines, basis)
    dose = _latest(lines, basis, basis.counts, DoseGiven)
    earliest = whole_minute(basis.when(dose) + rules.check_after_dose) if dose else None
    until = (check.at + rules.check_valid).replace(second=0, microsecond=0) if check else None
    rash = _latest(lines, basis, basis.knows, RashFound, RedFlagSeen)
    state = SkinCheckState(check, "none", dose, earliest, until, basis.due, passed_over, why)
    return state if check is None else structs.replace(state, fault=_fault(check, state, rash, basis))


def _check(
    lines: CorrectedEntries, basis: Basis
) -> tuple[CorrectedEntry | None, CorrectedEntry | None, Doubt]:
    """The newest check made by then, and one recorded since that a wrong clock makes no evidence of anything.

    Its clock was in doubt, its time is still to come, or a later clock denies it.
    """
    checks = sorted(rash_free_checks(lines), key=lambda line: line.at, reverse=True)
    check = next((c for c in checks if basis.may_rest_on(c) and not doubt_of(c, lines, basis)), None)
    since = [line for line in checks if check is None or line.settled > check.settled]
    for newest in sorted(since, key=lambda line: line.settled, reverse=True):
        doubt = doubt_of(newest, lines, basis)
        if doubt:
            return check, newest, doubt
    return check, None, ""


def doubt_of(check: CorrectedEntry, lines: CorrectedEntries, basis: Basis) -> Doubt:
    """Why nobody knows when `check`, of the skin or another, was made; "" for one that counts."""
    if not check.sure:
        return "clock"
    if check.at > basis.at + TOLERANCE or (check.at > basis.at and check.place >= basis.place):
        return "to come"
    since = takewhile(lambda line: line.place > check.settled, reversed(lines.values()))
    denied = any(
        line.place < basis.place and (line.entry.recorded or check.at) < check.at - TOLERANCE
        for line in since
        if line.entry.clock == "ok"
    )
    return "denied" if denied else ""


def _fault(check: CorrectedEntry, state: SkinCheckState, rash: CorrectedEntry | None, basis: Basis) -> str:
    dose = state.last_dose
    if rash is not None and basis.when(rash) >= check.at:
        return "rash since"
    if dose is not None and check.at <= basis.when(dose):
        return "before dose"
    if state.earliest is not None and check.at < state.earliest:
        return "too early"
    if basis.after is not None and check.at <= basis.after:
        return "before step"
    return "too old" if state.until is not None and basis.due > state.until else ""


def _latest(
    lines: CorrectedEntries, basis: Basis, counts: Callable[[CorrectedEntry], bool], *kinds: type
) -> CorrectedEntry | None:
    """The latest of these `kinds` that `counts`; of several at one instant that recorded first.

    It is sought from the newest on: of one that is earlier than another that counts nobody asks.
    """
    found: CorrectedEntry | None = None
    for line in reversed(lines.values()):
        if not line.perhaps(*kinds) or (found is not None and basis.when(line) < basis.when(found)):
            continue
        found = line if counts(line) else found
    return found


NamedFault = Literal["", "none", "out of range", "too old"]


class CheckState(Struct, frozen=True):
    """The result of one named check that counts under a basis, and what is wrong with it, "" for nothing.

    `until` is the last whole minute at which it is not too old; `passed_over` a newer one of which nobody
    knows when it was made.
    """

    check: NamedCheck
    line: CorrectedEntry | None
    fault: NamedFault
    until: datetime | None = None
    passed_over: CorrectedEntry | None = None


def results_of(lines: CorrectedEntries, name: str) -> list[CorrectedEntry]:
    """Every result of the check of that name as it stands, the newest first."""
    found = of_kind(lines.values(), NamedCheckMade)
    own = [line for line in found if isinstance(line.what, NamedCheckMade) and line.what.name == name]
    return sorted(own, key=lambda line: (line.at, line.settled), reverse=True)


def named_check(lines: CorrectedEntries, check: NamedCheck, basis: Basis) -> CheckState:
    """How `check` stands under `basis`: the newest result that was recorded by then decides."""
    passed_over = None
    known = [line for line in results_of(lines, check.name) if line.place < basis.place]
    for line in sorted(known, key=lambda one: one.latest(basis.at), reverse=True):
        assert isinstance(line.what, NamedCheckMade)
        if not check.in_range(line.what.value, line.what.stated):
            return CheckState(check, line, "out of range", passed_over=passed_over)
        if doubt_of(line, lines, basis):
            passed_over = passed_over or line
            continue
        until = (line.at + check.valid).replace(second=0, microsecond=0)
        return CheckState(check, line, "too old" if basis.due > until else "", until, passed_over)
    return CheckState(check, None, "none", passed_over=passed_over)


@dataclass(frozen=True)
class Resting:
    """A named check that a start stood on, what its result had to satisfy, and by what it was `lost`."""

    check: NamedCheck
    basis: Basis
    lost: Entry | None = None


def resting_on(
    lines: CorrectedEntries, checks: Iterable[NamedCheck], step: int, basis: Basis
) -> tuple[Resting, ...]:
    """The named checks that a start of `step` stands on; those that are not met were waived."""
    asked = [check for check in checks if check.is_before(step)]
    return tuple(Resting(check, basis) for check in asked if not named_check(lines, check, basis).fault)


def reviewed(
    named: Iterable[Resting], lines: CorrectedEntries, name: str, entry: Entry, fresh: Basis
) -> tuple[Resting, ...]:
    """What a start stands on after `entry` about the check `name`: a correction can take a result away, a
    new one that satisfies `fresh` takes the place of one that was lost.
    """
    return tuple(_reviewed(one, lines, entry, fresh) if one.check.name == name else one for one in named)


def _reviewed(one: Resting, lines: CorrectedEntries, entry: Entry, fresh: Basis) -> Resting:
    if isinstance(entry.what, EntryCorrected):
        gone = one.lost is None and named_check(lines, one.check, one.basis).fault
        return replace(one, lost=entry) if gone else one
    good = lines[entry.id].sure and not named_check(lines, one.check, fresh).fault
    return replace(one, basis=fresh, lost=None) if one.lost and good else one


def mended(named: Iterable[Resting]) -> tuple[Resting, ...]:
    """After a prescriber's decision to go on without a fresh result, where the protocol lets one."""
    return tuple(replace(one, lost=None) for one in named)
