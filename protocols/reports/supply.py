"""What a course still needs from the shelf, for the pharmacy: units of the strengths in stock, and mL."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from protocols.course.forecast import ComingDose, Going, coming, going, is_whole
from protocols.course.progress import is_bounded
from protocols.definition.stock import Stock, added, doses_of_a_day, stock_for
from protocols.record.chart import Chart
from protocols.values.clinic_time import day_of


class StepNeed(Struct, frozen=True):
    """What one step still needs: doses, and the units that make them."""

    step: int
    doses: int
    stock: Stock


class Needs(Struct, frozen=True):
    """What the course still needs as it stands now.

    `steps` and `total` are up to the target, with it where the course ends by itself, or for the doses of the
    next `days` days where these were asked for; `each_day` is one full day at the target. `going` says on
    what this rests.
    """

    going: Going
    days: int | None
    steps: tuple[StepNeed, ...]
    total: Stock
    each_day: Stock
    whole: bool = True


def needs(chart: Chart, now: datetime, days: int | None = None) -> Needs:
    """What `chart` needs from the aware instant `now` on: up to its target, or for `days` days from today.

    Every dose is taken to be given at its time and every gate to open then; a held or unstarted course to
    go on now. Nothing once the course has ended.
    """
    strengths = chart.plan.strengths
    state = going(chart)
    counted: dict[int, Counter[Decimal]] = {}
    whole = False
    for dose in coming(chart, now):
        whole = _beyond(chart, dose, now, days)
        if whole:
            break
        counted.setdefault(dose.step, Counter())[dose.amount] += 1
    steps = tuple(
        StepNeed(step, doses.total(), stock_for(doses, strengths, chart.protocol))
        for step, doses in counted.items()
    )
    each_day = Stock()
    if state != "ended" and not is_bounded(chart, chart.target):
        each_day = stock_for(doses_of_a_day(chart.protocol, chart.target), strengths, chart.protocol)
    whole = whole or state == "ended" or is_whole(chart, now)
    return Needs(state, days, steps, added(need.stock for need in steps), each_day, whole)


def _beyond(chart: Chart, dose: ComingDose, now: datetime, days: int | None) -> bool:
    if days is None:
        return dose.step >= chart.target and not is_bounded(chart, chart.target)
    return dose.key.day >= day_of(now, chart.zone) + timedelta(days=days)
