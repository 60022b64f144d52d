"""Doses against their times, and the units they used.

Of scheduled doses those count whose time has come: not those of times when the course was held or had
ended, where nothing was due, and not one that is just due and may still be given in time. On time, early
and late are the labels of the chart (rules.md, "Doses"), worked out from the protocol's tolerance. Nothing
is called missed: a dose whose time came before a hold or the end, or is overdue, and that has no record, is
counted as that. Make-ups and doses off the schedule, also those taken under a time for which no step asks,
are counted apart, they have no time of their own: the three together are all the doses that were taken.

Units are those that make each dose that was taken, in the fewest units of the strengths in stock at
the time; a vomited dose used them too. Doses that no whole units make are counted by themselves. Units
dropped, spoilt or given from other stock are not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from protocols.course.off_schedule import unscheduled
from protocols.course.prescription import prescribed
from protocols.course.schedule import ScheduledDose, scheduled
from protocols.definition.stock import Stock, added, stock_for
from protocols.entries import DoseGiven, DoseNotGiven
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.stats.figure import Figure
from protocols.values.formatting import amount_text
from protocols.values.text import visible

OF = "scheduled doses whose time has come"
TIMES = (("", "given on time"), ("early", "given early"), ("late", "given late"))


def came_due(chart: Chart, now: datetime) -> list[ScheduledDose]:
    """The scheduled doses of the course that count."""
    return [dose for dose in scheduled(chart, now) if _counts(dose, now)]


def _counts(dose: ScheduledDose, now: datetime) -> bool:
    """A recorded one always; without a record one that is past its time, or was when a hold began."""
    if dose.state in ("given", "not given", "deferred", "overdue"):
        return True
    return dose.state == "held" and dose.at <= now


def doses(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """Doses by time and status."""
    found = [(chart, dose) for chart in charts for dose in came_due(chart, now)]
    whole = len(found), OF
    yield Figure("doses", OF, len(found))
    given = [(chart, dose, dose.line) for chart, dose in found if dose.line and dose.state == "given"]
    for label, what in TIMES:
        yield Figure("doses", what, sum(dose.label == label for _, dose, _ in given), *whole)
    statuses = Counter(_status(dose) for _, dose in found if dose.state != "given")
    for status, count in sorted(statuses.items()):
        yield Figure("doses", status, count, *whole)
    of_given = len(given), "doses given"
    wrong = sum(_what(line).amount != prescribed(chart, dose.key, line.at) for chart, dose, line in given)
    yield Figure("doses", "another amount than prescribed, or when none was due", wrong, *of_given)
    vomited = sum(line.id in chart.vomited for chart, _, line in given)
    yield Figure("doses", "vomited", vomited, *of_given)
    beside = [unscheduled(chart, scheduled(chart, now)) for chart in charts]
    yield Figure("doses", "make-ups", sum(len(found.make_ups) for found in beside))
    yield Figure("doses", "off the schedule", sum(len(found.others) for found in beside))


def _status(dose: ScheduledDose) -> str:
    """Why a dose was not given; only the words of the record's own list, never what a person wrote."""
    what = dose.line.what if dose.line else None
    return f"not given: {what.status}" if isinstance(what, DoseNotGiven) else "no record"


def _what(line: CorrectedEntry) -> DoseGiven:
    assert isinstance(line.what, DoseGiven), "asked of doses taken"
    return line.what


def units_used(charts: Sequence[Chart], now: datetime) -> Iterator[Figure]:
    """Units by drug and strength, mL by liquid, and doses that nothing makes."""
    by_drug: dict[tuple[str, str, str], list[Chart]] = {}
    for chart in charts:
        key = chart.protocol.drug, chart.protocol.form, chart.protocol.unit
        by_drug.setdefault(key, []).append(chart)
    for (drug, form, unit), found in sorted(by_drug.items()):
        stock = added(stock for chart in found for stock in _stock(chart))
        for strength, count in stock.units:
            yield Figure(
                "units used", f"{visible(drug)} {visible(form)} of {amount_text(strength, unit)}", count
            )
        for name, volume in stock.liquids:
            yield Figure("units used", f"{visible(drug)} {visible(name)}, mL", volume)
        for amount, count in stock.unmade:
            yield Figure(
                "units used", f"{visible(drug)} doses of {amount_text(amount, unit)}, made otherwise", count
            )


def _stock(chart: Chart) -> Iterator[Stock]:
    """What made the doses taken, of the strengths that were in stock when each was."""
    amounts: dict[tuple[Decimal, ...], Counter[Decimal]] = {}
    for line in chart.taken:
        there = chart.plan.at(line.at).strengths
        amounts.setdefault(there, Counter())[_what(line).amount] += 1
    return (stock_for(given, strengths, chart.protocol) for strengths, given in amounts.items())
