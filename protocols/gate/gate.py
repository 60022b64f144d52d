"""The gate: what stands between this step and the next, each precondition in words.

rules.md, "The gate"; domain.md 2.1 (CUI MEDa-0173, 0174, 0177). Nothing here moves a patient:
the gate says whether a person may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from msgspec import Struct, structs

from protocols.course.progress import break_waiver, counted_doses, step_days, treatment_break
from protocols.definition.protocol import GateRules
from protocols.entries import DoseKey, PatientSent, RedFlagSeen, Waivable
from protocols.entries.wording import left_text
from protocols.gate.named_checks import asked_before, check_state, check_words
from protocols.gate.residual import is_higher
from protocols.gate.wording import (
    away_words,
    break_words,
    days_words,
    doses_words,
    hold_words,
    rash_words,
    skin_words,
    waived_words,
)
from protocols.record.chart import Chart, basis_of
from protocols.record.corrected import CorrectedEntry, findings, rash_free_checks
from protocols.record.held import open_told_holds
from protocols.record.skin_check import ALL, Basis, SkinCheckState, skin_check
from protocols.record.slots import DosesSoFar, doses_so_far, options_after, slot_instant
from protocols.values.derived import derived
from protocols.values.text import visible


class Precondition(Struct, frozen=True):
    """One line of the gate. `words` say what satisfied it or what is missing."""

    number: int
    name: str
    met: bool
    words: str
    waivable: Waivable | None = None
    waived: bool = False
    check: str = ""
    """The name of the check, of one that the protocol names."""


@dataclass(frozen=True)
class Gate:
    """The preconditions of the next step; `to` is None where no further step is planned."""

    to: int | None
    preconditions: tuple[Precondition, ...]

    @cached_property
    def open(self) -> bool:
        """Whether the next step may be started now."""
        return self.to is not None and all(p.met for p in self.preconditions)

    @cached_property
    def missing(self) -> tuple[Precondition, ...]:
        """The preconditions that are not met."""
        return tuple(p for p in self.preconditions if not p.met)


def gate(chart: Chart, now: datetime, first: DoseKey | None = None, to: int | None = None) -> Gate:
    """The gate of `chart` at the aware instant `now`. The first step has one too.

    `first` is the dose the next step would begin with, the earliest it can when left out: the
    rash-free check must still be fresh then, the safer reading of precondition 3 (domain.md 4.4 row 14).
    `to` is the step behind it where that is not the one after the present.
    """
    to = to or next_step(chart)
    if to is None:
        return Gate(None, ())
    skin, rash, hold = _skin(chart, to, now, first), _rash(chart), _hold(chart)
    named = _named(chart, to, now, first)
    if chart.current is None:
        return Gate(to, (skin, rash, hold, *named))
    return Gate(to, (_doses(chart), _days(chart, now), skin, rash, hold, _break(chart, now), *named))


def next_step(chart: Chart) -> int | None:
    """The number of the step behind the gate, None where no further step is planned."""
    if chart.ended is not None or chart.step_number >= chart.target:
        return None
    return chart.step_number + 1


@derived
def open_rashes(chart: Chart) -> tuple[CorrectedEntry, ...]:
    """Findings not yet followed by both a rash-free check and a prescriber's release.

    A red flag holds the course in its own words.
    """
    checks = (check.at for check in rash_free_checks(chart.lines) if check.sure)
    newest = max(checks, default=None)
    held = {hold.entry.id for hold in chart.open_holds}

    def stands(finding: CorrectedEntry) -> bool:
        by = {finding.id, *(entry.id for entry in finding.corrections)}
        return newest is None or newest <= finding.latest(finding.at) or bool(by & held)

    rashes = (finding for finding in findings(chart.lines) if not isinstance(finding.what, RedFlagSeen))
    return tuple(rash for rash in rashes if stands(rash))


def skin_state(
    chart: Chart, now: datetime, first: DoseKey | None = None, to: int | None = None
) -> SkinCheckState:
    """The rash-free check that the next start, or one of step `to`, would stand on, from `first` on."""
    return skin_check(chart.known, basis_of(chart.plan, chart.stretches, first, now), gate_rules(chart, to))


def gate_rules(chart: Chart, to: int | None = None) -> GateRules:
    """The numbers of the gate to the next step, or to step `to`. Those of a step down are for one that is no
    increase of what the patient has swallowed.
    """
    to = to or next_step(chart)
    return chart.protocol.gate if to is None or is_higher(chart, to) else chart.protocol.gate_to(to)


def release_state(chart: Chart, now: datetime, first: DoseKey | None = None) -> SkinCheckState:
    """The rash-free check that a prescriber's release would stand on: as fresh as the gate's, also when the
    `first` dose is due.
    """
    due = now if first is None else max(now, slot_instant(chart.plan, first))
    return skin_check(chart.known, Basis(now, due=due, place=ALL), chart.protocol.gate)


def _doses(chart: Chart) -> Precondition:
    assert chart.current is not None
    assert chart.step is not None
    given = len(counted_doses(chart, chart.current.stay))
    needed = chart.step.doses_needed or 0
    words = doses_words(given, needed)
    return _with_waiver(chart, Precondition(1, "Doses given", given >= needed, words, "doses"))


def _days(chart: Chart, now: datetime) -> Precondition:
    days = step_days(chart, now)
    assert days is not None
    name = "Hours passed" if days.opens else "Days passed"
    return _with_waiver(chart, Precondition(2, name, days.passed, days_words(days, chart.zone), "days"))


def _skin(chart: Chart, to: int, now: datetime, first: DoseKey | None) -> Precondition:
    first = first or _earliest(chart, to, now)
    basis, rules = basis_of(chart.plan, chart.stretches, first, now), gate_rules(chart, to)
    state = skin_check(chart.known, basis, rules)
    words = skin_words(state, rules, now, chart.zone)
    return Precondition(3, "Rash-free check", state.valid, words)


def _named(chart: Chart, to: int, now: datetime, first: DoseKey | None) -> tuple[Precondition, ...]:
    """A line for each check that the step behind the gate waits for besides the skin."""
    checks = asked_before(chart, to)
    if not checks:
        return ()
    basis = basis_of(chart.plan, chart.stretches, first or _earliest(chart, to, now), now)
    found = []
    for number, check in enumerate(checks, start=7):
        state = check_state(chart, check, basis)
        words, waivable = check_words(state, chart.zone), check.waived_by == "prescriber"
        line = Precondition(
            number,
            visible(check.name),
            not state.fault,
            words,
            "check" if waivable else None,
            check=check.name,
        )
        found.append(_with_waiver(chart, line))
    return tuple(found)


def _earliest(chart: Chart, to: int, now: datetime) -> DoseKey:
    return options_after(chart.plan, chart.protocol.step(to), now, _doses_so_far(chart), chart.step)[0]


@derived
def _doses_so_far(chart: Chart) -> DosesSoFar:
    return doses_so_far(chart.plan, chart.known)


def _rash(chart: Chart) -> Precondition:
    rashes = list(open_rashes(chart))
    return Precondition(4, "No open rash", not rashes, rash_words(rashes, chart))


def _hold(chart: Chart) -> Precondition:
    if chart.away is not None and isinstance(chart.away.what, PatientSent):
        return Precondition(
            5, "No hold, no red flag", False, away_words(chart.away, chart.away.what.to, chart.zone)
        )
    if chart.left is not None:
        return Precondition(5, "No hold, no red flag", False, f"{left_text(chart.left, chart.zone)}.")
    holds = open_told_holds(chart)
    return Precondition(5, "No hold, no red flag", not holds, hold_words(holds, chart.zone))


def _break(chart: Chart, now: datetime) -> Precondition:
    found = treatment_break(chart, now)
    words = break_words(found, chart.protocol.gate, chart.zone)
    waiver = break_waiver(chart) if found is None else None
    if waiver is not None:
        words = f"{words} {waived_words(waiver.entry, chart.zone)}"
    return Precondition(6, "No treatment break", found is None, words, "break", waived=waiver is not None)


def _with_waiver(chart: Chart, found: Precondition) -> Precondition:
    """A prescriber's waiver meets a precondition of the current stay (CUI MEDa-0178)."""
    stay = chart.current.stay if chart.current else 0
    for waiver in chart.waivers:
        same = (waiver.precondition, waiver.check, waiver.stay) == (found.waivable, found.check, stay)
        if not found.met and same:
            words = f"{found.words} {waived_words(waiver.entry, chart.zone)}"
            return structs.replace(found, met=True, words=words, waived=True)
    return found
