"""One sentence for each record of a dose."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.course.make_up import may_make_up
from protocols.course.packs import scans_text
from protocols.course.prescription import prescribed, stretch_of, timing
from protocols.course.second_check import figures
from protocols.entries import (
    DoseGiven,
    DoseNotGiven,
    DoseVomited,
    Entry,
)
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.corrected import dose_key
from protocols.values.formatting import amount_text, reasoned
from protocols.values.text import visible


def given_text(what: DoseGiven, entry: Entry, chart: Chart | None) -> str:
    """What was given, against the plan."""
    unit = chart.protocol.unit if chart else ""
    parts = [f"{amount_text(what.amount, unit)} {'self-administered' if what.self_administered else 'given'}"]
    if what.makes_up:
        parts.extend(_instead(what, entry, chart))
    elif what.dose is None:
        parts.append("not on the schedule")
    elif chart is not None:
        parts.append(f"for {dose_key_text(what.dose)}")
        parts.extend(_against_plan(what, entry, chart))
    if what.with_food is not None:
        parts.append("with food" if what.with_food else "without food")
    if what.vomited:
        parts.append("vomited")
    parts.extend(_second_check(what, chart))
    parts.extend(scans_text(what.scanned, chart.protocol.form if chart else "unit", unit))
    return reasoned(", ".join(parts), what.reason)


def _instead(what: DoseGiven, entry: Entry, chart: Chart | None) -> Iterator[str]:
    line = chart.lines.get(what.makes_up) if chart else None
    key = chart.key_of(line) if chart and line else None
    yield f"make-up of the dose of {dose_key_text(key)}" if key else "make-up"
    own = chart.lines.get(entry.id) if chart else None
    if chart and line and not may_make_up(chart, line, own.at if own else entry.at):
        yield "beyond the rule of the protocol, does not count"


def _second_check(what: DoseGiven, chart: Chart | None) -> Iterator[str]:
    if what.second is not None and chart is not None:
        found = figures(chart, what.second.amount, what.second.units, what.second.volume_ml)
        yield f"second check by {visible(what.second.by.name)}: {found}"
    if what.no_second_check:
        yield f"not second-checked: {visible(what.no_second_check)}"


def _against_plan(what: DoseGiven, entry: Entry, chart: Chart) -> list[str]:
    assert what.dose is not None
    line = chart.lines.get(entry.id)
    at = line.at if line else entry.at
    asked = prescribed(chart, what.dose, at)
    if asked is None:
        return ["not due"]
    found: list[str] = []
    stretch = stretch_of(chart, what.dose)
    if stretch is not None:
        label = timing(chart, what.dose, stretch.asks, at)
        found = [label] if label else []
    if asked != what.amount:
        found.append(f"prescribed {amount_text(asked, chart.protocol.unit)}")
    return found


def not_given_text(what: DoseNotGiven, entry: Entry, chart: Chart | None) -> str:
    """Which dose was not given, and why."""
    return reasoned(f"Dose of {dose_key_text(what.dose)} not given: {what.status}", what.reason)


def vomited_text(what: DoseVomited, entry: Entry, chart: Chart | None) -> str:
    """Which dose was vomited."""
    line = chart.lines.get(what.entry) if chart else None
    key = dose_key(chart.lines, line.entry.what) if chart and line else None
    which = f" of {dose_key_text(key)}" if key else ""
    return reasoned(f"Dose{which} vomited", what.note)
