"""The protocol's rules for single doses in words: second check, a dose not given, a vomited one."""

from __future__ import annotations

from protocols.definition.protocol import DoseRules
from protocols.values.formatting import plural

NO_MAKE_UP = "the next dose is due at its time, no make-up"


def rule_sentences(rules: DoseRules) -> list[str]:
    """What a protocol says of its doses, one sentence a rule."""
    asked = {
        "never": "No second check of doses is asked for.",
        "first dose of each step": "Second check by another person: the first dose of each step.",
        "every dose": "Second check by another person: every dose.",
    }
    return [
        asked[rules.second_check],
        f"A dose not given: {not_given_rule(rules)}.",
        f"A vomited dose: {vomited_rule(rules)}.",
    ]


def not_given_rule(rules: DoseRules) -> str:
    """What follows a dose not given."""
    if rules.make_up_not_given_hours is None:
        return NO_MAKE_UP
    return f"make-up unless the next dose is due within {plural(rules.make_up_not_given_hours, 'hour')}"


def vomited_rule(rules: DoseRules) -> str:
    """What follows a vomited dose."""
    if rules.make_up_vomited_minutes is None:
        return NO_MAKE_UP
    return f"make-up until {plural(rules.make_up_vomited_minutes, 'minute')} after it was taken"
