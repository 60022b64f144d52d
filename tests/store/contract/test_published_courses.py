"""The four published schedules from enrolment to the last step, through the ledger (domain.md 4.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from protocols.course.day_numbers import protocol_day
from protocols.definition.protocol import Protocol
from protocols.entries import DoseGiven
from protocols.rules.check import Refused
from store.location.where import Where
from store.maintenance.verify import verify
from store.site.library import built_in
from tests.protocols.helpers.bedside import ZONE
from tests.store.helpers.ledger_bedside import AtTheLedger

BEFORE_LAST = {
    "alectinib-report-2020": (46, 19200, 24),
    "alectinib-shirasawa": (8, 1160, 9),
    "alectinib-kimura": (26, 2120, 15),
    "alectinib-anderson": (10, 1125, 9),
}
"""Doses and mg before the last step, and the protocol day on which it begins."""


def test_these_are_all_that_can_be_started() -> None:
    assert {protocol.id for protocol in built_in() if protocol.startable} == set(BEFORE_LAST)


@pytest.mark.parametrize("protocol", [p for p in built_in() if p.startable], ids=lambda protocol: protocol.id)
def test_the_whole_course(protocol: Protocol, place: Where) -> None:
    bed = AtTheLedger(protocol, ZONE, date(2026, 11, 2), place)
    bed.begin()
    for step in range(2, len(protocol.steps) + 1):
        bed.day()
        with pytest.raises(Refused, match="Rash-free check"):
            bed.start(step)
        for _ in range((protocol.step(step - 1).days or 1) - 1):
            bed.day()
        with pytest.raises(Refused, match="was before the last dose"):
            bed.start(step)
        bed.rash_free()
        bed.start(step)
    doses, amount, day = BEFORE_LAST[protocol.id]
    given = [line.what.amount for line in bed.chart.taken if isinstance(line.what, DoseGiven)]
    assert (len(given), sum(given)) == (doses, Decimal(amount))
    assert bed.next is not None
    assert protocol_day(bed.chart, bed.next.key.day) == day
    assert bed.gate.to is None
    assert verify(place).ok
    for session in bed.sessions:
        session.close()
