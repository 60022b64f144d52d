"""Is there a rash-free check to stand on? (rules.md, "The gate", 3; "A wrong clock frees nobody")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protocols import entries as e
from protocols.definition.protocol import GateRules
from tests.protocols.second_opinion.model.facts import Fact, Facts

MINUTE = timedelta(minutes=1)
ALL = 1 << 40
"""Every entry there is."""


@dataclass(frozen=True)
class Basis:
    """A start at `at` by the entry `order`, its first dose at `due`.

    Its check is later than `after`, the last start: one check never opens two gates. Whether it must be later
    than `begun` too, a decision since then, the rules do not say.
    """

    at: datetime
    due: datetime
    after: datetime | None = None
    order: int = ALL
    begun: datetime | None = None


def rests(facts: Facts, doses: Iterable[Fact], basis: Basis, rules: GateRules, strict: bool) -> bool:
    """Whether a check carries the start. `strict` where the rules are silent: only what is beyond doubt."""
    taken = list(doses)
    return any(
        not fault(facts, taken, check, basis, rules, strict)
        for check in facts.of(e.RashFreeChecked)
        if check.order < basis.order or (check.at == basis.at and not strict)
    )


def fault(facts: Facts, doses: list[Fact], check: Fact, basis: Basis, rules: GateRules, strict: bool) -> str:
    """Why `check` does not carry the start, "" where it does."""
    spare = MINUTE if strict else timedelta(0)
    if not check.trusted:
        return "recorded under a wrong clock"
    if check.at > basis.at + (timedelta(0) if strict else MINUTE):
        return "made after the start"
    after = basis.begun or basis.after if strict else basis.after
    if after is not None and check.at < after + spare:
        return "made before the step that is left was begun"
    oldest = rules.check_valid - spare
    if basis.at - check.at > oldest or basis.due - check.at > oldest:
        return "too old"
    for dose in doses:
        if _before(dose, basis, strict) and not _after_dose(
            facts, dose, check, rules.check_after_dose + spare, strict
        ):
            return "too early after the last dose"
    for finding in facts.findings(strict):
        if _before(finding, basis, strict) and not _after_finding(facts, finding, check, strict):
            return "a finding since"
    return ""


def _before(fact: Fact, basis: Basis, strict: bool) -> bool:
    """Whether it lies before the start, by its time or because it was recorded by then, as it stands."""
    return fact.at < basis.at or (fact.order if strict else fact.settled) < basis.order


def _after_dose(facts: Facts, dose: Fact, check: Fact, wait: timedelta, strict: bool) -> bool:
    if dose.trusted and dose.what is not None:
        return check.at >= dose.at + wait
    if strict:
        return check.at >= facts.latest(dose) + wait
    return dose.what is None or check.order > dose.settled


def _after_finding(facts: Facts, finding: Fact, check: Fact, strict: bool) -> bool:
    if strict:
        return check.at > facts.latest(finding) and check.order > finding.settled
    return not finding.trusted or check.at >= finding.at
