"""A clock that is behind, far ahead or was ahead for a while: facts are taken, moves wait."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from protocols import entries as e
from protocols.record.clock import clock_mark
from protocols.record.fold import Record
from protocols.rules.check import Refused, check
from tests.protocols.helpers.bedside import NURSE, ZONE, Bedside, at_bedside, missing, on_step, refusal

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
D2, D3, D4 = (date(2026, 11, day) for day in (3, 4, 5))


@pytest.mark.parametrize(
    ("newest", "mark"),
    [
        (None, "ok"),
        (NOW, "ok"),
        (NOW + timedelta(minutes=1), "ok"),
        (NOW + timedelta(minutes=1, microseconds=1), "behind"),
        (NOW - timedelta(days=7), "ok"),
        (NOW - timedelta(days=7, seconds=1), "ahead"),
    ],
)
def test_a_clock_is_behind_the_newest_entry_or_more_than_seven_days_ahead_of_it(
    newest: datetime | None, mark: str
) -> None:
    assert clock_mark(NOW, newest) == mark


@pytest.mark.parametrize(
    ("change", "said"), [(timedelta(hours=-1), "behind"), (timedelta(days=8), "far ahead of")]
)
def test_while_the_clock_is_wrong_every_move_waits_and_facts_are_marked(change: timedelta, said: str) -> None:
    bedside = on_step(2)
    bedside.record(e.HoldPlaced("surgery"))
    bedside.now += change
    for move in (
        lambda: bedside.decide("resume"),
        lambda: bedside.decide("stop"),
        lambda: bedside.waive("doses"),
        lambda: bedside.start(3),
    ):
        told = refusal(bedside, move)
        assert f"is {said} the newest entry" in told
        assert "Until then doses and checks can be recorded" in told
    note = bedside.record(e.NoteAdded("written meanwhile"))
    assert note.clock == ("behind" if change < timedelta(0) else "ahead")
    refusal(bedside, bedside.decide, "resume")
    bedside.confirm_clock()
    bedside.rash_free()
    bedside.decide("resume")


def test_a_clock_that_is_right_again_lets_moves_go_on_by_itself() -> None:
    bedside = on_step(2)
    bedside.record(e.HoldPlaced("surgery"))
    right = bedside.now
    bedside.now -= timedelta(hours=3)
    bedside.record(e.NoteAdded("x"))
    bedside.now = right + timedelta(seconds=1)
    bedside.decide("resume")


def test_a_check_recorded_while_the_clock_was_ahead_opens_no_gate_when_its_time_comes() -> None:
    bedside = at_bedside("alectinib-anderson")
    bedside.step_through()
    bedside.at(D3, "06:30")
    bedside.go(days=1)
    bedside.rash_free()
    bedside.at(D3, "06:40")
    bedside.confirm_clock()
    bedside.record(e.NoteAdded("the clock was a day ahead"))
    assert missing(bedside) == [3]
    bedside.at(D4, "06:40")
    assert missing(bedside) == [3]
    refusal(bedside, bedside.start, 2)
    bedside.rash_free()
    assert bedside.gate.open


def test_an_older_honest_check_still_counts_beside_a_denied_one() -> None:
    bedside = at_bedside("alectinib-anderson")
    bedside.step_through()
    bedside.rash_free()
    true = bedside.now
    bedside.go(hours=1)
    bedside.rash_free()
    bedside.now = true + timedelta(minutes=10)
    bedside.confirm_clock()
    bedside.record(e.NoteAdded("the clock was an hour ahead"))
    bedside.go(hours=2)
    assert bedside.gate.open
    state = next(p for p in bedside.gate.preconditions if p.number == 3)
    assert "Rash-free Wed 04-Nov-2026 06:30" in state.words


def test_a_dose_recorded_while_the_clock_was_ahead_still_shuts_the_gate() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.rash_free()
    bedside.go(hours=20)
    bedside.give(e.DoseKey(D3, "evening"))
    bedside.at(D3, "07:00")
    bedside.confirm_clock()
    assert missing(bedside) == [3]
    assert "before the last dose" in refusal(bedside, bedside.start, 2)


def test_a_rash_recorded_while_the_clock_was_ahead_still_counts_as_seen() -> None:
    bedside = at_bedside()
    bedside.step_through()
    bedside.rash_free()
    bedside.go(hours=20)
    bedside.rash()
    bedside.at(D3, "07:00")
    bedside.confirm_clock()
    bedside.decide("resume", residual=True)
    assert missing(bedside) == [3, 4]


def test_a_start_keeps_its_check_when_the_clock_is_set_back_afterwards() -> None:
    bedside = on_step(2)
    bedside.now -= timedelta(hours=3)
    bedside.confirm_clock()
    bedside.record(e.NoteAdded("the clock was three hours ahead"), at=bedside.now - timedelta(days=2))
    bedside.correct(bedside.entries[-1], e.NoteAdded("two hours"))
    assert bedside.chart.open_holds == ()
    assert all(start.stands for start in bedside.chart.starts)


def of_the_ledger(what: e.What, *, patient: str = "", record: Record | None = None) -> None:
    entry = e.Entry(id="x", patient=patient, at=NOW, zone=ZONE, by=NURSE, what=what)
    check(record or Record(), entry, NOW, NOW + timedelta(days=1))


def test_the_clock_is_confirmed_by_a_person_in_words_about_no_patient() -> None:
    of_the_ledger(e.ClockConfirmed("compared with the ward's wall clock"))
    with pytest.raises(Refused, match="Write what the clock was compared with"):
        of_the_ledger(e.ClockConfirmed("  "))
    with pytest.raises(Refused, match="about the ledger, not about a patient"):
        of_the_ledger(e.ClockConfirmed("a watch"), patient="00481-7")


def test_a_ledger_begins_once() -> None:
    begun = e.LedgerBegun(1, "Ward 3", ZONE)
    of_the_ledger(begun)
    with pytest.raises(Refused, match="has begun already"):
        of_the_ledger(begun, record=at_bedside().folded)


def test_a_fresh_check_of_a_lost_one_must_be_later_than_the_loss_by_the_clock() -> None:
    bedside: Bedside = on_step(2)
    check_behind = [each for each in bedside.entries if isinstance(each.what, e.RashFreeChecked)][-1]
    bedside.correct(check_behind)
    bedside.now -= timedelta(minutes=5)
    bedside.rash_free()
    assert len(bedside.chart.open_holds) == 1
