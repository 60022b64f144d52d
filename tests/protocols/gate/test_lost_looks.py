"""A release of a finding stands on its rash-free check as a start does: taken away, the course is held."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols import entries as e
from tests.protocols.helpers.bedside import Bedside, on_step, refusal

D3 = date(2026, 11, 4)


def released(finding: e.What, *, residual: bool = False) -> tuple[Bedside, e.Entry]:
    """Step 2, a finding at noon, released at 14:00; the check of 13:00."""
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.at(D3, "12:00")
    bedside.record(finding)
    bedside.at(D3, "13:00")
    check = bedside.rash_free() if not residual else bedside.record(e.NoteAdded("still red"))
    bedside.at(D3, "14:00")
    bedside.decide("resume", residual=residual)
    assert bedside.chart.running
    return bedside, check


RASH, FLAG = e.RashFound("maculopapular", ("neck",)), e.RedFlagSeen(("skin pain",))


@pytest.mark.parametrize("finding", [RASH, FLAG])
def test_the_check_behind_a_release_taken_away_holds_until_a_fresh_one(finding: e.What) -> None:
    bedside, check = released(finding)
    bedside.correct(check)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"]
    assert "was taken away" in refusal(bedside, bedside.decide, "resume")
    bedside.go(hours=1)
    bedside.rash_free()
    assert bedside.chart.running


def test_a_dose_told_late_takes_the_check_behind_a_release_away() -> None:
    bedside, _ = released(RASH)
    bedside.record(
        e.DoseGiven(None, Decimal(20), reason="found on the table"), at=bedside.now - timedelta(hours=2)
    )
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"]


def test_the_next_dose_and_a_later_rash_leave_the_check_behind_a_release() -> None:
    bedside, _ = released(RASH)
    bedside.at(D3, "20:00")
    bedside.give()
    bedside.record(RASH)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["rash"]


def test_a_release_of_a_residual_rash_stands_on_no_check() -> None:
    bedside, _ = released(RASH, residual=True)
    before = next(one for one in bedside.entries if isinstance(one.what, e.RashFreeChecked))
    assert not [start for start in bedside.chart.starts if start.release]
    bedside.correct(before)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["check"], "that of step 1"
