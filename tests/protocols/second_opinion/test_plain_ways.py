"""What is sought in an order, gone through once or kept is what the plain way finds: on random courses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise
from random import Random

import pytest

from protocols.course.prescription import counted_from, place_of, planned, window
from protocols.course.progress import _break_counted_from, _is_break, _kept_down, treatment_break
from protocols.course.schedule import passed_over
from protocols.entries import DoseGiven, RashFound, RedFlagSeen
from protocols.gate.gate import _earliest
from protocols.gate.residual import swallowed
from protocols.record.chart import Chart
from protocols.record.clock import TOLERANCE
from protocols.record.corrected import CorrectedEntry
from protocols.record.skin_check import ALL, Basis, _latest, doubt_of
from protocols.record.slots import amount_at, planned_from, slot_instant, start_options
from protocols.values.clinic_time import day_of, minute_of
from tests.protocols.second_opinion.people import People
from tests.protocols.second_opinion.world import World

PATIENTS = int(os.environ.get("STEPWARD_EXAMPLES", "60")) // 2


def charts(seed: int) -> Iterator[tuple[Chart, datetime]]:
    """The charts of a random patient, each time that something was recorded, and when that was."""
    rng, world = Random(f"plain/{seed}"), World()
    people = People(rng, world)
    for _ in range(60):
        for act in people.next():
            before = len(world.entries)
            world.run(act, compared=False)
            if len(world.entries) > before and rng.random() < 0.3:
                yield from ((chart, act.now) for chart in world.record.charts)


@pytest.mark.parametrize("seed", range(PATIENTS))
def test_each_answer_is_that_of_the_plain_way(seed: int) -> None:
    for chart, now in charts(seed):
        assert swallowed(chart) == _swallowed(chart)
        for at in (now - timedelta(days=2), now, now + timedelta(days=3)):
            assert treatment_break(chart, at) == _break(chart, at)
            for number, step in enumerate(chart.protocol.steps, 1):
                options = start_options(chart.plan, step, at, chart.known, chart.step)
                assert _earliest(chart, number, at) == options[0]
        for stretch in chart.stretches:
            since = counted_from(chart, stretch)
            for slot in islice(planned_from(chart.plan, stretch.asks, stretch.first, since), 12):
                assert slot.at == slot_instant(chart.plan, slot.key)
                assert slot.amount == amount_at(stretch.asks, stretch.first, slot.key, since)
                over = any(slot.at > at + window(chart, stretch.asks) for at in _later(chart, slot.at))
                assert passed_over(chart, stretch.asks, slot.at) is over
        earlier = [start.basis for start in chart.starts]
        for basis in (*earlier, Basis(now, now, ALL), Basis(now - timedelta(hours=9), now, ALL)):
            _holds_of_a_basis(chart, basis)


def _holds_of_a_basis(chart: Chart, basis: Basis) -> None:
    lines = chart.known.values()
    doses = [line for line in lines if line.perhaps(DoseGiven) and basis.counts(line)]
    rashes = [line for line in lines if line.perhaps(RashFound, RedFlagSeen) and basis.knows(line)]
    assert _latest(chart.known, basis, basis.counts, DoseGiven) is max(doses, key=basis.when, default=None)
    rash = _latest(chart.known, basis, basis.knows, RashFound, RedFlagSeen)
    assert rash is max(rashes, key=basis.when, default=None)
    for line in lines:
        earliest = min(line.at, basis.when(line))
        assert basis.knows(line) is (earliest < basis.at or line.settled < basis.place)
        assert basis.touched_by(line) is (line.at == basis.at or basis.knows(line))
        assert (doubt_of(line, chart.known, basis) == "denied") is _denied(chart, line, basis)


def _denied(chart: Chart, line: CorrectedEntry, basis: Basis) -> bool:
    behind = line.at > basis.at and line.place >= basis.place
    if not line.sure or behind or line.at > basis.at + TOLERANCE:
        return False
    return any(
        line.settled < other.place < basis.place
        and other.entry.clock == "ok"
        and (other.entry.recorded or line.at) < line.at - TOLERANCE
        for other in chart.known.values()
    )


def _later(chart: Chart, at: datetime) -> Iterator[datetime]:
    """When the doses of the schedule that are planned behind `at` were taken."""
    for key, line in chart.statuses.items():
        made_up = chart.make_ups.get(line.id)
        taken = line.sure and (isinstance(line.what, DoseGiven) or made_up is not None)
        if taken and place_of(chart, key).at > at:
            yield (made_up or line).at


def _break(chart: Chart, now: datetime) -> tuple[datetime, timedelta] | None:
    since = _break_counted_from(chart)
    if since is None:
        return None
    marks = [since, *(at for at in _kept_down(chart) if at > since), now]
    return next(((a, b - a) for a, b in pairwise(marks) if _is_break(chart, a, b)), None)


def _swallowed(chart: Chart) -> tuple[Decimal, Fraction]:
    kept = [line for line in chart.drug_taken if line.sure and line.id not in chart.vomited]
    single, days, daily = Decimal(0), dict[date, Decimal](), [Fraction(0)]
    for line in kept:
        assert isinstance(line.what, DoseGiven)
        day = day_of(line.at, chart.zone)
        single, days[day] = max(single, line.what.amount), days.get(day, Decimal(0)) + line.what.amount
        key = chart.key_of(line) if line.own else None
        if key is None:
            continue
        place = slot_instant(chart.plan, key)
        first = [s for s in chart.stretches if slot_instant(chart.plan, s.first) <= place]
        first = [s for s in first if minute_of(s.began) <= line.at]
        asked = planned(chart, first[-1], key) if first else None
        if asked is not None and line.what.amount >= asked:
            daily.append(first[-1].asks.per_day)
    return single, max([*daily, *map(Fraction, days.values())])
