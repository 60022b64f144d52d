"""What is said before a dose is recorded. A warning never refuses: facts can always be recorded."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from protocols.course.lost_doses import late_words, lost_words, newest_lost
from protocols.course.progress import treatment_break
from protocols.course.schedule import ScheduledDose, backlog, scheduled
from protocols.definition.totals import step_text
from protocols.gate.gate import gate
from protocols.gate.wording import break_words
from protocols.record.chart import Chart
from protocols.values.formatting import amount_text, duration_text, listed, near_text, plural


def dose_warnings(chart: Chart, dose: ScheduledDose | None, now: datetime) -> list[str]:
    """Sentences to read before `dose` (None: off the schedule) is given at `now`."""
    found = []
    if not chart.running:
        found.append("NOTHING IS DUE. Record here only what was given already.")
    pause = treatment_break(chart, now)
    if dose is not None and pause is not None and pause[0] + pause[1] == now:
        found.append(break_words(pause, chart.protocol.gate, chart.zone))
    lost = newest_lost(chart, now)
    if lost is not None:
        found.append(lost_words(chart, lost, now))
    if dose is not None:
        found.append(late_words(chart, dose, now))
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
    return [sentence for sentence in found if sentence] + _backlog(chart, dose, now)


def amount_warning(amount: Decimal, asked: Decimal, unit: str) -> str:
    """What another amount than prescribed means; "" for the prescribed one (rules.md, "Doses")."""
    if amount == asked:
        return ""
    told = f"{amount_text(amount, unit)}, prescribed {amount_text(asked, unit)}."
    if amount > asked:
        return f"MORE THAN PRESCRIBED: {told} Tell a prescriber now. It does not count for the step."
    return f"Less than prescribed: {told} It does not count for the step."


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
