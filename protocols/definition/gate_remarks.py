"""A gate that is weaker than the drug's own figures, or than the library's: to be looked at twice.

The library's gate is that of its protocols of the same drug, of all where it has none of it. Nothing here is
a number of its own: a site has its reasons, and whoever approves has seen them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.definition.spacing import gaps, longest_gap
from protocols.definition.totals import length_text
from protocols.values.formatting import hours_text, listed, number_text, plural
from protocols.values.text import visible

HALF_LIVES_TO_STEADY = 5
"""After so many half-lives a level is within 4% of steady, and nearly gone (domain.md 2.8)."""


def gate_remarks(protocol: Protocol, known: Sequence[Protocol]) -> Iterator[str]:
    """Everything weaker, in sentences; `known` are the protocols of the library."""
    same = [other for other in known if _drug(other) == _drug(protocol)]
    library = same or [other for other in known if other.startable]
    yield from _check_after_dose(protocol, library, same)
    yield from _check_valid(protocol, library)
    yield from _break(protocol, library, same)
    yield from _watch(protocol, library)
    yield from _people(protocol, library)
    yield from _same_drug(protocol, same)


def _drug(protocol: Protocol) -> str:
    return " ".join(protocol.drug.split()).casefold()


def _figure(protocol: Protocol, same: Sequence[Protocol], name: str) -> Decimal | None:
    """A figure of the drug: the file's own, else the library's of this drug."""
    found: Decimal | None = getattr(protocol, name)
    others = (getattr(other, name) for other in same)
    return found if found is not None else next((figure for figure in others if figure is not None), None)


def _check_after_dose(
    protocol: Protocol, library: Sequence[Protocol], same: Sequence[Protocol]
) -> Iterator[str]:
    hours = protocol.gate.check_after_dose_hours
    peak = _figure(protocol, same, "peak_hours")
    if peak is not None and hours < peak:
        yield (
            f"a check counts {hours_text(hours)} after a dose, and this drug peaks after {hours_text(peak)}: "
            "what the peak brings is not seen."
        )
        return
    usual = min((other.gate.check_after_dose_hours for other in library), default=hours)
    if peak is None and hours < usual:
        yield (
            f"a check counts {hours_text(hours)} after a dose, in the library {hours_text(usual)}; "
            "the file gives no peak_hours to compare with."
        )


def _check_valid(protocol: Protocol, library: Sequence[Protocol]) -> Iterator[str]:
    valid, gate = protocol.gate.check_valid, protocol.gate
    usual = max((other.gate.check_valid for other in library), default=valid)
    shortest = min(gap for step in protocol.steps for gap in gaps(step))
    beyond = []
    if valid > usual:
        beyond.append(f"in the library for {length_text(usual)}")
    if valid > shortest and valid > min(usual, timedelta(hours=12)):
        beyond.append(f"and doses are {length_text(shortest)} apart")
    if beyond:
        yield f"a check is good for {hours_text(gate.check_valid_hours)}, {', '.join(beyond)}."


def _break(protocol: Protocol, library: Sequence[Protocol], same: Sequence[Protocol]) -> Iterator[str]:
    limit = timedelta(hours=protocol.gate.treatment_break_hours)
    gap = max(longest_gap(step) for step in protocol.steps)
    hours = plural(protocol.gate.treatment_break_hours, "hour")
    if limit <= gap:
        yield f"{length_text(gap)} lie between two doses at their usual times, and {hours} are a break."
    half_life = _figure(protocol, same, "half_life_hours")
    if half_life is not None and limit > timedelta(hours=float(half_life)) * HALF_LIVES_TO_STEADY:
        half = f"{HALF_LIVES_TO_STEADY} half-lives of {number_text(half_life)} hours"
        yield f"a break is {hours} without a dose, and the drug is gone before: {half}."
    usual = max((timedelta(hours=other.gate.treatment_break_hours) for other in library), default=limit)
    if half_life is None and limit > max(usual, gap * 1.5):
        yield f"a break is {hours} without a dose, in the library {length_text(usual)}."


def _watch(protocol: Protocol, library: Sequence[Protocol]) -> Iterator[str]:
    days, usual = protocol.gate.watch_days, min((other.gate.watch_days for other in library), default=0)
    if days < usual:
        yield f"the rash watch lasts {plural(days, 'day')}, in the library {plural(usual, 'day')}."


def _people(protocol: Protocol, library: Sequence[Protocol]) -> Iterator[str]:
    if protocol.doses.second_check == "never" and any(o.doses.second_check != "never" for o in library):
        yield "no second person checks any dose, in the library the first dose of each step."


def _same_drug(protocol: Protocol, same: Sequence[Protocol]) -> Iterator[str]:
    """What the library says of this very drug and the file leaves out."""
    others = [other for other in same if other.id != protocol.id]
    if not others:
        return
    names = sorted({other.drug for other in others})
    if protocol.drug not in names:
        yield f'the drug is written "{visible(protocol.drug)}", in the library "{visible(names[0])}".'
    if not protocol.with_food and all(other.with_food for other in others):
        yield "this drug is given with food in the library, and here it is not."
    flags = dict.fromkeys(flag for other in others for flag in other.red_flags)
    missing = [visible(flag) for flag in flags if flag not in protocol.red_flags]
    if missing:
        yield f"the library's own red flags of this drug are missing: {listed(missing)}."
