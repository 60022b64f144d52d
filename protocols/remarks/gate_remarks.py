"""A gate that is weaker than the drug's own figures, or than the library's: to be looked at twice.

The library's gate is that of its protocols of the same drug, the usual one where it has none of it. A site
has its reasons for another, and whoever approves has seen them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from protocols.definition.protocol import SECOND_CHECK_RULES, GateRules, Protocol
from protocols.definition.spacing import longest_gap
from protocols.definition.totals import length_text
from protocols.definition.usual import USUAL_GATE, USUAL_SECOND_CHECK
from protocols.remarks.same_drug import figure, of_same_drug
from protocols.values.formatting import hours_text, number_text, plural

HALF_LIVES_TO_STEADY = 5
"""After so many half-lives a level is within 4% of steady, and nearly gone (domain.md 2.8)."""


def gate_remarks(protocol: Protocol, known: Sequence[Protocol]) -> Iterator[str]:
    """Everything weaker, in sentences; `known` are the protocols of the library."""
    same = of_same_drug(protocol, known)
    gates = [other.gate for other in same] or [USUAL_GATE]
    yield from _check_after_dose(protocol, gates, same)
    yield from _check_valid(protocol, gates)
    yield from _break(protocol, gates, same)
    yield from _watch(protocol, gates)
    yield from _down(protocol, gates, same)
    yield from _people(protocol, same)


def _check_after_dose(
    protocol: Protocol, gates: Sequence[GateRules], same: Sequence[Protocol]
) -> Iterator[str]:
    hours = protocol.gate.check_after_dose_hours
    peak = figure(protocol, same, "peak_hours", "largest")
    if peak is not None and hours < peak:
        yield (
            f"a check counts {hours_text(hours)} after a dose, and this drug peaks after {hours_text(peak)}: "
            "what the peak brings is not seen."
        )
        return
    usual = min(gate.check_after_dose_hours for gate in gates)
    if hours < usual:
        figures = "" if peak is not None else "; the file gives no peak_hours to compare with"
        yield f"a check counts {hours_text(hours)} after a dose, in the library {hours_text(usual)}{figures}."


def _check_valid(protocol: Protocol, gates: Sequence[GateRules]) -> Iterator[str]:
    """A check that outlives a dose interval still counts when a dose in between was left out."""
    valid = protocol.gate.check_valid
    usual = max(gate.check_valid for gate in gates)
    shortest = min(step.interval for step in protocol.steps)
    beyond = []
    if valid > usual:
        beyond.append(f"in the library for {length_text(usual)}")
    if valid > shortest:
        beyond.append(f"and doses are {length_text(shortest)} apart")
    if beyond:
        yield f"a check is good for {hours_text(protocol.gate.check_valid_hours)}, {', '.join(beyond)}."


def _down(protocol: Protocol, gates: Sequence[GateRules], same: Sequence[Protocol]) -> Iterator[str]:
    """What the file has for a step down alone, where it asks for less than before a step up."""
    after, valid = protocol.gate_down.check_after_dose_hours, protocol.gate_down.check_valid_hours
    peak = figure(protocol, same, "peak_hours", "largest")
    if after is not None and after < protocol.gate.check_after_dose_hours and (peak is None or after < peak):
        peaks = f", and this drug peaks after {hours_text(peak)}" if peak is not None else ""
        yield f"before a step down a check counts {hours_text(after)} after a dose{peaks}."
    longest = max(protocol.gate.check_valid, *(gate.check_valid for gate in gates))
    if valid is not None and timedelta(hours=float(valid)) > longest:
        words = f"before a step down a check is good for {hours_text(valid)}"
        yield f"{words}, else for {length_text(longest)}."


def _break(protocol: Protocol, gates: Sequence[GateRules], same: Sequence[Protocol]) -> Iterator[str]:
    limit = timedelta(hours=protocol.gate.treatment_break_hours)
    gap = max(longest_gap(step) for step in protocol.steps)
    hours = plural(protocol.gate.treatment_break_hours, "hour")
    if limit <= gap:
        yield f"{length_text(gap)} lie between two doses at their usual times, and {hours} are a break."
    half_life = figure(protocol, same, "half_life_hours", "smallest")
    if half_life is not None and limit > timedelta(hours=float(half_life)) * HALF_LIVES_TO_STEADY:
        half = f"{HALF_LIVES_TO_STEADY} half-lives of {number_text(half_life)} hours"
        yield f"a break is {hours} without a dose, and the drug is gone before: {half}."
    usual = max(gate.treatment_break_hours for gate in gates)
    if (same or half_life is None) and limit > max(timedelta(hours=usual), gap * 1.5):
        yield f"a break is {hours} without a dose, in the library {plural(usual, 'hour')}."


def _watch(protocol: Protocol, gates: Sequence[GateRules]) -> Iterator[str]:
    days, usual = protocol.gate.watch_days, min(gate.watch_days for gate in gates)
    latest = protocol.gate.onset_to_days
    if days < usual:
        yield f"the rash watch lasts {plural(days, 'day')}, in the library {plural(usual, 'day')}."
    if latest is not None and days < latest:
        until = plural(latest, "day")
        yield f"the rash watch lasts {plural(days, 'day')}, and rashes came up to {until} after a start."


def _people(protocol: Protocol, same: Sequence[Protocol]) -> Iterator[str]:
    """The second check, from the weakest rule to the strongest."""
    mine = protocol.doses.second_check
    rules = [other.doses.second_check for other in same] or [USUAL_SECOND_CHECK]
    usual = min(rules, key=SECOND_CHECK_RULES.index)
    if SECOND_CHECK_RULES.index(mine) >= SECOND_CHECK_RULES.index(usual):
        return
    who = "no second person checks any dose" if mine == "never" else f"a second person checks the {mine}"
    yield f"{who}, in the library {usual if usual == 'every dose' else f'the {usual}'}."
