"""Whether a result of a named check is as its protocol wants it (docs/protocols.md)."""

from __future__ import annotations

from itertools import pairwise

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from tests.protocols.second_opinion.model.facts import Fact, Facts
from tests.protocols.second_opinion.model.skin import MINUTE, Basis


def is_good(check: NamedCheck, what: object) -> bool:
    """Whether a result is as the protocol wants it."""
    if not isinstance(what, e.NamedCheckMade):
        return False
    if check.at_least is None and check.at_most is None:
        return what.stated is True
    if what.value is None:
        return False
    return not (
        (check.at_least is not None and what.value < check.at_least)
        or (check.at_most is not None and what.value > check.at_most)
    )


def results(facts: Facts, course: str, check: NamedCheck) -> list[Fact]:
    """What was found, the oldest first."""
    found = [
        fact
        for fact in facts.of(e.NamedCheckMade)
        if fact.course == course and getattr(fact.what, "name", "") == check.name
    ]
    return sorted(found, key=lambda fact: (fact.at, fact.settled))


def carries(facts: Facts, course: str, check: NamedCheck, basis: Basis) -> bool | None:
    """Whether the newest result recorded by then carries a start; None where the rules leave it open."""
    found = [fact for fact in results(facts, course, check) if fact.order < basis.order]
    if not found:
        return False
    odd = any(not fact.trusted or facts.seems_ahead(fact) or fact.at > basis.at for fact in found)
    if odd or any(a.at == b.at for a, b in pairwise(found)):
        return None
    late = basis.due - found[-1].at
    if abs(late - check.valid) <= MINUTE:
        return None
    return is_good(check, found[-1].what) and late < check.valid
