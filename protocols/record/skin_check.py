"""The rash-free check a start stands on (rules.md, "The gate", 3; domain.md 4.4 row 14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from protocols.definition.protocol import GateRules
from protocols.entries import CourseEnrolled, DoseGiven, DoseKey
from protocols.record.corrected import CorrectedEntries, CorrectedEntry, findings, of_kind, rash_free_checks
from protocols.record.slots import slot_order

ALL = 2**63
"""Every line there is has a place below this."""


@dataclass(frozen=True)
class Basis:
    """What a start has under it: the instant `at`, and the lines whose place is below `place`.

    Its check must be later than `after` (the start of the step that is left, or the loss of an
    earlier check), and not too old at `due`, when the first dose is planned. Doses from `first` on
    are those of the step being started, in the order of `plan`, not of the one that is left.
    """

    at: datetime
    due: datetime
    place: int
    after: datetime | None = None
    first: DoseKey | None = None
    plan: CourseEnrolled | None = None

    def knows(self, line: CorrectedEntry) -> bool:
        """Whether `line` lies before the start, by its time or because it was recorded by then.

        The second is for a dose or a rash recorded while a clock was ahead: it counts all the same.
        """
        return line.at < self.at or line.settled < self.place

    def touched_by(self, line: CorrectedEntry) -> bool:
        """Whether a change of `line` can change what is under the start; at its very instant, a check can."""
        return line.at == self.at or self.knows(line)

    def counts(self, dose: CorrectedEntry, check: CorrectedEntry) -> bool:
        """Whether `check` has to come after `dose`: not after the doses of the step being started."""
        if not self.knows(dose):
            return False
        return not (self._is_own(dose) and dose.at >= check.at)

    def _is_own(self, dose: CorrectedEntry) -> bool:
        """Whether `dose` is one of the step being started."""
        key = dose.what.dose if isinstance(dose.what, DoseGiven) else None
        if key is None or self.first is None or self.plan is None:
            return False
        return slot_order(self.plan, key) >= slot_order(self.plan, self.first)


@dataclass(frozen=True)
class SkinCheckState:
    """The newest rash-free check under a basis and what, if anything, is wrong with it.

    `fault` is "" when the check opens the gate, else "none", "rash since", "before dose", "too early",
    "before step" or "too old". `earliest` is when a valid check can first be made, None for at once;
    `due` is when it must not be too old.
    """

    check: CorrectedEntry | None
    fault: str
    last_dose: CorrectedEntry | None
    earliest: datetime | None
    due: datetime

    @property
    def valid(self) -> bool:
        """Whether a step can be started on this check."""
        return not self.fault


def skin_check(lines: CorrectedEntries, basis: Basis, rules: GateRules) -> SkinCheckState:
    """The rash-free check under `basis`.

    It must come after the last dose of the step that is left, whole or not, at least the time to
    peak after it, after every finding, and not be older than the rules allow.
    """
    check = _check(lines, basis)
    doses = of_kind(lines.values(), DoseGiven)
    dose = _latest(dose for dose in doses if check is None or basis.counts(dose, check))
    earliest = dose.at + rules.check_after_dose if dose else None
    rash = _latest(line for line in findings(lines) if basis.knows(line))
    fault = "none" if check is None else _fault(check, dose, earliest, rash, basis, rules)
    return SkinCheckState(check, fault, dose, earliest, basis.due)


def _check(lines: CorrectedEntries, basis: Basis) -> CorrectedEntry | None:
    """The newest check made by then. One whose time a later clock denies is no evidence of anything."""
    by_then = [check for check in rash_free_checks(lines) if check.at <= basis.at]
    newest_first = sorted(by_then, key=lambda check: check.at, reverse=True)
    return next((check for check in newest_first if not _clock_denies(check, lines, basis)), None)


def _clock_denies(check: CorrectedEntry, lines: CorrectedEntries, basis: Basis) -> bool:
    """Whether something was recorded after `check` and yet before its time: the clock was ahead."""
    return any(
        check.settled < line.place < basis.place and (line.entry.recorded or check.at) < check.at
        for line in lines.values()
    )


def _fault(
    check: CorrectedEntry,
    dose: CorrectedEntry | None,
    earliest: datetime | None,
    rash: CorrectedEntry | None,
    basis: Basis,
    rules: GateRules,
) -> str:
    if rash is not None and rash.at >= check.at:
        return "rash since"
    if dose is not None and check.at <= dose.at:
        return "before dose"
    if earliest is not None and check.at < earliest:
        return "too early"
    if basis.after is not None and check.at <= basis.after:
        return "before step"
    return "too old" if basis.due - check.at > rules.check_valid else ""


def _latest(lines: Iterable[CorrectedEntry]) -> CorrectedEntry | None:
    return max(lines, key=lambda line: line.at, default=None)
