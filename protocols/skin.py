"""The rash-free check a start stands on (rules.md, "The gate", 3; domain.md 4.4 row 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from protocols.lines import Line, Lines, doses_taken, findings, rash_free_checks
from protocols.protocol import GateRules


@dataclass(frozen=True)
class SkinCheckState:
    """The newest rash-free check at an instant and what, if anything, is wrong with it.

    `fault` is "" when the check opens the gate, else "none", "before dose", "too early",
    "rash since" or "too old". `earliest` is when a valid check can first be made, None for at once.
    """

    check: Line | None
    fault: str
    last_dose: Line | None
    earliest: datetime | None

    @property
    def valid(self) -> bool:
        """Whether a step can be started on this check."""
        return not self.fault


def skin_check_at(lines: Lines, when: datetime, rules: GateRules) -> SkinCheckState:
    """The rash-free check that a start at the aware instant `when` would stand on.

    It must come after the last dose taken, at least the time to peak after it, after every
    finding, and not be older than the rules allow.
    """
    check = _last(rash_free_checks(lines), when)
    dose = _last(doses_taken(lines), when)
    earliest = dose.at + timedelta(hours=rules.check_after_dose_hours) if dose else None
    rash = _last(findings(lines), when)
    return SkinCheckState(check, _fault(check, dose, earliest, rash, when, rules), dose, earliest)


def _fault(
    check: Line | None,
    dose: Line | None,
    earliest: datetime | None,
    rash: Line | None,
    when: datetime,
    rules: GateRules,
) -> str:
    if check is None:
        return "none"
    if rash is not None and rash.at >= check.at:
        return "rash since"
    if dose is not None and check.at <= dose.at:
        return "before dose"
    if earliest is not None and check.at < earliest:
        return "too early"
    return "too old" if when - check.at > timedelta(hours=rules.check_valid_hours) else ""


def _last(lines: list[Line], when: datetime) -> Line | None:
    """The last of `lines` (in order of time) not later than `when`."""
    return next((line for line in reversed(lines) if line.at <= when), None)
