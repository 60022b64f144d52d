"""Follow-up after the last step: what was learned, in the order of time, and the dose the course reached."""

from __future__ import annotations

from protocols.course.prescription import prescribed, stretch_of
from protocols.definition.step import Step
from protocols.definition.totals import step_text
from protocols.entries import DoseGiven, Entry, FollowUpRecorded
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.values.derived import derived
from protocols.values.text import visible

OUTCOMES = {
    "at the dose reached": "On the drug, at the dose reached",
    "at another dose": "On the drug, at another dose",
    "off the drug": "Off the drug",
    "died": "Died",
    "not known": "Not known",
}
"""How a patient can be at follow-up, in words."""

DISEASE = {
    "response": "Response",
    "stable": "Stable",
    "no progression": "No progression",
    "progression": "Progression",
    "not assessed": "Not assessed",
    "not known": "Not known",
}
"""How the disease can be, in words."""


@derived
def follow_ups(chart: Chart) -> tuple[CorrectedEntry, ...]:
    """Every follow-up of the course as it stands, by the time it is about."""
    return tuple(sorted(of_kind(chart.lines.values(), FollowUpRecorded), key=lambda line: line.at))


def highest_dose(chart: Chart) -> str:
    """The step of the largest daily dose of which a dose was given as prescribed; "" before the first."""
    reached: list[Step] = []
    for key, line in chart.statuses.items():
        stretch = stretch_of(chart, key)
        given = isinstance(line.what, DoseGiven) and line.what.amount == prescribed(chart, key, line.at)
        if stretch is not None and given:
            reached.append(stretch.asks)
    if not reached:
        return ""
    highest = max(reached, key=lambda step: step.daily)
    return step_text(highest, chart.protocol.unit)


def follow_up_text(what: FollowUpRecorded) -> str:
    """What was learned, without when and by whom."""
    rash = {"no": "rash did not come back", "yes": "RASH CAME BACK", "unknown": "not known if rash came back"}
    recurred = f": {visible(what.recurred)}" if what.recurred else ""
    parts = [
        OUTCOMES[what.outcome].lower() if what.outcome != "not known" else "outcome not known",
        f"disease: {DISEASE[what.disease].lower()}",
        f"highest dose {visible(what.highest)}",
        f"{rash[what.recurrence]}{recurred}",
    ]
    note = f" {visible(what.note, multiline=True)}" if what.note else ""
    return f"{', '.join(parts)}.{note}"


def follow_up_sentence(what: FollowUpRecorded, entry: Entry, chart: Chart | None) -> str:
    """The sentence of the history."""
    return f"Follow-up: {follow_up_text(what)}"
