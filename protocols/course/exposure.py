"""A model of how much drug is in the body, for information only: it is no measurement and opens no gate.

One compartment, first-order absorption and elimination, the doses that were really taken added up
(superposition). Everything is relative to the steady state of the target dose, so that volume and
bioavailability cancel. Floats, here and nowhere else in this package: exponentials have no exact decimals,
and nothing that is prescribed, counted or gated is ever made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import exp, isclose, log

from msgspec import Struct

from protocols.entries import DoseGiven
from protocols.record.chart import Chart

_SAME_RATES = 1e-6
"""Relative difference of the two rates below which their limit is used."""


class Rates(Struct, frozen=True):
    """Absorption and elimination, each as a share per hour."""

    absorption: float
    elimination: float


class Intake(Struct, frozen=True):
    """An amount taken at an instant."""

    at: datetime
    amount: float


def rates(peak_hours: float, half_life_hours: float) -> Rates:
    """The rates that give this time to the peak of one dose and this half-life, in hours, both above zero.

    The time to the peak falls steadily as absorption rises, so that halving an interval finds it.
    """
    elimination = log(2) / half_life_hours
    low, high = 1e-9, 1e9
    for _ in range(200):
        middle = (low * high) ** 0.5
        if peak_of(Rates(middle, elimination)) > peak_hours:
            low = middle
        else:
            high = middle
    return Rates((low * high) ** 0.5, elimination)


def peak_of(found: Rates) -> float:
    """Hours from a single dose to its peak."""
    ka, ke = found.absorption, found.elimination
    return 1 / ke if isclose(ka, ke, rel_tol=_SAME_RATES) else log(ka / ke) / (ka - ke)


def left_of_one(found: Rates, hours: float) -> float:
    """How much of one unit, taken `hours` ago, is in the blood; volume and bioavailability are 1."""
    ka, ke = found.absorption, found.elimination
    if hours <= 0:
        return 0.0
    if isclose(ka, ke, rel_tol=_SAME_RATES):
        return ke * hours * exp(-ke * hours)
    return ka / (ka - ke) * (exp(-ke * hours) - exp(-ka * hours))


def levels(found: Rates, intakes: Sequence[Intake], times: Sequence[datetime]) -> list[float]:
    """What all `intakes` add up to at each of `times`, which go forward, each dose at its own instant.

    The two exponentials of all doses together are carried on from one instant to the next, so that a year
    of doses costs one pass. Equal rates, which no two numbers of a protocol give, are added dose by dose.
    """
    if isclose(found.absorption, found.elimination, rel_tol=_SAME_RATES):
        return [
            sum(dose.amount * left_of_one(found, _hours(dose.at, at)) for dose in intakes) for at in times
        ]
    waiting = sorted(intakes, key=lambda dose: dose.at, reverse=True)
    slow = fast = 0.0
    last: datetime | None = None
    result = []
    for at in times:
        while waiting and waiting[-1].at <= at:
            dose = waiting.pop()
            slow, fast = _carried(found, slow, fast, _hours(last or dose.at, dose.at))
            slow, fast, last = slow + dose.amount, fast + dose.amount, dose.at
        slow, fast = _carried(found, slow, fast, _hours(last or at, at))
        last = at
        result.append(found.absorption / (found.absorption - found.elimination) * (slow - fast))
    return result


def _carried(found: Rates, slow: float, fast: float, hours: float) -> tuple[float, float]:
    return slow * exp(-found.elimination * hours), fast * exp(-found.absorption * hours)


def _hours(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 3600


def steady_average(found: Rates, amount_per_hour: float) -> float:
    """The average level once so much an hour has been taken for long: the same however it is spread."""
    return amount_per_hour / found.elimination


def rates_of(chart: Chart) -> Rates | None:
    """The rates of the course's drug, None where its protocol gives no peak time or half-life."""
    peak, half_life = chart.protocol.peak_hours, chart.protocol.half_life_hours
    return None if peak is None or half_life is None else rates(float(peak), float(half_life))


def intakes(chart: Chart) -> list[Intake]:
    """The doses taken in this course, at their times and in the amounts recorded, oldest first.

    A vomited dose is left out: how much of it stayed is not known.
    """
    return [
        Intake(line.at, float(line.what.amount))
        for line in chart.taken
        if isinstance(line.what, DoseGiven) and line.id not in chart.vomited
    ]


def exposure(chart: Chart, times: Sequence[datetime]) -> list[float] | None:
    """The modelled level at each of `times`, forward, as % of the average at steady state of the target.

    The average rather than the trough: it does not hang on how the day's amount is spread. None where the
    protocol gives no peak time or half-life.
    """
    found = rates_of(chart)
    if found is None:
        return None
    taken = intakes(chart)
    full = steady_average(found, float(chart.protocol.step(chart.target).per_day) / 24)
    return [100 * level / full for level in levels(found, taken, times)]
