"""Named checks in the gate: the newest result of each, whether it counts for the next step, and why not.

They stand beside the rash-free check and never take its place (rules.md, "The gate", 3). What was recorded
under a wrong clock meets nothing; out of range it counts all the same ("A wrong clock frees nobody").
"""

from __future__ import annotations

from protocols.definition.named_check import NamedCheck, check_named
from protocols.entries import NamedCheckMade
from protocols.gate.wording import made_text
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.people import initials_of
from protocols.record.skin_check import Basis, CheckState, named_check, results_of
from protocols.values.formatting import hours_text, when_text
from protocols.values.text import visible


def results(chart: Chart, name: str) -> list[CorrectedEntry]:
    """Every result of the check of that name as it stands, the newest first."""
    return results_of(chart.lines, name)


def is_in_range(chart: Chart, what: NamedCheckMade) -> bool:
    """Whether a result is as its protocol wants it; one of no check of the protocol is not."""
    check = check_named(chart.protocol.checks, what.name)
    return check is not None and check.in_range(what.value, what.stated)


def check_state(chart: Chart, check: NamedCheck, basis: Basis) -> CheckState:
    """How `check` stands under `basis`: its newest result decides."""
    return named_check(chart.lines, check, basis)


def asked_before(chart: Chart, step: int) -> list[NamedCheck]:
    """The checks that step `step` waits for."""
    return [check for check in chart.protocol.checks if check.is_before(step)]


def check_words(state: CheckState, zone: str) -> str:
    """What met the precondition, or what is missing."""
    check = state.check
    wanted = f"Wanted: {check.wanted}, not older than {hours_text(check.valid_hours)}"
    more = f" {visible(check.text)}" if check.text else ""
    over = ""
    if state.passed_over is not None:
        when = when_text(state.passed_over.at, zone)
        over = f" The result of {when} does not count: the computer's clock was in doubt. Correct its time."
    if state.line is None:
        return f"No result yet. {wanted}.{more}{over}"
    seen = f"{result_text(state.line)} {when_text(state.line.at, zone)}"
    by = f"by {visible(state.line.entry.by.name)}"
    match state.fault:
        case "":
            until = when_text(state.until, zone) if state.until else ""
            return f"{seen} {by}. Valid until {until}.{over}"
        case "too old":
            return f"{seen} {by} is too old then. {wanted}.{more}{over}"
        case _:
            return f"OUT OF RANGE: {seen} {by}. {wanted}.{more}{over}"


def result_text(line: CorrectedEntry) -> str:
    """A result in a few words with its name: "neutrophils 1.8 10^9/L"."""
    return made_text(line.what) if isinstance(line.what, NamedCheckMade) else "entered in error"


def check_texts(chart: Chart) -> list[str]:
    """The newest result of each check of the protocol, a sentence each."""
    return [_newest(chart, check) for check in chart.protocol.checks]


def _newest(chart: Chart, check: NamedCheck) -> str:
    found = results(chart, check.name)
    if not found:
        return f"{visible(check.name)}: not recorded yet ({check.wanted}, {check.steps_text})."
    line = found[0]
    assert isinstance(line.what, NamedCheckMade)
    out = "" if check.in_range(line.what.value, line.what.stated) else ", OUT OF RANGE"
    edited = " (corrected)" if line.corrections else ""
    by = visible(initials_of(chart.initials, line.entry.by))
    when = when_text(line.at, chart.zone)
    return f"{result_text(line)}{out}{edited}, {when} ({by}); {check.wanted}."
