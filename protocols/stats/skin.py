"""Skin checks, holds, and a prescriber's decisions.

A look is every rash-free check, rash and red flag recorded from the enrolment on; one look counts for each
open course of the patient. The rash-free rate is the share of rash-free checks among the looks: of looks,
not of patients, and whoever is watched closely is looked at more often. So courses with a rash are counted
beside it. A hold is counted once, by what it is for as that now stands; how long it lasted, only once a
prescriber, or a fresh check, has ended it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from protocols.entries import DecisionMade, PreconditionWaived, RashFound, RashFreeChecked, RedFlagSeen
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.record.held import told_holds
from protocols.record.moments import when
from protocols.stats.figure import Figure, median
from protocols.values.amounts import tidy


def looks(chart: Chart) -> list[CorrectedEntry]:
    """The skin checks that belong to the course, as they now stand."""
    own = {entry.id for entry in chart.entries}
    found = of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen)
    return [line for line in found if line.id in own]


def skin(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """Looks by what was seen, and courses with a rash."""
    found = [looks(chart) for chart in charts]
    seen = [line for lines in found for line in lines]
    yield Figure("skin", "looks", len(seen))
    for kind, what in ((RashFreeChecked, "rash-free"), (RashFound, "rash"), (RedFlagSeen, "red flag")):
        yield Figure("skin", what, len(list(of_kind(seen, kind))), len(seen), "looks")
    started = [lines for chart, lines in zip(charts, found, strict=True) if chart.stretches]
    for what, kinds in (("courses with a rash", (RashFound,)), ("courses with a red flag", (RedFlagSeen,))):
        having = sum(any(of_kind(lines, *kinds)) for lines in started)
        yield Figure("skin", what, having, len(started), "courses started")


def holds(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """Holds by cause, and how long those that have ended lasted."""
    found = [hold for chart in charts for hold in told_holds(chart)]
    yield Figure("holds", "holds", len(found))
    for cause, words in (
        ("rash", "rash"),
        ("red flag", "red flag"),
        ("hold", "another reason"),
        ("check", "a lost check"),
        ("paper", "what was done on paper"),
        ("measurement", "a check out of its range"),
        ("result", "a lost result of a check"),
    ):
        count = sum(hold.cause == cause for hold in found)
        yield Figure("holds", f"for {words}", count, len(found), "holds")
    yield Figure(
        "holds",
        "courses held at least once",
        sum(bool(chart.holds) for chart in charts),
        len(charts),
        "courses enrolled",
    )
    lengths = [_hours(when(hold.ended) - hold.since) for hold in found if hold.ended is not None]
    yield Figure("holds", "ended", len(lengths), len(found), "holds")
    if lengths:
        yield Figure("holds", "hours until ended, median", median(lengths))


def _hours(length: timedelta) -> Decimal:
    hours = Decimal(length // timedelta(minutes=1)) / 60
    return tidy(hours.quantize(Decimal("0.1"), ROUND_HALF_UP))


def decisions(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """A prescriber's decisions and waivers, by kind."""
    made = [entry.what for chart in charts for entry in chart.entries]
    kinds = Counter(what.decision for what in made if isinstance(what, DecisionMade))
    waived = Counter(what.precondition for what in made if isinstance(what, PreconditionWaived))
    yield Figure("decisions", "decisions", kinds.total())
    for kind, count in sorted(kinds.items()):
        yield Figure("decisions", kind, count, kinds.total(), "decisions")
    yield Figure("decisions", "waivers", waived.total())
    for precondition, count in sorted(waived.items()):
        yield Figure("decisions", f"waived: {precondition}", count, waived.total(), "waivers")
