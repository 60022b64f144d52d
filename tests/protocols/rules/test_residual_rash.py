"""A rash that has not quite gone is accepted for a dose: what that passes, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.entries import (
    DecisionMade,
    DoneOnPaper,
    DoseGiven,
    DoseKey,
    HoldPlaced,
    RashFreeChecked,
    RedFlagSeen,
    StepStarted,
)
from protocols.record.chart import Hold
from protocols.rules.moves import decision_made
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step, refusal
from tests.protocols.helpers.decision_states import decided, draft, rash

SECOND, THIRD = date(2026, 11, 3), date(2026, 11, 4)
MORNING = DoseKey(THIRD, "morning")


def on_paper() -> Bedside:
    """Step 2 was begun on paper with no look at the skin, its first dose was taken, and a rash is there."""
    bed = at_bedside()
    bed.step_through()
    bed.at(THIRD, "12:00")
    bed.record(DoneOnPaper(StepStarted(2, MORNING, paper="AO")), at=bed.now - timedelta(hours=5))
    taken = DoseGiven(MORNING, Decimal(300), reason="downtime", no_second_check="recorded afterwards")
    bed.record(taken, at=bed.now - timedelta(hours=4))
    bed.rash()
    return bed


def test_it_is_no_reason_to_pass_a_start_on_paper_that_nothing_proves() -> None:
    bed = on_paper()
    assert {hold.cause for hold in bed.chart.open_holds} == {"paper", "rash"}
    told = refusal(bed, bed.decide, "resume", residual=True)
    assert "A finding was recorded after the last rash-free check" in told
    assert "Or accept" not in told
    bed.go(hours=4)
    bed.rash_free()
    bed.decide("resume", residual=True)
    assert bed.chart.running


def test_below_the_step_that_was_begun_on_paper_it_is() -> None:
    bed = on_paper()
    bed.decide("back", 1, residual=True)
    assert bed.chart.running


def test_it_is_no_reason_to_pass_a_hold_for_a_lost_check() -> None:
    bed = rash()
    record, chart = bed.folded, bed.chart
    lost = Hold("check", chart.entry, bed.now)
    held = replace(record, charts=(replace(chart, holds=(*chart.holds, lost)),))
    accepted = draft(bed, decided(bed, "resume", accepted=True))
    decision_made(record, accepted, bed.now)
    with pytest.raises(Refused):
        decision_made(held, accepted, bed.now)


def test_without_a_rash_it_says_nothing() -> None:
    bed = on_step(2)
    bed.record(HoldPlaced("surgery"))
    bed.go(hours=13)
    told = refusal(bed, bed.decide, "resume", residual=True)
    assert told == refusal(bed, bed.decide, "resume")
    assert "residual" not in told.lower()


def test_where_the_skin_was_seen_free_since_it_hinders_nothing() -> None:
    bed = on_step(2)
    bed.rash()
    told = refusal(bed, bed.decide, "resume", residual=True)
    assert "never accepted for a higher dose" in told
    assert "Or accept" not in refusal(bed, bed.decide, "resume")
    assert "A finding was recorded after the last rash-free check" in told
    bed.go(minutes=10)
    bed.rash_free()
    bed.decide("resume", residual=True)
    assert bed.chart.running


@pytest.mark.parametrize("stopped", [False, True])
def test_it_is_never_accepted_for_a_red_flag_also_where_the_skin_was_seen_free(stopped: bool) -> None:
    bed = on_step(2)
    bed.record(RedFlagSeen(("skin pain",)))
    if stopped:
        bed.decide("stop")
        bed.record(DoneOnPaper(StepStarted(1, MORNING, paper="AO")), at=bed.now)
    bed.go(minutes=10)
    bed.record(RashFreeChecked(True, True))
    first = None if stopped else bed.natural(bed.protocol.step(2))
    accepted = draft(bed, DecisionMade("resume", "as discussed", None, first, True))
    with pytest.raises(Refused) as refused:
        decision_made(bed.folded, accepted, bed.now)
    words = "Residual rash is no reason to pass a red flag: that needs a rash-free check."
    assert str(refused.value) == words


def test_a_decision_on_paper_is_no_start_that_a_look_would_have_to_prove() -> None:
    bed = at_bedside()
    bed.day()
    bed.record(HoldPlaced("scan"))
    bed.go(hours=2)
    released = DecisionMade("resume", "scan done", None, DoseKey(SECOND, "morning"), paper="CM")
    bed.record(DoneOnPaper(released), at=bed.now - timedelta(hours=1))
    bed.decide("resume")
    assert bed.chart.running
