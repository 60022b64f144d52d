"""The doses of the current step for the days to come, as if nobody opened the gate meanwhile.

For a record on paper while the computers are down: nothing there moves a patient to the next step, and while
the gate is shut the doses of the same step stay due (rules.md, "The gate").
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from protocols.course.progress import counted_doses
from protocols.course.schedule import scheduled
from protocols.entries import DoseKey
from protocols.record.chart import Chart
from protocols.record.slots import slot_instant, slots_from
from protocols.values.clinic_time import day_of


class StayingDose(Struct, frozen=True):
    """A scheduled dose that waits for a record. `needed` is one that the gate still asks for.

    `past` is one of a stretch that has ended: it can be recorded, no longer be given.
    """

    key: DoseKey
    at: datetime
    amount: Decimal
    needed: bool = True
    past: bool = False


def without_record(chart: Chart, now: datetime) -> list[StayingDose]:
    """The doses up to `now` that have no status, or one that leaves them open; the oldest first.

    Those before a hold or the end are among them: they were due when their time came.
    """
    return [
        StayingDose(dose.key, dose.at, dose.amount, past=dose.past)
        for dose in scheduled(chart, now)
        if (dose.recordable or dose.state == "held") and dose.at <= now
    ]


def staying(chart: Chart, now: datetime, days: int) -> list[StayingDose]:
    """The doses of the current step from `now` to the end of the `days` days after today.

    None while nothing is due: held, not started, ended.
    """
    step, stretch = chart.step, chart.current
    if not chart.running or step is None or stretch is None:
        return []
    last = day_of(now, chart.zone) + timedelta(days=days)
    needed = step.doses_needed
    if needed is not None:
        waiting = [dose for dose in without_record(chart, now) if not dose.past]
        needed -= len(counted_doses(chart, stretch.stay)) + len(waiting)
    found: list[StayingDose] = []
    for key in slots_from(chart.plan, step, stretch.first):
        at, amount = slot_instant(chart.plan, key), step.amount(key.slot)
        if key.day > last:
            return found
        if at > now and key not in chart.statuses and amount is not None:
            found.append(StayingDose(key, at, amount, needed is None or len(found) < needed))
    return found
