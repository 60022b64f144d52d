"""What comes next for one course, each with the key that does it and how long until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from protocols.course.co_medications import stop_prompts
from protocols.definition.totals import step_text
from protocols.entries import is_death
from protocols.gate.rash_watch import daily_check_due
from protocols.reports.status import Status, counts_from
from protocols.values.formatting import amount_text, near_text
from tui.views.course.chart import made_of
from tui.views.lines.countdown import countdown, on_time_from
from tui.views.lines.lines import Tone


@dataclass(frozen=True)
class Action:
    """One thing to do: its key, its words, and how it stands."""

    key: str
    words: str
    tone: Tone = ""


def actions(found: Status, now: datetime) -> list[Action]:
    """What to do next, the most urgent first; none where the course has ended and nothing is left."""
    if found.word in ("RED FLAG", "HOLD"):
        return [Action("p", "only a prescriber ends this hold", "bad"), *_other(found, now)]
    if found.word in ("DIED", "LEFT"):
        return [Action("p", "a prescriber says what becomes of the course", "warn")]
    if found.chart.ended is not None:
        return _other(found, now)
    return [*_dose(found, now), *_step(found), *_skin(found, now), *_other(found, now)]


def _dose(found: Status, now: datetime) -> list[Action]:
    dose, chart = found.next, found.chart
    if dose is None or found.word == "CLOCK":
        return []
    amount, when = amount_text(dose.amount, chart.protocol.unit), near_text(dose.at, now, chart.zone)
    state = "" if dose.state == "next" else f"{dose.state_text} "
    early = on_time_from(dose.on_time_from, dose.at, now, chart.zone)
    times = ", ".join(said for said in (f"{state}{when}", countdown(dose.at, now), early) if said)
    words = f"{amount} {times}: {made_of(chart, dose)}"
    return [Action("d", words, "warn" if dose.state in ("due", "overdue", "deferred") else "")]


def _step(found: Status) -> list[Action]:
    to = found.gate.to
    if to is None or not found.gate.open:
        return []
    doses = step_text(found.chart.protocol.step(to), found.chart.protocol.unit)
    return [Action("u", f"step {to} may be started: {doses}", "good")]


def _skin(found: Status, now: datetime) -> list[Action]:
    chart, counts = found.chart, counts_from(found.chart, found.gate, now)
    if chart.current is None:
        return [] if found.gate.open else [Action("s", "a rash-free check before step 1", "warn")]
    if counts is not None:
        when = near_text(counts, now, chart.zone)
        return [Action("s", f"a skin check counts from {when}, {countdown(counts, now)}")]
    if daily_check_due(chart, now):
        return [Action("s", "today's skin check for the rash watch", "warn")]
    return [Action("s", "the skin check the gate waits for", "warn")] if found.word == "CHECK" else []


def _other(found: Status, now: datetime) -> list[Action]:
    if found.chart.left is not None and is_death(found.chart.left.what):
        return []
    return [Action("w", prompt.removesuffix("."), "warn") for prompt in stop_prompts(found.chart, now)]


def beside_actions(found: Status, now: datetime) -> list[str]:
    """The sentences of why a course stands where it stands, without what the actions say already."""
    chart, dose = found.chart, found.next
    said = ["A skin check counts from", "The rash watch waits for today's skin check", "Every precondition"]
    said += stop_prompts(chart, now)
    if dose is not None:
        said.append(f"{amount_text(dose.amount, chart.protocol.unit)} ")
    why = (sentence.removesuffix(_HELD) for sentence in found.why)
    return [sentence for sentence in why if not sentence.startswith(tuple(said))]


_HELD = " Only a prescriber ends this hold."
"""What the action of a hold says too."""
