"""What is said before a dose is recorded. A warning never refuses: facts can always be recorded."""

from __future__ import annotations

from datetime import datetime

from protocols.course import Chart
from protocols.gate import gate
from protocols.schedule import ScheduledDose, backlog, scheduled
from protocols.totals import step_text
from protocols.words import amount_text, duration_text, listed, near_text, plural


def dose_warnings(chart: Chart, dose: ScheduledDose | None, now: datetime) -> list[str]:
    """Sentences to read before `dose` (None: off the schedule) is given at `now`."""
    found = []
    if not chart.running:
        found.append("NOTHING IS DUE. Record here only what was given already.")
    last = chart.taken[-1] if chart.taken else None
    if dose is not None and last is not None and chart.step is not None:
        gap = now - last.at
        if gap < chart.step.interval / 2:
            found.append(f"The last dose was taken {duration_text(gap)} ago.")
    open_gate = gate(chart, now)
    if dose is not None and open_gate.open and open_gate.to is not None and chart.current is not None:
        to = step_text(chart.protocol.step(open_gate.to), chart.protocol.unit)
        found.append(
            f"The gate to step {open_gate.to} ({to}) is open. This dose is still step {chart.step_number}."
        )
    return found + _backlog(chart, dose, now)


def _backlog(chart: Chart, dose: ScheduledDose | None, now: datetime) -> list[str]:
    """Past doses without a record, before the next one is given (CUI MEDa-0284)."""
    others = [late for late in backlog(scheduled(chart, now)) if dose is None or late.key != dose.key]
    if not others:
        return []
    unit = chart.protocol.unit
    named = [
        f"{amount_text(late.amount, unit)} {near_text(late.at, now, chart.zone)}" for late in others[-3:]
    ]
    no_record = "has no record" if len(others) == 1 else "have no record"
    return [f"{plural(len(others), 'earlier dose')} {no_record}: {listed(named)}. Do not give them together."]
