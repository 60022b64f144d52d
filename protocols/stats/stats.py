"""Figures of many courses, for a pharmacy or a study: counts with their denominators, and no patient in
them.

A figure is a number, what it counts, and where it is a share the `of` it is taken from, with `of_what` in
words. Figures are of the courses that were asked for, by protocol and, where there are several, of all.
Corrected entries count as they now stand, those entered in error not at all.

Courses: all enrolled. "started": a step was started. "open": not ended, "held now" among them. "completed"
and "stopped": how a prescriber ended it. "reached the target": the step that is, or last was, the target
was started.

Days on steps are defined in stats_steps.py, skin checks, holds and decisions in stats_skin.py, doses
and units in stats_doses.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from protocols.record.chart import Chart
from protocols.stats.doses import doses, units_used
from protocols.stats.figure import Figure
from protocols.stats.skin import decisions, holds, skin
from protocols.stats.steps import steps

FEW = 5
"""With fewer courses than this a figure can point to a patient, and says little."""

SMALL_NUMBERS = (
    f"Fewer than {FEW} courses: such figures can point to one patient, and say little of others. Do not pass "
    "them on without thinking of that."
)


class Group(NamedTuple):
    """The figures of the courses on one protocol, or of all where `protocol` is ""."""

    protocol: str
    title: str
    courses: int
    figures: tuple[Figure, ...]

    @property
    def note(self) -> str:
        """What must be said of so few courses, "" where there are enough."""
        return SMALL_NUMBERS if self.courses < FEW else ""


def stats(charts: Iterable[Chart], now: datetime) -> list[Group]:
    """The figures of `charts` at the aware instant `now`: by protocol in the order of ids, then of all."""
    by_protocol: dict[str, list[Chart]] = {}
    for chart in charts:
        by_protocol.setdefault(chart.protocol.id, []).append(chart)
    groups = [
        _group(
            id,
            found[-1].protocol.title,
            found,
            now,
            (_courses, steps, skin, holds, decisions, doses, units_used),
        )
        for id, found in sorted(by_protocol.items())
    ]
    if len(groups) > 1:
        everything = [chart for found in by_protocol.values() for chart in found]
        groups.append(_group("", "", everything, now, (_courses, skin, holds, decisions, doses, units_used)))
    return groups


Part = Callable[[Sequence[Chart], datetime], Iterator[Figure]]


def _group(id: str, title: str, charts: Sequence[Chart], now: datetime, parts: Iterable[Part]) -> Group:
    return Group(id, title, len(charts), tuple(figure for part in parts for figure in part(charts, now)))


def _courses(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    all_of_them = len(charts), "courses enrolled"
    yield Figure("courses", "enrolled", len(charts))
    yield Figure("courses", "started", sum(bool(chart.stretches) for chart in charts), *all_of_them)
    still = [chart for chart in charts if chart.ended is None]
    yield Figure("courses", "open", len(still), *all_of_them)
    yield Figure(
        "courses", "held now", sum(bool(chart.open_holds) for chart in still), len(still), "open courses"
    )
    yield Figure("courses", "completed", sum(chart.completed for chart in charts), *all_of_them)
    stopped = sum(chart.ended is not None and not chart.completed for chart in charts)
    yield Figure("courses", "stopped", stopped, *all_of_them)
    reached = sum(any(s.step == chart.target for s in chart.stretches) for chart in charts)
    yield Figure("courses", "reached the target", reached, *all_of_them)
