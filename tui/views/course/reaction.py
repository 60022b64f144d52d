"""The newest assessment of a reaction, for the chart: computed and published sums beside each other."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import NaranjoAssessed
from protocols.record.chart import Chart
from protocols.record.corrected import of_kind
from protocols.record.people import initials_of
from protocols.scales.naranjo import naranjo_text
from protocols.values.formatting import near_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, wrap


def reaction(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """What the newest assessment says as it stands, nothing when there is none."""
    found = max(of_kind(chart.lines.values(), NaranjoAssessed), key=lambda line: line.at, default=None)
    if found is None or not isinstance(found.what, NaranjoAssessed):
        return []
    edited = ", corrected" if found.corrections else ""
    by = visible(initials_of(chart.initials, found.entry.by))
    who = f"{near_text(found.at, now, chart.zone)} by {by}{edited}"
    said = f"Naranjo for {visible(found.what.reaction)}: {naranjo_text(found.what)}. {who}."
    return [[(text, "")] for text in wrap(said, cells, "  ")]
