"""What a course needs before a prescriber may complete it.

A last step without an end makes "completed" an act by a prescriber (domain.md 4.4 row 20); where the course
ends by itself that act records it. It says that the target dose was reached and borne, in a course that ends
that every dose was given, so it waits for what would say otherwise: an open hold or rash,
and the delayed-rash watch, whose daily checks stay due until its last day also on the last step
(rules.md, "Rash, red flags, holds"). A course that ends before is stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from protocols.course.progress import counted_doses, ends, finished
from protocols.entries import RashFreeChecked
from protocols.gate.gate import open_rashes
from protocols.gate.rash_watch import increase_to_come, last_check, last_increase
from protocols.gate.wording import hold_words, rash_words
from protocols.record.chart import Chart
from protocols.record.held import open_told_holds
from protocols.values.clinic_time import day_of
from protocols.values.derived import derived
from protocols.values.formatting import day_text, plural, when_text


@derived
def before_completion(chart: Chart) -> tuple[str, ...]:
    """What is missing before `chart` may be completed, in sentences; nothing when it may be."""
    if chart.current is None:
        return ("It has not been started.",)
    return tuple(_missing(chart, chart.current.stay))


def _missing(chart: Chart, stay: int) -> Iterator[str]:
    step = chart.step_number
    if step != chart.target:
        yield f"It is on step {step}, and its target is step {chart.target}."
    elif ends(chart) and not finished(chart):
        yield last_step_words(chart)
    elif not counted_doses(chart, stay):
        yield f"No dose of step {step} has been given at the prescribed amount."
    holds, rashes = open_told_holds(chart), list(open_rashes(chart))
    if holds:
        yield hold_words(holds, chart.zone)
    elif rashes:
        yield rash_words(rashes, chart)
    yield from _watch(chart)


def last_step_words(chart: Chart) -> str:
    """How far a course that ends by itself has come on its last step; "" for one that goes on."""
    if not ends(chart) or chart.current is None or chart.step is None:
        return ""
    step, needed = chart.step_number, chart.step.doses_needed or 0
    given = len(counted_doses(chart, chart.current.stay))
    if given >= needed:
        return f"FINISHED: every dose of step {step}, the last, was given. Nothing more is due."
    return f"The course ends with step {step}: {given} of {plural(needed, 'dose')} given."


def _watch(chart: Chart) -> Iterator[str]:
    """The rash watch to its last day: the newest skin check was made then or later, and rash-free."""
    increase, check = last_increase(chart), last_check(chart)
    if increase is None or increase_to_come(chart):
        yield f"The rash watch begins with the first dose taken of step {chart.step_number}."
    if increase is None:
        return
    until = increase + timedelta(days=chart.protocol.gate.watch_days)
    if check is None or not isinstance(check.what, RashFreeChecked) or day_of(check.at, chart.zone) < until:
        last = f"the last check was {when_text(check.at, chart.zone)}" if check else "there was no check yet"
        yield f"The rash watch ends with a rash-free check on {day_text(until)} or later; {last}."
