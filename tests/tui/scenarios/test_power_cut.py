"""Scenario I of domain.md 4.6: the power is cut while a dose is being saved."""

from __future__ import annotations

import pytest

from protocols.entries import DoseGiven
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, Ward, bedside
from tests.tui.helpers.scenario import go

CUT_AFTER = (0, 40, 100_000)
"""Bytes of the entry that reach the medium before the power is gone; all of them at last."""


@pytest.mark.parametrize("reached", CUT_AFTER)
async def test_i_a_power_cut_during_save_loses_nothing_that_was_told_as_recorded(
    ward: Ward, reached: int
) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    before = ward.ledger.entries()
    ward.at(1, "20:00")
    async with bedside(ward) as here:
        await here.press("d", "g")
        whole = ward.path.read_bytes()
        await here.press("enter")
        assert isinstance(ward.said(), DoseGiven)
        written = ward.path.read_bytes()
    copy = ward.path.with_name("after.json")
    copy.write_bytes(torn(whole, written, reached))
    with Ledger.open(copy, now=ward.clock) as ledger:
        kept = ledger.entries()
        assert kept[: len(before)] == before
        assert len(kept) in (len(before), len(before) + 1)
        assert (len(kept) > len(before)) == (reached > 1000)
        chart = ledger.record(MRN).chart(ward.course)
        assert chart is not None
        assert len(chart.taken) == len(kept) - len(before) + 1
    ward.path = copy
    async with bedside(ward) as again:
        await go(again, 1, "20:05")
        if len(kept) == len(before):
            await again.press("d", "g", "enter")
        assert len(again.app.session.ledger.record(MRN).charts[0].taken) == 2


def torn(before: bytes, after: bytes, reached: int) -> bytes:
    """The file as the medium has it when only the first changed bytes of one write got there."""
    size = max(len(before), len(after))
    old, new = before.ljust(size, b" "), after.ljust(size, b" ")
    first = next(at for at in range(size) if old[at] != new[at])
    return old[:first] + new[first : first + reached] + old[first + reached :]
