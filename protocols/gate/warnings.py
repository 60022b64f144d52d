"""What is said before a dose is recorded. A warning never refuses: facts can always be recorded."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from protocols.course.lost_doses import late_words, lost_words, newest_lost
from protocols.course.progress import gap
from protocols.course.schedule import ScheduledDose, left_open, scheduled
from protocols.course.sizes import new_size_words
from protocols.definition.totals import step_text
from protocols.entries.wording import dose_key_text
from protocols.gate.gate import gate
from protocols.gate.wording import gap_words
from protocols.record.chart import Chart
from protocols.values.formatting import amount_text, duration_text, listed, near_text, plural, when_text


def dose_warnings(chart: Chart, dose: ScheduledDose | None, now: datetime) -> list[str]:
    """Sentences to read before `dose` (None: off the schedule) is given at `now`."""
    found = []
    if not chart.running:
        found.append("NOTHING IS DUE. Record here only what was given already.")
    found.append(gap_words(gap(chart, now), chart.protocol.gate, chart.zone))
    found += [new_size_words(chart), *_doubtful(chart, now)]
    lost = newest_lost(chart, now)
    if lost is not None:
        found.append(lost_words(chart, lost, now))
    if dose is not None:
        found.append(late_words(chart, dose, now))
    last = max((line.at for line in chart.drug_taken if line.sure and line.at <= now), default=None)
    if dose is not None and last is not None and chart.step is not None:
        ago = now - last
        if ago < chart.step.interval / 2:
            found.append(f"The last dose was taken {duration_text(ago)} ago.")
    open_gate = gate(chart, now)
    if dose is not None and open_gate.open and open_gate.to is not None and chart.current is not None:
        to = step_text(chart.protocol.step(open_gate.to), chart.protocol.unit)
        found.append(
            f"The gate to step {open_gate.to} ({to}) is open. This dose is still step {chart.step_number}."
        )
    return [sentence for sentence in found if sentence] + _backlog(chart, dose, now)


def _doubtful(chart: Chart, now: datetime) -> list[str]:
    """A dose recorded under a wrong clock that may have been the last: nobody knows how long ago that was."""
    near = now - chart.step.interval if chart.step else now
    unknown = [line for line in chart.drug_taken if not line.sure and line.latest(now) > near]
    return [
        f"A dose was recorded for {when_text(line.at, chart.zone)} while this computer's clock was in doubt "
        f"({line.clock}): nobody knows how long ago it was taken. Find out, and correct its time, before "
        "another is given."
        for line in unknown[-1:]
    ]


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
    waiting = left_open(scheduled(chart, now), now)
    others = [late for late in waiting if dose is None or late.key != dose.key]
    if not others:
        return []
    unit = chart.protocol.unit
    named = [
        f"{amount_text(late.amount, unit)} {near_text(late.at, now, chart.zone)}" for late in others[-3:]
    ]
    no_record = "has no record" if len(others) == 1 else "have no record"
    if any(late.state == "deferred" for late in others):
        no_record = f"{'was' if len(others) == 1 else 'were'} deferred or not recorded"
    return [f"{plural(len(others), 'earlier dose')} {no_record}: {listed(named)}. Do not give them together."]


def left_due(chart: Chart, now: datetime) -> str:
    """What to ask before a dose off the schedule is recorded while one of the schedule waits, else ""."""
    waiting = [dose for dose in scheduled(chart, now) if dose.state in ("due", "overdue")]
    if not waiting:
        return ""
    dose = waiting[-1]
    amount = amount_text(dose.amount, chart.protocol.unit)
    return (
        f"The dose of {dose_key_text(dose.key)}, {amount}, is {dose.state} and stays {dose.state}: this one "
        "would be recorded beside it, off the schedule. Press Record again if it was another dose."
    )
